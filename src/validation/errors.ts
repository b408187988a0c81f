import { Construct, IConstruct } from "constructs";
import { formatValue } from "../protocol/field-reader";
import { isToken } from "../terraform/tokens";

/**
 * An error in the declaration of a construct.
 *
 * The message contains the construct's path, because jsii passes only the message to other languages.
 */
export class ValidationError extends Error {
  constructor(scope: IConstruct, message: string) {
    super(`[${scope.node.path}] ${message}`);
    this.name = "ValidationError";
  }
}

/** `"timeoutSeconds" must be a whole number from 1 to 900, received 901` */
export function refuse(scope: IConstruct, property: string, rule: string, received: unknown): never {
  throw new ValidationError(scope, `"${property}" must be ${rule}, received ${describeValue(received)}`);
}

/** A value as an error shows it. Constructs cannot be written as JSON, because they refer to each other in circles. */
export function describeValue(value: unknown): string {
  if (isToken(value)) return "a value that is known only when Terraform runs";
  if (Construct.isConstruct(value)) return `the construct "${value.node.path}"`;
  if (typeof value === "function") return value.name === "" ? "a function" : `the function or class ${value.name}`;
  if (typeof value === "bigint") return `${value}n`;
  if (isInstance(value)) return `an object of the class ${value.constructor.name}`;
  try {
    return formatValue(value);
  } catch {
    return "an object that refers to itself";
  }
}

function isInstance(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { constructor } = value;
  return typeof constructor === "function" && constructor !== Object;
}
