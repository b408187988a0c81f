import type { IConstruct } from "constructs";
import { formatValue } from "../protocol/field-reader";

/**
 * A construct was declared wrongly.
 *
 * The path is part of the message, because only the message crosses jsii to other languages.
 */
export class ValidationError extends Error {
  constructor(scope: IConstruct, message: string) {
    super(`[${scope.node.path}] ${message}`);
    this.name = "ValidationError";
  }
}

/** `"timeoutSeconds" must be a whole number from 1 to 900, received 901` */
export function refuse(scope: IConstruct, property: string, rule: string, received: unknown): never {
  throw new ValidationError(scope, `"${property}" must be ${rule}, received ${formatValue(received)}`);
}
