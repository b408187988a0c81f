import type { IConstruct } from "constructs";
import type { SigningFunctionProps } from "./signing-function-props";
import { TIMEOUT_SECONDS } from "../protocol/constraints";
import type { RolePolicyStatement } from "../role/role-policy-statement";
import { PropertyValidator } from "../validation/property-validator";
import {
  FUNCTION_NAME,
  KMS_KEY_ARN,
  NOT_EMPTY,
  POLICY_ARN,
  ROLE_ARN,
  ROLE_NAME,
  ROLE_PATH,
} from "../validation/text-rules";

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_RETENTION_DAYS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** @see https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html */
const ARCHITECTURES = ["arm64", "x86_64"];

/** The handler is an ES module for Node.js 20 or later. */
const RUNTIME = { pattern: /^nodejs[2-9][0-9]\.x$/, meaning: 'a runtime of Node.js 20 or later, such as "nodejs22.x"' };

/** Lower bound: the handler keeps 5 seconds for its answer, and the rest must be enough to start a job and to ask for it. */
const FUNCTION_TIMEOUT_SECONDS = { minimum: 15, maximum: TIMEOUT_SECONDS.maximum };

export function validateFunctionProps(scope: IConstruct, props: SigningFunctionProps): void {
  const validator = new PropertyValidator(scope);
  validator.text("functionName", props.functionName, FUNCTION_NAME);
  validator.wholeNumber("memorySize", props.memorySize, 128, 10240);
  const { minimum, maximum } = FUNCTION_TIMEOUT_SECONDS;
  validator.wholeNumber("timeoutSeconds", props.timeoutSeconds, minimum, maximum);
  validator.text("runtime", props.runtime, RUNTIME);
  validator.oneOf("architecture", props.architecture, ARCHITECTURES);
  validator.oneOf("logRetentionDays", props.logRetentionDays, LOG_RETENTION_DAYS);
  validator.text("logKmsKeyArn", props.logKmsKeyArn, KMS_KEY_ARN);
  validator.text("roleArn", props.roleArn, ROLE_ARN);
  validator.text("roleName", props.roleName, ROLE_NAME);
  validator.text("rolePath", props.rolePath, ROLE_PATH);
  validator.text("permissionsBoundaryArn", props.permissionsBoundaryArn, POLICY_ARN);
  if (props.vpcConfig) {
    validator.notEmpty("vpcConfig.subnetIds", props.vpcConfig.subnetIds);
    validator.notEmpty("vpcConfig.securityGroupIds", props.vpcConfig.securityGroupIds);
  }
  for (const property of ["roleName", "rolePath", "permissionsBoundaryArn"] as const) {
    if (props.roleArn !== undefined && props[property] !== undefined) {
      validator.fail(`"${property}" is for a role that is made here, and must not be given together with "roleArn"`);
    }
  }
}

export function validateStatement(scope: IConstruct, { actions, resources }: RolePolicyStatement): void {
  const validator = new PropertyValidator(scope);
  validator.texts("actions", actions, NOT_EMPTY);
  validator.texts("resources", resources, NOT_EMPTY);
}
