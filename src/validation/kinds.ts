import { TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { describeValue, refuse, ValidationError } from "./errors";
import type { TextRule } from "../protocol/field-reader";
import { isToken } from "../terraform/tokens";

/**
 * The values that a property accepts. A kind refuses every other value.
 *
 * A kind accepts a token unless its description says otherwise, because a token's value is known only when Terraform
 * runs.
 */
export type Kind = (scope: IConstruct, property: string, value: unknown) => void;

/** A number with its limits, both included. */
export interface Range {
  readonly minimum: number;
  readonly maximum: number;
}

/** A string that follows a rule and that Terraform does not change. */
export function text(rule: TextRule): Kind {
  return (scope, property, value) => {
    if (isToken(value)) return;
    if (typeof value !== "string" || !rule.pattern.test(value)) return refuse(scope, property, rule.meaning, value);
    refuseChangedText(scope, property, value);
  };
}

/** A string of a limited length in UTF-8. */
export function bytes({ minimum, maximum }: Range): Kind {
  return (scope, property, value) => {
    if (isToken(value)) return;
    const length = typeof value === "string" ? Buffer.byteLength(value) : NaN;
    if (!(length >= minimum && length <= maximum)) {
      refuse(scope, property, `${minimum} to ${maximum} bytes long in UTF-8`, value);
    }
    refuseChangedText(scope, property, value as string);
  };
}

export function wholeNumber({ minimum, maximum }: Range): Kind {
  return (scope, property, value) => {
    if (isToken(value)) return;
    if (!Number.isInteger(value) || (value as number) < minimum || (value as number) > maximum) {
      refuse(scope, property, `a whole number from ${minimum} to ${maximum}`, value);
    }
  };
}

export function oneOf(allowed: readonly unknown[]): Kind {
  return (scope, property, value) => {
    if (isToken(value) || allowed.includes(value)) return;
    refuse(scope, property, `one of ${allowed.map((item) => JSON.stringify(item)).join(", ")}`, value);
  };
}

export const flag: Kind = oneOf([true, false]);

/** A list of at least one item. */
export function listOf(item: Kind): Kind {
  return (scope, property, value) => {
    if (isToken(value)) return;
    if (!Array.isArray(value) || value.length === 0) return refuse(scope, property, "a list of at least one", value);
    value.forEach((each, index) => item(scope, `${property}[${index}]`, each));
  };
}

/** An object that maps names to values. */
export function mapOf(name: Kind, item: Kind): Kind {
  return (scope, property, value) => {
    if (isToken(value)) return;
    if (!isPlainObject(value)) return refuse(scope, property, "an object of names and values", value);
    for (const [key, each] of Object.entries(value)) {
      name(scope, property, key);
      item(scope, `${property}.${key}`, each);
    }
  };
}

/**
 * An object that has these members. Its class is not checked, because it can come from another copy of a package, or
 * from another language through jsii.
 */
export function objectWith(meaning: string, ...members: readonly string[]): Kind {
  return (scope, property, value) => {
    if (!hasMembers(value, members)) refuse(scope, property, meaning, value);
  };
}

/** A kind that refuses tokens, because the value decides something when the stack is synthesized. */
export function knownAtSynthesis(kind: Kind, reason: string): Kind {
  return (scope, property, value) => {
    if (isToken(value)) refuse(scope, property, `known when the stack is synthesized, because ${reason}`, value);
    kind(scope, property, value);
  };
}

const ANY_AWS_PROVIDER = objectWith("an AWS provider: new AwsProvider(…)", "alias", "fqn", "terraformResourceType");

/** An AWS provider. Terraform finds only providers of the construct's own stack. */
export const awsProvider: Kind = (scope, property, value) => {
  ANY_AWS_PROVIDER(scope, property, value);
  const provider = value as TerraformProvider;
  if (provider.terraformResourceType !== "aws") {
    refuse(scope, property, "a provider of hashicorp/aws", value);
  }
  const [own, other] = [TerraformStack.of(scope), TerraformStack.of(provider)];
  if (own !== other) {
    throw new ValidationError(
      scope,
      `"${property}" must be an AWS provider of the stack "${own.node.path}", received "${provider.node.path}" of the stack ` +
        `"${other.node.path}", which Terraform does not find here. Declare an AWS provider in the stack of this construct`,
    );
  }
};

const DEPENDABLE = objectWith("a resource or a construct with an address in Terraform", "fqn");

/** Resources that must exist before a construct. */
export const dependencies: Kind = (scope, property, value) => {
  if (!Array.isArray(value) || isToken(value)) return refuse(scope, property, 'a list, such as "[bucket]"', value);
  value.forEach((each, index) => DEPENDABLE(scope, `${property}[${index}]`, each));
};

export function hasMembers(value: unknown, members: readonly string[]): boolean {
  return typeof value === "object" && value !== null && members.every((member) => member in value);
}

export function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isToken(value);
}

/** Terraform would change such a text before it reaches AWS, and AWS would find a different object or none. */
function refuseChangedText(scope: IConstruct, property: string, value: string): void {
  if (/\p{Surrogate}/u.test(value)) {
    refuse(scope, property, "valid Unicode text, without half of a surrogate pair", value);
  }
  if (value !== value.normalize("NFC")) {
    const rule = "in Unicode normalization form C, to which Terraform brings all its strings";
    refuse(scope, property, `${rule} (${describeValue(value.normalize("NFC"))})`, value);
  }
}
