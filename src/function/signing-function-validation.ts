import type { IConstruct } from "constructs";
import type { SigningFunctionOptions, SigningFunctionProps, SigningFunctionVpcConfig } from "./signing-function-props";
import type { RolePolicyStatement } from "../role/role-policy-statement";
import {
  ANY_TEXT,
  ARCHITECTURES,
  BUCKET_NAME,
  FUNCTION_NAME,
  FUNCTION_TIMEOUT_SECONDS,
  KMS_KEY_ARN,
  LOG_RETENTION_DAYS,
  MEMORY_SIZE,
  NOT_EMPTY,
  POLICY_ARN,
  RESERVED_CONCURRENCY,
  ROLE_ARN,
  ROLE_NAME,
  ROLE_PATH,
  RUNTIME,
  SOURCE_PREFIX_BYTES,
} from "../validation/aws-rules";
import { ValidationError } from "../validation/errors";
import {
  awsProvider,
  bytes,
  dependencies,
  Kind,
  knownAtSynthesis,
  listOf,
  mapOf,
  objectWith,
  oneOf,
  text,
  wholeNumber,
} from "../validation/kinds";
import { optional, PropsOf, required, struct, validateProps } from "../validation/props";

export const SIGNING_FUNCTION: Kind = objectWith(
  "a signing function: new SigningFunction(…), or one of SigningFunction.from…",
  "functionName",
  "_allowSigning",
);

const VPC_CONFIG: PropsOf<SigningFunctionVpcConfig> = {
  subnetIds: required(listOf(text(NOT_EMPTY))),
  securityGroupIds: required(listOf(text(NOT_EMPTY))),
};

const FUNCTION_PROPS: PropsOf<SigningFunctionProps> = {
  functionName: optional(text(FUNCTION_NAME)),
  memorySize: optional(wholeNumber(MEMORY_SIZE)),
  timeoutSeconds: optional(wholeNumber(FUNCTION_TIMEOUT_SECONDS)),
  reservedConcurrentExecutions: optional(wholeNumber(RESERVED_CONCURRENCY)),
  runtime: optional(text(RUNTIME)),
  architecture: optional(oneOf(ARCHITECTURES)),
  logRetentionDays: optional(oneOf(LOG_RETENTION_DAYS)),
  logKmsKeyArn: optional(text(KMS_KEY_ARN)),
  vpcConfig: optional(struct(VPC_CONFIG)),
  roleArn: optional(text(ROLE_ARN)),
  roleName: optional(text(ROLE_NAME)),
  rolePath: optional(text(ROLE_PATH)),
  permissionsBoundaryArn: optional(text(POLICY_ARN)),
  tags: optional(mapOf(text(NOT_EMPTY), text(ANY_TEXT))),
  provider: optional(awsProvider),
  dependsOn: optional(dependencies),
};

export const FUNCTION_OPTIONS: PropsOf<SigningFunctionOptions> = { provider: optional(awsProvider) };

const STATEMENT_LIST: Kind = knownAtSynthesis(
  listOf(text(NOT_EMPTY)),
  "its items are sorted into the policies of the role then: name them one by one, each may be such a value",
);

const STATEMENT: PropsOf<RolePolicyStatement> = {
  actions: required(STATEMENT_LIST),
  resources: required(STATEMENT_LIST),
};

export function validateFunctionProps(scope: IConstruct, props: SigningFunctionProps): void {
  validateProps(scope, props, FUNCTION_PROPS);
  for (const property of ["roleName", "rolePath", "permissionsBoundaryArn"] as const) {
    if (props.roleArn !== undefined && props[property] !== undefined) {
      throw new ValidationError(
        scope,
        `"${property}" configures a role that this construct creates, and must not be given together with "roleArn"`,
      );
    }
  }
}

export function validateStatement(scope: IConstruct, statement: RolePolicyStatement): void {
  validateProps(scope, statement, STATEMENT);
}

export function validateSources(scope: IConstruct, bucketName: string, keyPrefix: string): void {
  validateProps(
    scope,
    { bucketName, keyPrefix },
    { bucketName: required(text(BUCKET_NAME)), keyPrefix: required(bytes(SOURCE_PREFIX_BYTES)) },
  );
}
