import type { IConstruct } from "constructs";
import { describeValue, ValidationError } from "./errors";
import { isPlainObject, Kind } from "./kinds";
import { nearest } from "./nearest";

/** The values that a property accepts, and whether it is required. */
export interface Property<IsRequired extends boolean> {
  readonly kind: Kind;
  readonly isRequired: IsRequired;
  /** Whether errors that list the properties omit this one. */
  readonly isUnavailable?: boolean;
}

type AnyProperty = Property<boolean>;

/** Describes every property of an interface, and requires those that the interface requires. */
export type PropsOf<Props> = {
  readonly [Name in keyof Props]-?: Property<object extends Pick<Props, Name> ? false : true>;
};

export function required(kind: Kind): Property<true> {
  return { kind, isRequired: true };
}

export function optional(kind: Kind): Property<false> {
  return { kind, isRequired: false };
}

/** A property that users of a related construct may expect. Its kind refuses every value and states the reason. */
export function unavailable(kind: Kind): Property<false> {
  return { kind, isRequired: false, isUnavailable: true };
}

/**
 * Checks the properties of a construct in one pass. Plain JavaScript is not checked by a compiler, and no compiler
 * knows the rules of AWS.
 */
export function validateProps<Props>(scope: IConstruct, props: Props, description: PropsOf<Props>): void {
  validateMembers(scope, props, description, { name: "the properties", prefix: "" });
}

/**
 * A kind for an object: the properties within a property.
 *
 * @param within name of the enclosing object in errors, such as `source`. Default: the property.
 */
export function struct<Props>(description: PropsOf<Props>, within?: string): Kind {
  return (scope, property, value) => {
    const path = within ?? property;
    validateMembers(scope, value, description, { name: `"${property}"`, prefix: path === "" ? "" : `${path}.` });
  };
}

/** The name of an object in errors, and the prefix of its members' names. */
interface Naming {
  readonly name: string;
  readonly prefix: string;
}

type Description = Readonly<Record<string, AnyProperty>>;

function validateMembers(scope: IConstruct, props: unknown, description: Description, naming: Naming): void {
  if (!isPlainObject(props)) refuseNoObject(scope, props, description, naming);
  const given = props as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(given)) {
    // jsii passes properties of a wider struct as `undefined`.
    if (!Object.hasOwn(description, name) && given[name] !== undefined) refuseUnknown(scope, name, description, naming);
  }
  // `Object.entries` would build lists for each of many jobs.
  for (const name in description) {
    const { kind, isRequired } = description[name];
    const value = given[name];
    if (isRequired || value !== undefined) kind(scope, `${naming.prefix}${name}`, value);
  }
}

function refuseNoObject(scope: IConstruct, received: unknown, description: Description, { name }: Naming): never {
  const needed = Object.keys(description).filter((each) => description[each].isRequired);
  const members = needed.length > 0 ? ` with ${quoted(needed)}` : "";
  throw new ValidationError(scope, `${name} must be an object${members}, received ${describeValue(received)}`);
}

function refuseUnknown(scope: IConstruct, name: string, description: Description, { prefix }: Naming): never {
  const known = Object.keys(description).filter((each) => !description[each].isUnavailable);
  const similar = nearest(name, known);
  const hint = similar === undefined ? `The properties are ${quoted(known)}` : `Did you mean "${prefix}${similar}"?`;
  throw new ValidationError(scope, `"${prefix}${name}" is not a known property, and would be ignored. ${hint}`);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
