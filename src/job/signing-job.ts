import { DataAwsSignerSigningJob } from "@cdktf/provider-aws/lib/data-aws-signer-signing-job";
import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import { IResolvable, ITerraformDependable, TerraformProvider, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { awsProviderOfJob } from "./aws-provider-of-job";
import { ImportedSigningJob } from "./imported-signing-job";
import { isItemValue, refuseIteratorValues } from "./iterator-values";
import { requireDestinations, requireSources } from "./required-permissions";
import { ResultField, ResultValue } from "./result-value";
import { ForgottenRevocation, Revocation, RevokingFunction } from "./revocation";
import type { DeclaredSigningJob } from "./sign-request";
import { signEvent, requestIdentity } from "./sign-request";
import type { ISigningJob } from "./signing-job-interface";
import { revocableItem, SigningJobItem } from "./signing-job-item";
import { SigningJobLookup } from "./signing-job-lookup";
import type { SigningJobLookupOptions, SigningJobProps } from "./signing-job-props";
import { validateJobProps, validateKey, validateProvider } from "./signing-job-validation";
import { StoredSigningJob } from "./stored-signing-job";
import { SigningFunction } from "../function/signing-function";
import type { ISigningFunction } from "../function/signing-function-interface";
import { Platform } from "../profile/platform";
import { permissionsOf } from "../profile/profile-permission";
import { signingJobStatements } from "../role/signing-job-statements";
import { AwsEnvironment } from "../terraform/aws-environment";
import { dependsOn } from "../terraform/depends-on";
import { jsonText } from "../terraform/hcl";
import { NULL, orElse, Revocable } from "../terraform/nullable";
import { TerraformData } from "../terraform/terraform-data";

const DEFAULT_REVOCATION_REASON = "Destroyed or replaced by Terraform";

/**
 * Signs one version of an object in Amazon S3 when Terraform applies.
 *
 * It signs once. It signs again only when the source, destination, profile (or its version), profile owner or
 * `triggers` change. If an apply fails or is interrupted, the next one continues with the same job.
 *
 * With `forEach`, all this applies to each item by itself. The attributes are those of the current item, for use in
 * resources with the same `forEach`; `forKey` returns a certain item.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_StartSigningJob.html
 */
export class SigningJob extends StoredSigningJob {
  /**
   * An existing job that Terraform reads in each plan. Terraform never starts, awaits or revokes it.
   *
   * @param jobId id of the job.
   */
  public static fromJobId(
    scope: Construct,
    id: string,
    jobId: string,
    options: SigningJobLookupOptions = {},
  ): ISigningJob {
    return new ImportedSigningJob(scope, id, jobId, options);
  }

  /** The identity of the request. Terraform replaces it when what is signed changes. */
  public readonly request: TerraformResource;

  /** The function invocation that signs. */
  public readonly resource: LambdaInvocation;

  /** The function invocation that revokes the signature when it is destroyed. Undefined without `revokeOnDestroy`. */
  public readonly revocation?: LambdaInvocation;

  /** @internal */
  protected readonly _provider?: TerraformProvider;
  private readonly props: DeclaredSigningJob;
  private readonly signingFunction: ISigningFunction;
  private readonly profileOwner?: string;
  private readonly items = new Map<string, SigningJobItem>();
  private live?: DataAwsSignerSigningJob;

  constructor(scope: Construct, id: string, props: SigningJobProps) {
    super(scope, id);
    validateJobProps(this, props);
    const provider = awsProviderOfJob(this, props);
    this._provider = provider;
    const isForLambda = props.profile.platform?.platformId === Platform.AWS_LAMBDA_SHA384_ECDSA.platformId;
    this.props = { ...props, provider, source: props.source._bind(this, { provider, isForLambda }) };
    refuseIteratorValues(this, this.props);
    this.profileOwner = props.profileOwner ?? props.profile.profileOwner;
    this.signingFunction = props.signingFunction ?? SigningFunction.getOrCreate(this, { provider });
    validateProvider(this, this.props, this.signingFunction);

    const request = this.createRequest();
    this.request = request;
    const { functionName } = this.signingFunction;
    const checks = props.revokeOnDestroy ? [new RevokingFunction(this, request, functionName)] : [];
    this.resource = this.createInvocation(request, [...this.allowSigning(), ...checks]);
    if (props.revokeOnDestroy) this.revocation = this.createRevocation(request, checks);
    if (props.revokeOnDestroy === false) new ForgottenRevocation(this);
  }

  /** Address in Terraform of the last resource of the job. */
  public get fqn(): string {
    return (this.revocation ?? this.resource).fqn;
  }

  /**
   * One item of a job with `forEach`, for use in any resource or output.
   *
   * @param key key of the item: the item itself for an iterator over a list of texts, otherwise the key in the map.
   */
  public forKey(key: string): ISigningJob {
    validateKey(this, key, this.props.forEach);
    const existing = this.items.get(key);
    if (existing) return existing;
    const { resource, revocation, _provider: provider } = this;
    const item = new SigningJobItem(this, `Item${this.items.size + 1}`, key, {
      job: this,
      resource,
      revocation,
      provider,
      live: () => this.lookUp(),
    });
    this.items.set(key, item);
    return item;
  }

  /** @internal */
  protected _live(): Revocable {
    return this.props.forEach ? revocableItem(this.lookUp()) : this.lookUp();
  }

  /**
   * With a revocation, resources in the job's stack that use the attributes are destroyed or updated before the
   * signature is revoked.
   *
   * @internal
   */
  protected _result(field: ResultField): IResolvable {
    return new ResultValue(field, this.resource, this.revocation);
  }

  private lookUp(): DataAwsSignerSigningJob {
    return (this.live ??= new DataAwsSignerSigningJob(this, "Live", {
      jobId: this.jobId,
      forEach: this.props.forEach,
      provider: this._provider,
    }));
  }

  private createRequest(): TerraformData {
    return new TerraformData(this, "Request", {
      triggersReplace: requestIdentity(this.props, this.profileOwner),
      forEach: this.props.forEach,
      // Read when the request is created, and not again: a job is adopted once.
      input: { importJobId: this.jobToAdopt() },
      lifecycle: { ignoreChanges: ["input"] },
    });
  }

  /** Looks up the job before the request is created, because a request keeps its initial id, even a wrong one. */
  private jobToAdopt(): IResolvable | string {
    const { importJobId, provider } = this.props;
    if (importJobId === undefined) return NULL;
    return new SigningJobLookup(this, "ImportedJob", "importJobId", { jobId: importJobId, provider }).jobId;
  }

  private createInvocation(request: TerraformData, dependencies: readonly ITerraformDependable[]): LambdaInvocation {
    const values = {
      requestToken: request.id,
      importJobId: request.attribute("output.importJobId"),
      profileOwner: this.profileOwner,
    };
    const invocation = new LambdaInvocation(this, "Invocation", {
      functionName: this.signingFunction.functionName,
      // A change replaces the invocation. An update in place would store a failed invocation as successful.
      // @see https://github.com/hashicorp/terraform-provider-aws/issues/43447
      lifecycleScope: "CREATE_ONLY",
      input: jsonText(signEvent(this.props, values)),
      forEach: request.forEach,
      provider: this.props.provider,
      lifecycle: { createBeforeDestroy: true },
    });
    invocation.dependsOn = dependsOn(this, () => [
      this.signingFunction,
      ...dependencies,
      ...permissionsOf(this.props.profile, this),
      ...(this.props.dependsOn ?? []),
    ]);
    return invocation;
  }

  private createRevocation(request: TerraformData, dependencies: readonly ITerraformDependable[]): LambdaInvocation {
    const { provider, revocationReason } = this.props;
    const policy = this.signingFunction._allowRevocation(this, this.profileOwner, provider);
    return new Revocation(this, {
      request,
      signing: this.resource,
      functionName: this.signingFunction.functionName,
      reason: revocationReason ?? DEFAULT_REVOCATION_REASON,
      provider,
      dependsOn: [...(policy ? [policy] : []), ...dependencies],
    });
  }

  /**
   * @returns resources other than the function that must exist so the function has the permissions that the job needs
   */
  private allowSigning(): ITerraformDependable[] {
    const { source, destination, provider, forEach } = this.props;
    const environment = AwsEnvironment.of(this, provider);
    const hasDestinationBuckets = forEach !== undefined && isItemValue(this, destination.bucketName);
    const statements = signingJobStatements({
      environment,
      profileArn: this.profileArn(environment),
      profileOwner: this.profileOwner,
      source,
      destination,
      hasItems: forEach !== undefined,
      hasDestinationBuckets,
    });
    if (forEach) requireSources(this, source, this.signingFunction);
    if (hasDestinationBuckets) requireDestinations(this, this.signingFunction);
    const policy = this.signingFunction._allowSigning(this, statements, provider);
    return policy ? [policy] : [];
  }

  /** The owner that the job names determines which profile AWS Signer uses. */
  private profileArn(environment: AwsEnvironment): string {
    const { profile, profileOwner } = this.props;
    if (profileOwner === undefined) return profile.signingProfileArn;
    const { partition, region } = environment;
    const owner = orElse(profileOwner, () => environment.accountId);
    return `arn:${partition}:signer:${region}:${owner}:/signing-profiles/${profile.signingProfileName}`;
  }
}
