import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { ITerraformDependable, TerraformProvider, TerraformStack } from "cdktf";
import { Construct, IConstruct } from "constructs";
import { DefaultFunctions } from "./default-functions";
import { HandlerAsset } from "./handler-asset";
import { ImportedSigningFunction } from "./imported-signing-function";
import type { ISigningFunction } from "./signing-function-interface";
import type { SigningFunctionOptions, SigningFunctionProps } from "./signing-function-props";
import {
  FUNCTION_OPTIONS,
  validateFunctionProps,
  validateSources,
  validateStatement,
} from "./signing-function-validation";
import type { FunctionRole, SourceLocation } from "../role/function-role";
import { GivenRole } from "../role/given-role";
import { MadeRole } from "../role/made-role";
import type { RolePolicyStatement } from "../role/role-policy-statement";
import { idForProvider } from "../terraform/aws-environment";
import { dependsOn } from "../terraform/depends-on";
import { plainText, plainTexts } from "../terraform/hcl";
import { orElse } from "../terraform/nullable";
import { uniqueName } from "../terraform/unique-name";
import { MAX_FUNCTION_NAME } from "../validation/aws-rules";
import { validateProps } from "../validation/props";

const DEFAULT_TIMEOUT_SECONDS = 900;
const DEFAULT_LOG_RETENTION_DAYS = 30;

/**
 * The AWS Lambda function that runs signing jobs, with its role and its log group.
 *
 * A signing job finds or creates the function of its stack and AWS provider. To change a setting, create your own
 * function and pass it to the jobs as `signingFunction`.
 *
 * The function's role has the permissions that its signing jobs need: to start jobs with their profiles, to read the
 * objects that they sign, and to write below their destinations.
 */
export class SigningFunction extends Construct implements ISigningFunction {
  /**
   * Makes a function the default of all signing jobs below a scope, such as a stack or the app. It applies to jobs
   * without a `signingFunction` and without an AWS provider other than the function's. Call it before the first signing
   * job. An inner scope can have another default.
   *
   * @param scope the stack, the app, or any other construct.
   * @param signingFunction the function.
   */
  public static setDefault(scope: IConstruct, signingFunction: SigningFunction): void {
    SigningFunction.defaults.set(scope, signingFunction);
  }

  /**
   * The default function of a scope. Without a default, the function of the scope's stack and an AWS provider, which
   * the first call creates.
   *
   * @param scope any construct of the stack.
   * @param options the AWS provider.
   * @returns the same function each time.
   */
  public static getOrCreate(scope: Construct, options: SigningFunctionOptions = {}): SigningFunction {
    validateProps(scope, options, FUNCTION_OPTIONS);
    const preset = SigningFunction.defaults.find(scope, options.provider);
    if (preset) return preset;
    SigningFunction.defaults.doWithout(scope, options.provider);
    const stack = TerraformStack.of(scope);
    const id = idForProvider("AwsSignerFunction", options.provider);
    const existing = stack.node.tryFindChild(id) as SigningFunction | undefined;
    return existing ?? new SigningFunction(stack, id, { provider: options.provider });
  }

  /**
   * A function that another stack created. Its role is not changed: in the stack that creates it, allow what the jobs
   * of this stack need with `addToRolePolicy`.
   *
   * @param functionName name of the function (no ARN: it is in the account and Region of the AWS provider).
   * @param options the AWS provider.
   * @returns the function. The library grants it no permissions.
   */
  public static fromFunctionName(
    scope: Construct,
    id: string,
    functionName: string,
    options: SigningFunctionOptions = {},
  ): ISigningFunction {
    return new ImportedSigningFunction(scope, id, functionName, options);
  }

  /**
   * The default of a scope. Undefined if there is none.
   *
   * @internal
   */
  public static _defaultOf(scope: IConstruct): SigningFunction | undefined {
    return SigningFunction.defaults.find(scope, undefined);
  }

  private static readonly defaults = new DefaultFunctions<SigningFunction>();

  /** The AWS Lambda function. */
  public readonly function: LambdaFunction;

  public readonly functionName: string;

  /** The function's role. Undefined with `roleArn`. */
  public readonly role?: IamRole;

  /**
   * The inline policy of the function's role. Statements that do not fit into it are in managed policies, which are
   * created before it. Undefined with `roleArn`.
   */
  public readonly rolePolicy?: IamRolePolicy;

  /** The function's log group. */
  public readonly logGroup: CloudwatchLogGroup;

  public readonly timeoutSeconds?: number;

  public readonly provider?: TerraformProvider;

  private readonly functionRole: FunctionRole;

  constructor(scope: Construct, id: string, props: SigningFunctionProps = {}) {
    super(scope, id);
    validateFunctionProps(this, props);
    this.provider = props.provider;
    this.timeoutSeconds = orElse(props.timeoutSeconds, () => DEFAULT_TIMEOUT_SECONDS);
    const tags = props.tags && plainTexts(props.tags);

    const functionName =
      props.functionName === undefined
        ? uniqueName(this, "FunctionName", { maxLength: MAX_FUNCTION_NAME, separator: "-" })
        : plainText(props.functionName);
    this.logGroup = new CloudwatchLogGroup(this, "LogGroup", {
      name: `/aws/lambda/${functionName}`,
      retentionInDays: orElse(props.logRetentionDays, () => DEFAULT_LOG_RETENTION_DAYS),
      kmsKeyId: props.logKmsKeyArn && plainText(props.logKmsKeyArn),
      tags,
      provider: props.provider,
    });
    this.functionRole =
      props.roleArn === undefined ? new MadeRole(this, props) : new GivenRole(this, props.roleArn, props.provider);
    this.role = this.functionRole.role;
    this.rolePolicy = this.functionRole.policy;
    this.function = this.createFunction(functionName, this.functionRole.arn, props, tags);
    this.functionName = this.function.functionName;
    this.allowRunning(props);
  }

  /** Address of the function in Terraform. The function is created after its role, policy and log group. */
  public get fqn(): string {
    return this.function.fqn;
  }

  /**
   * The policy that a role of your own needs for the signing jobs of a stack, as JSON. Call it for each stack whose
   * jobs use the function, and attach the result to the role in that stack, as an inline policy. It fits into IAM's
   * size limit for inline policies.
   *
   * @param scope any construct of the stack that contains the signing jobs.
   */
  public policyDocumentFor(scope: IConstruct): string {
    return this.functionRole.policyDocumentFor(scope);
  }

  /**
   * The policy that a role of your own needs for `revokeOnDestroy` in a stack, as JSON. Attach it as a separate policy,
   * and keep it when the last job with `revokeOnDestroy` is removed: Terraform changes a policy before it revokes.
   *
   * @param scope any construct of the stack that contains the signing jobs.
   */
  public revocationPolicyDocumentFor(scope: IConstruct): string {
    return this.functionRole.revocationPolicyDocumentFor(scope);
  }

  public addToRolePolicy(statement: RolePolicyStatement): void {
    validateStatement(this, statement);
    this.functionRole.allow(statement);
  }

  public allowSources(bucketName: string, keyPrefix: string): void {
    validateSources(this, bucketName, keyPrefix);
    this.functionRole.allowSources(bucketName, keyPrefix);
  }

  /** @internal */
  public _allowsAction(job: IConstruct, action: string): boolean {
    return this.functionRole.allowsAction(job, action);
  }

  /** @internal */
  public _allowsSource(job: IConstruct, source: SourceLocation): boolean {
    return this.functionRole.allowsSource(job, source);
  }

  /** @internal */
  public _allowSigning(
    job: IConstruct,
    statements: RolePolicyStatement[],
    provider?: TerraformProvider,
  ): ITerraformDependable | undefined {
    return this.functionRole.allowSigning(statements, { job, provider });
  }

  /** @internal */
  public _allowRevocation(
    job: IConstruct,
    jobOwner?: string,
    provider?: TerraformProvider,
  ): ITerraformDependable | undefined {
    return this.functionRole.allowRevocation(jobOwner, { job, provider });
  }

  private createFunction(
    functionName: string,
    role: string,
    props: SigningFunctionProps,
    tags: { [key: string]: string } | undefined,
  ): LambdaFunction {
    const code = new HandlerAsset(this, "Code");
    const lambdaFunction = new LambdaFunction(this, "Function", {
      functionName,
      description: "Runs AWS Signer signing jobs for Terraform",
      role,
      filename: code.path,
      sourceCodeHash: code.sourceCodeHash,
      handler: "index.handler",
      runtime: orElse(props.runtime, () => "nodejs22.x"),
      architectures: [orElse(props.architecture, () => "arm64")],
      memorySize: orElse(props.memorySize, () => 256),
      timeout: this.timeoutSeconds,
      reservedConcurrentExecutions: props.reservedConcurrentExecutions,
      loggingConfig: { logFormat: "JSON", logGroup: this.logGroup.name },
      vpcConfig: props.vpcConfig,
      tags,
      provider: props.provider,
      // No environment: Lambda would encrypt it under a grant to the role. A role that is created again under its old
      // name would then leave the function unusable.
      // @see https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/lambda_function
    });
    // A job needs the function to have the permissions for the job. The function comes last, so it is enough to wait
    // for it.
    const before: ITerraformDependable[] = [this.logGroup, ...(this.rolePolicy ? [this.rolePolicy] : [])];
    lambdaFunction.dependsOn = dependsOn(this, () => [...before, ...(props.dependsOn ?? [])]);
    return lambdaFunction;
  }

  private allowRunning(props: SigningFunctionProps): void {
    this.functionRole.allow({
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      // The name of a stream depends on the function instance and is not known before.
      resources: [`${this.logGroup.arn}:log-stream:*`],
    });
    if (props.vpcConfig) {
      this.functionRole.allow({
        // As in AWS's own AWSLambdaVPCAccessExecutionRole: the interfaces do not exist before.
        // @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
        actions: [
          "ec2:CreateNetworkInterface",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSubnets",
          "ec2:DeleteNetworkInterface",
          "ec2:AssignPrivateIpAddresses",
          "ec2:UnassignPrivateIpAddresses",
        ],
        resources: ["*"],
      });
    }
  }
}
