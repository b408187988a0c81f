import { DataAwsSignerSigningJob } from "@cdktf/provider-aws/lib/data-aws-signer-signing-job";
import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import { DataResource, Fn, IResolvable, propertyAccess, Token } from "cdktf";
import { Construct } from "constructs";
import { AwsEnvironment } from "./private/aws-environment";
import { dependsOn } from "./private/dependencies";
import { jsonText, plainText, plainTexts } from "./private/hcl";
import { LiveSigningJob } from "./private/live-signing-job";
import { permissionsOf } from "./private/permission-chain";
import { createRevocation, ForgottenRevocation } from "./private/revocation";
import { jobRevocationRecord } from "./private/revocation-records";
import { signingJobStatements } from "./private/signing-job-grants";
import { validateJobProps, validateTimeout } from "./private/signing-job-validation";
import { PROTOCOL_VERSION } from "./protocol/request";
import type { RevocationRecord } from "./revocation-record";
import type { SignedObject } from "./signed-object";
import type { ISigningJob } from "./signing-job-interface";
import type { SigningJobLookupOptions, SigningJobProps } from "./signing-job-props";
import { SigningJobProvider } from "./signing-job-provider";
import type { ISigningJobProvider } from "./signing-job-provider-interface";

const DEFAULT_REVOCATION_REASON = "Destroyed or replaced by Terraform";

/**
 * Signs one version of an object in Amazon S3 when Terraform applies.
 *
 * It signs once, and again when source, destination, profile (or its version), profile owner or `triggers` change, and
 * at no other time. If an apply fails or is interrupted, the next one goes on with the same job.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_StartSigningJob.html
 */
export class SigningJob extends Construct implements ISigningJob {
  /**
   * A job that exists, read by Terraform in each plan. It is never started, waited for or revoked.
   *
   * @param jobId id of the job.
   */
  public static fromJobId(
    scope: Construct,
    id: string,
    jobId: string,
    options: SigningJobLookupOptions = {},
  ): ISigningJob {
    return new LiveSigningJob(scope, id, jobId, options);
  }

  /** The request's identity: Terraform replaces it when what is signed changes. */
  public readonly request: DataResource;

  /** The invocation of the function that signs. */
  public readonly resource: LambdaInvocation;

  /** The invocation of the function that revokes, when it is destroyed. Undefined without `revokeOnDestroy`. */
  public readonly revocation?: LambdaInvocation;

  private readonly props: SigningJobProps;
  private readonly signingJobProvider: ISigningJobProvider;
  private readonly profileOwner?: string;
  private live?: DataAwsSignerSigningJob;

  constructor(scope: Construct, id: string, props: SigningJobProps) {
    super(scope, id);
    validateJobProps(this, props);
    this.props = props;
    this.profileOwner = props.profileOwner ?? props.profile.profileOwner;
    this.signingJobProvider =
      props.signingJobProvider ?? SigningJobProvider.getOrCreate(this, { provider: props.provider });
    validateTimeout(this, props, this.signingJobProvider);

    this.request = this.createRequest();
    this.resource = this.createInvocation();
    if (props.revokeOnDestroy) this.revocation = this.createRevocation();
    if (props.revokeOnDestroy === false) new ForgottenRevocation(this);
    this.grant();
  }

  /** Address in Terraform of what comes last of the job. */
  public get fqn(): string {
    return this.outcome.fqn;
  }

  public get jobId(): string {
    return this.result("jobId");
  }

  public get jobOwner(): string {
    return this.result("jobOwner");
  }

  public get jobInvoker(): string {
    return this.result("jobInvoker");
  }

  public get status(): string {
    return this.result("status");
  }

  public get statusReason(): string {
    return this.result("statusReason");
  }

  public get platformId(): string {
    return this.result("platformId");
  }

  public get platformDisplayName(): string {
    return this.result("platformDisplayName");
  }

  public get profileName(): string {
    return this.result("profileName");
  }

  public get profileVersion(): string {
    return this.result("profileVersion");
  }

  public get requestedBy(): string {
    return this.result("requestedBy");
  }

  public get createdAt(): string {
    return this.result("createdAt");
  }

  public get completedAt(): string {
    return this.result("completedAt");
  }

  public get signatureExpiresAt(): string {
    return this.result("signatureExpiresAt");
  }

  public get signedObject(): SignedObject {
    return { bucketName: this.result("signedObject", "bucketName"), key: this.result("signedObject", "key") };
  }

  /** Of all attributes the only one that can change after the job, and so the only one that each plan asks AWS Signer for. */
  public get revocationRecord(): RevocationRecord {
    this.live ??= new DataAwsSignerSigningJob(this, "Live", { jobId: this.jobId, provider: this.props.provider });
    return jobRevocationRecord(this.live);
  }

  public get imported(): IResolvable {
    return this.resultPath("imported");
  }

  /** With a revocation, whatever uses the job's attributes is gone, or has moved on, before the signature is revoked. */
  private get outcome(): LambdaInvocation {
    return this.revocation ?? this.resource;
  }

  private result(...path: string[]): string {
    return Token.asString(this.resultPath(...path));
  }

  private resultPath(...path: string[]): IResolvable {
    return propertyAccess(Fn.jsondecode(this.outcome.result), path);
  }

  private createRequest(): DataResource {
    const { profile, source, destination, triggers, importJobId } = this.props;
    return new DataResource(this, "Request", {
      triggersReplace: {
        source: {
          bucketName: plainText(source.bucketName),
          key: plainText(source.key),
          version: plainText(source.version),
        },
        destination: {
          bucketName: plainText(destination.bucketName),
          prefix: plainText(destination.prefix),
        },
        profileName: profile.signingProfileName,
        profileVersion: profile.isVersionKnown ? profile.signingProfileVersion : null,
        profileOwner: this.profileOwner ?? null,
        triggers: plainTexts(triggers ?? {}),
      },
      // Read when the request is made, and not again: a job is taken over once.
      input: { importJobId: importJobId === undefined ? null : plainText(importJobId) },
      lifecycle: { ignoreChanges: ["input"] },
    });
  }

  private createInvocation(): LambdaInvocation {
    const { profile, source, destination, ignoreSigningJobFailure, timeoutSeconds, provider } = this.props;
    const invocation = new LambdaInvocation(this, "Invocation", {
      functionName: this.signingJobProvider.functionName,
      lifecycleScope: "CREATE_ONLY",
      input: jsonText({
        protocolVersion: PROTOCOL_VERSION,
        operation: "sign",
        requestToken: this.request.id,
        importJobId: this.request.interpolationForAttribute("output.importJobId"),
        source: { bucketName: source.bucketName, key: source.key, version: source.version },
        destination: { bucketName: destination.bucketName, prefix: destination.prefix },
        profileName: profile.signingProfileName,
        profileOwner: this.profileOwner ?? null,
        ignoreSigningJobFailure: ignoreSigningJobFailure ?? false,
        timeoutSeconds: timeoutSeconds ?? null,
      }),
      provider,
      lifecycle: { createBeforeDestroy: true },
    });
    invocation.dependsOn = dependsOn(this, () => [
      this.signingJobProvider,
      ...permissionsOf(profile),
      ...(this.props.dependsOn ?? []),
    ]);
    return invocation;
  }

  private createRevocation(): LambdaInvocation {
    const { provider, revocationReason } = this.props;
    const policy = this.signingJobProvider.allowRevocation(this, this.profileOwner);
    return createRevocation(this, {
      request: this.request,
      signing: this.resource,
      functionName: this.signingJobProvider.functionName,
      reason: revocationReason ?? DEFAULT_REVOCATION_REASON,
      provider,
      dependsOn: policy ? [policy] : [],
    });
  }

  private grant(): void {
    const { source, destination, provider } = this.props;
    const environment = AwsEnvironment.of(this, provider);
    const statements = signingJobStatements({
      environment,
      profileArn: this.profileArn(environment),
      profileOwner: this.profileOwner,
      source,
      destination,
    });
    statements.forEach((statement) => this.signingJobProvider.addToRolePolicy(statement));
  }

  /** The owner that the job names decides which profile AWS Signer takes. */
  private profileArn(environment: AwsEnvironment): string {
    const { profile, profileOwner } = this.props;
    if (profileOwner === undefined) return profile.signingProfileArn;
    const { partition, region } = environment;
    return `arn:${partition}:signer:${region}:${profileOwner}:/signing-profiles/${profile.signingProfileName}`;
  }
}
