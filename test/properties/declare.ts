import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { DeclaredJob, DeclaredProfile, DeclaredSource, PLAIN } from "./declared-job";
import type { DeclaredRunner } from "./declared-runner";
import { DeclaredText, Tokens, valueOf } from "./declared-text";
import {
  ISigningFunction,
  ISigningProfile,
  Platform,
  SigningDestination,
  SigningJob,
  SigningFunction,
  SigningProfile,
  SigningSource,
} from "../../src";
import { show } from "../synth/template";

/** The constructs of one declared job. */
export interface Construction {
  readonly declared: DeclaredJob;
  readonly job: SigningJob;
  readonly profile: ISigningProfile;
  readonly runner: ISigningFunction;
  readonly object?: S3Object;
  /** The policies that are attached to a user's own role. */
  readonly ownPolicies?: IamRolePolicy[];
  readonly output: string;
}

/** The permissions of this number of jobs fit into IAM's quotas at any length. */
const JOBS_OF_A_FUNCTION = 18;

/** Writes the program that the data describes. */
export class Program {
  public readonly constructions: Construction[] = [];
  private readonly shared: (TerraformProvider | undefined)[] = [];
  private readonly tokens: Tokens;

  constructor(
    private readonly stack: TerraformStack,
    private readonly elsewhere: TerraformProvider,
  ) {
    this.tokens = new Tokens(stack);
  }

  public declare(declared: DeclaredJob): void {
    const number = this.constructions.length;
    const { id = "", isElsewhere, profile: declaredProfile = PLAIN.profile, source = PLAIN.source } = declared;
    const { destination = PLAIN.destination, ignoreSigningJobFailure, timeoutSeconds, triggers, revocation } = declared;
    const scope = new Construct(this.stack, `j${number}${id}`);
    const provider = isElsewhere ? this.elsewhere : undefined;
    const profile = this.profile(scope, declaredProfile, provider);
    const object = source.kind === "object" ? this.object(scope, source, provider) : undefined;
    const own = this.runner(scope, declared.runner ?? PLAIN.runner, provider);
    const job = new SigningJob(scope, `job${id}`, {
      profile,
      source: this.source(source, declared.sourceKmsKey, object),
      destination: SigningDestination.toBucket(this.text(destination.bucket), this.optional(destination.prefix), {
        kmsKeyArn: this.optional(declared.destinationKmsKey),
      }),
      ignoreSigningJobFailure: ignoreSigningJobFailure && this.tokens.flag(ignoreSigningJobFailure),
      profileOwner: this.optional(declared.profileOwner),
      timeoutSeconds: timeoutSeconds && this.tokens.number(timeoutSeconds),
      triggers: triggers && this.map(triggers),
      importJobId: this.optional(declared.importJobId),
      revokeOnDestroy: revocation?.revokeOnDestroy,
      revocationReason: revocation?.revokeOnDestroy ? this.optional(revocation.reason) : undefined,
      signingFunction: own,
      provider,
    });
    const runner = own ?? SigningFunction.getOrCreate(this.stack, { provider });
    const ownPolicies = declared.runner?.kind === "ownRole" ? attached(scope, own as SigningFunction) : undefined;
    const output = `job${number}`;
    show(this.stack, output, attributesOf(job));
    this.constructions.push({ declared, job, profile, runner, object, ownPolicies, output });
  }

  private text(text: DeclaredText): string {
    return this.tokens.text(text);
  }

  private optional(text: DeclaredText | null | undefined): string | undefined {
    return text ? this.text(text) : undefined;
  }

  private map(entries: readonly (readonly [DeclaredText, DeclaredText])[]): { [name: string]: string } {
    return Object.fromEntries(entries.map(([name, value]) => [this.text(name), this.text(value)]));
  }

  private profile(scope: Construct, declared: DeclaredProfile, provider?: TerraformProvider): ISigningProfile {
    switch (declared.kind) {
      case "made":
        return new SigningProfile(scope, "profile", {
          platform: Platform.AWS_LAMBDA_SHA384_ECDSA,
          signingProfileName: declared.name ?? undefined,
          provider,
        });
      case "lookedUp":
        return SigningProfile.fromSigningProfileName(scope, "profile", this.text(declared.name), { provider });
      case "described":
        return SigningProfile.fromSigningProfileAttributes(scope, "profile", {
          signingProfileName: this.text(declared.name),
          signingProfileVersion: this.optional(declared.version),
          profileOwner: this.optional(declared.owner),
          region: declared.region ?? undefined,
          provider,
        });
    }
  }

  private object(scope: Construct, source: DeclaredSource, provider?: TerraformProvider): S3Object {
    const [bucket, key] = [this.text(source.bucket), this.l1Text(source.key)];
    return new S3Object(scope, "object", { bucket, key, content: "code", provider });
  }

  /** An L1 construct does not check Unicode normalization. */
  private l1Text(text: DeclaredText): string {
    return text.length === 1 && text[0].way === "decomposed" ? valueOf(text).normalize("NFD") : this.text(text);
  }

  private source(
    source: DeclaredSource,
    kmsKey: DeclaredText | undefined,
    object: S3Object | undefined,
  ): SigningSource {
    const options = { kmsKeyArn: this.optional(kmsKey) };
    if (object) return SigningSource.fromObject(object, options);
    const { bucket, key, version } = source as DeclaredSource & { kind: "coordinates" };
    return SigningSource.fromBucket(this.text(bucket), this.text(key), this.text(version), options);
  }

  /** The function of the stack and AWS provider for the first jobs. The same number of later jobs share another function. */
  private sharedRunner(provider?: TerraformProvider): SigningFunction | undefined {
    const number = Math.floor(this.shared.filter((each) => each === provider).length / JOBS_OF_A_FUNCTION);
    this.shared.push(provider);
    if (number === 0) return undefined;
    const id = `shared${provider ? "-elsewhere" : ""}-${number}`;
    const existing = this.stack.node.tryFindChild(id) as SigningFunction | undefined;
    return existing ?? new SigningFunction(this.stack, id, { provider });
  }

  private runner(
    scope: Construct,
    declared: DeclaredRunner,
    provider?: TerraformProvider,
  ): ISigningFunction | undefined {
    if (declared.kind === "stack") return this.sharedRunner(provider);
    if (declared.kind === "imported") {
      return SigningFunction.fromFunctionName(scope, "runner", this.text(declared.functionName));
    }
    const { functionName, memorySize, logRetentionDays, logKmsKeyArn, isInNetwork, tags } = declared.options;
    return new SigningFunction(scope, "runner", {
      functionName: this.optional(functionName),
      memorySize: memorySize ?? undefined,
      logRetentionDays: logRetentionDays ?? undefined,
      logKmsKeyArn: this.optional(logKmsKeyArn),
      vpcConfig: isInNetwork ? { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] } : undefined,
      tags: tags ? Object.fromEntries(tags.map(([name, value]) => [name, this.text(value)])) : undefined,
      ...(declared.kind === "own"
        ? {
            rolePath: declared.rolePath ?? undefined,
            permissionsBoundaryArn: declared.permissionsBoundaryArn ?? undefined,
          }
        : { roleArn: this.text(declared.roleArn) }),
      provider,
    });
  }
}

function attached(scope: Construct, runner: SigningFunction): IamRolePolicy[] {
  return [
    new IamRolePolicy(scope, "policy", { role: "own", policy: runner.policyDocumentFor(scope) }),
    new IamRolePolicy(scope, "revocation-policy", { role: "own", policy: runner.revocationPolicyDocumentFor(scope) }),
  ];
}

function attributesOf({ jobId, jobOwner, status, signedObject, imported }: SigningJob): object {
  return { jobId, jobOwner, status, signedObject: { ...signedObject }, imported };
}
