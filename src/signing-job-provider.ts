import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { Fn, ITerraformDependable, TerraformProvider, TerraformStack, Token } from "cdktf";
import { Construct, IConstruct } from "constructs";
import { LambdaArchitecture } from "./lambda-architecture";
import { AwsEnvironment, providerKey } from "./private/aws-environment";
import { dependsOn } from "./private/dependencies";
import { HandlerAsset } from "./private/handler-asset";
import { plainText, plainTexts } from "./private/hcl";
import { ImportedSigningJobProvider } from "./private/imported-signing-job-provider";
import { nameFromPath } from "./private/names";
import { PolicyDocument } from "./private/policy-document";
import { referencePath } from "./private/reference-path";
import { revocationStatement } from "./private/signing-job-grants";
import { validateProviderProps } from "./private/signing-job-provider-validation";
import { TerraformData } from "./private/terraform-data";
import { isToken } from "./private/tokens";
import type { ISigningJobProvider, RolePolicyStatement } from "./signing-job-provider-interface";
import type { SigningJobProviderLookupOptions, SigningJobProviderProps } from "./signing-job-provider-props";

const DEFAULT_TIMEOUT_SECONDS = 900;
const DEFAULT_LOG_RETENTION_DAYS = 30;

/** What the provider adds to a `name_prefix` of a role makes it 64 characters at most. */
const MAX_ROLE_NAME_PREFIX = 38;

/**
 * The AWS Lambda function that runs signing jobs, with its role and its log group.
 *
 * Signing jobs find or make one for their stack and AWS provider. Make your own to set what is
 * not as you need it, and give it to the jobs as `signingJobProvider`.
 *
 * The function's role may do what its signing jobs need: start jobs with their profiles, read the objects that they
 * sign, and write below their destinations.
 */
export class SigningJobProvider extends Construct implements ISigningJobProvider {
  /** The function of a scope's stack and an AWS provider. It is made when first asked for. */
  public static getOrCreate(scope: Construct, options: SigningJobProviderLookupOptions = {}): SigningJobProvider {
    const stack = TerraformStack.of(scope);
    const id = `aws-signer-${providerKey(options.provider)}`;
    const existing = stack.node.tryFindChild(id) as SigningJobProvider | undefined;
    return existing ?? new SigningJobProvider(stack, id, { provider: options.provider });
  }

  /**
   * A function that another stack has made. Its role is left alone: in the stack that makes it, allow what the jobs of this stack
   * need with `addToRolePolicy`.
   *
   * @param functionName name of the function.
   */
  public static fromFunctionName(scope: Construct, id: string, functionName: string): ISigningJobProvider {
    return new ImportedSigningJobProvider(scope, id, functionName);
  }

  /** The function. */
  public readonly function: LambdaFunction;

  /** Name of the function. */
  public readonly functionName: string;

  /** The function's role. Undefined for a role of your own. */
  public readonly role?: IamRole;

  /** The policy of the function's role. Undefined for a role of your own. */
  public readonly rolePolicy?: IamRolePolicy;

  /** The function's log group. */
  public readonly logGroup: CloudwatchLogGroup;

  /** What the function's role must be allowed, as JSON. It holds what all signing jobs of this function need. */
  public readonly policyDocument: string;

  /** The function's timeout in seconds. */
  public readonly timeoutSeconds?: number;

  private readonly policy = new PolicyDocument();
  private readonly provider?: TerraformProvider;

  constructor(scope: Construct, id: string, props: SigningJobProviderProps = {}) {
    super(scope, id);
    validateProviderProps(this, props);
    this.provider = props.provider;
    this.timeoutSeconds = props.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
    this.policyDocument = Token.asString(this.policy);
    const tags = props.tags && plainTexts(props.tags);

    const functionName = props.functionName ?? this.uniqueName();
    this.logGroup = new CloudwatchLogGroup(this, "LogGroup", {
      name: `/aws/lambda/${functionName}`,
      retentionInDays: props.logRetentionDays ?? DEFAULT_LOG_RETENTION_DAYS,
      kmsKeyId: props.logKmsKeyArn,
      tags,
      provider: props.provider,
    });
    if (props.roleArn === undefined) {
      this.role = this.createRole(props, tags);
      this.rolePolicy = this.createRolePolicy("RolePolicy", "signing-jobs", this.policy, this.role);
    }
    this.function = this.createFunction(functionName, this.role?.arn ?? plainText(props.roleArn!), props, tags);
    this.functionName = this.function.functionName;
    this.allowRunning(props);
    this.node.addValidation({ validate: () => this.findCycle() });
  }

  /** Address of the function in Terraform, which comes after its role, policy and log group. */
  public get fqn(): string {
    return this.function.fqn;
  }

  /**
   * Allows the function more. Signing jobs do it for themselves.
   *
   * @param statement what to allow.
   */
  public addToRolePolicy(statement: RolePolicyStatement): void {
    this.policy.allow(statement);
  }

  /**
   * Allows the function to revoke the signature of a signing job. Signing jobs do it for themselves.
   *
   * It is a policy of its own, because Terraform changes a policy *before* it destroys what depends on it, but destroys it after:
   * as part of the other policy, the right to revoke would be gone when the last revocation needs it.
   *
   * @param signingJob the job.
   * @param jobOwner id of the account that owns the job. Default: the account of the function.
   */
  public allowRevocation(signingJob: IConstruct, jobOwner?: string): ITerraformDependable | undefined {
    const statement = revocationStatement(AwsEnvironment.of(this, this.provider), jobOwner);
    if (!this.role) {
      this.policy.allow(statement);
      return undefined;
    }
    // An account that is known only when Terraform runs cannot be told from others, so its jobs have a policy each.
    const account = isToken(jobOwner) ? signingJob.node.addr : jobOwner;
    const name = account === undefined ? "revocation" : `revocation-${account}`;
    const existing = this.node.tryFindChild(name) as IamRolePolicy | undefined;
    return existing ?? this.createRolePolicy(name, name, new PolicyDocument([statement]), this.role);
  }

  /** A name that no second deployment of the same app takes. */
  private uniqueName(): string {
    const suffix = new TerraformData(this, "NameSuffix");
    const randomPart = Fn.substr(suffix.id, 0, 8);
    return `${nameFromPath(this, { maxLength: 55, separator: "-" })}-${randomPart}`;
  }

  private createRole(props: SigningJobProviderProps, tags: { [key: string]: string } | undefined): IamRole {
    return new IamRole(this, "Role", {
      name: props.roleName,
      namePrefix:
        props.roleName === undefined
          ? `${nameFromPath(this, { maxLength: MAX_ROLE_NAME_PREFIX - 1, separator: "-" })}-`
          : undefined,
      path: props.rolePath && plainText(props.rolePath),
      permissionsBoundary: props.permissionsBoundaryArn && plainText(props.permissionsBoundaryArn),
      description: "Runs AWS Signer signing jobs for Terraform",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
      tags,
      provider: props.provider,
      // A construct that moves keeps its role: the prefix is there for people.
      lifecycle: { ignoreChanges: ["name_prefix"] },
    });
  }

  private createRolePolicy(id: string, name: string, policy: PolicyDocument, role: IamRole): IamRolePolicy {
    return new IamRolePolicy(this, id, { name, role: role.name, policy: policy.toString(), provider: this.provider });
  }

  private createFunction(
    functionName: string,
    role: string,
    props: SigningJobProviderProps,
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
      runtime: props.runtime ?? "nodejs22.x",
      architectures: [props.architecture ?? LambdaArchitecture.ARM_64],
      memorySize: props.memorySize ?? 256,
      timeout: this.timeoutSeconds,
      loggingConfig: { logFormat: "JSON", logGroup: this.logGroup.name },
      vpcConfig: props.vpcConfig,
      tags,
      provider: props.provider,
      // No environment: with one, Lambda encrypts it under a grant to the role, and a role that is made anew under its old
      // name leaves the function unusable. @see https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/lambda_function
    });
    // A job needs the function to be allowed what the job does. The function comes last, so that it is enough to wait for it.
    const before: ITerraformDependable[] = [this.logGroup, ...(this.rolePolicy ? [this.rolePolicy] : [])];
    lambdaFunction.dependsOn = dependsOn(this, () => [...before, ...(props.dependsOn ?? [])]);
    return lambdaFunction;
  }

  private allowRunning(props: SigningJobProviderProps): void {
    this.policy.allow({
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      // A stream's name is the function instance's, and not known before.
      resources: [`${this.logGroup.arn}:log-stream:*`],
    });
    if (props.vpcConfig) {
      this.policy.allow({
        // Without support for permissions on single resources.
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

  /** Terraform would report the same, but in addresses, and without a way out. */
  private findCycle(): string[] {
    const path = this.rolePolicy && referencePath(this.rolePolicy, this.function);
    if (!path) return [];
    return [
      "the policy of the function's role depends on what a signing job of the same function gives " +
        `(${path.map((element) => `"${element.node.path}"`).join(" → ")}), which Terraform cannot order. ` +
        'Where a job signs what another job has signed, give it a "signingJobProvider" of its own: new SigningJobProvider(…)',
    ];
  }
}
