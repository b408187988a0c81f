import * as sdk from "@aws-sdk/client-signer";

/** One operation as the SDK's runtime schemas describe it. */
export interface Operation {
  readonly name: string;
  readonly method: string;
  /** With placeholders, such as `/signing-jobs/{jobId}`. */
  readonly path: string;
  readonly inputSchema: Schema;
  readonly outputSchema: Schema;
}

/** A schema of the SDK: a number for a simple type, an array for a structure or list, or a function that returns one. */
type Schema = number | string | readonly unknown[] | (() => Schema);

const UNIT = "unit";
const STRUCTURE = 3;
const LIST = 1;
const OPERATION = 9;
const LIST_OF = 64;
const MAP_OF = 128;

/** Of JSON, by the number of the SDK's type. The fifth is a blob, which is base64 in JSON. */
const SIMPLE_TYPES: Readonly<Record<number, string>> = {
  0: "string",
  1: "number",
  2: "boolean",
  4: "number",
  21: "string",
};

export const OPERATIONS: readonly Operation[] = Object.values(sdk as unknown as Record<string, unknown>)
  .filter((exported): exported is readonly unknown[] => Array.isArray(exported) && exported[0] === OPERATION)
  .map(([, , name, traits, input, output]) => {
    const [method, path] = (traits as { http: [string, string, number] }).http;
    return {
      name: name as string,
      method,
      path,
      inputSchema: resolve(input as Schema),
      outputSchema: resolve(output as Schema),
    };
  });

/** Names of the required members in the body of a request. */
export function requiredBodyMembers({ inputSchema }: Operation): string[] {
  const [, , , , names, types, required = 0] = inputSchema as [0, 0, 0, 0, string[], Schema[], number?];
  // A member outside the body has a type with traits that say where it is.
  return names.slice(0, required).filter((_name, index) => !Array.isArray(types[index]));
}

/** Names of all members of a structure. An operation without a response has none. */
export function memberNames(schema: Schema): string[] {
  const [, , , , names = []] = schema as [0, 0, 0, 0, string[]?];
  return schema === UNIT ? [] : names;
}

/** Everything in a response that its schema does not contain, or has as another type. */
export function problemsOf(schema: Schema, value: unknown, path = "response"): string[] {
  const resolved = resolve(schema);
  if (resolved === UNIT) return Object.keys(value as object).map((name) => `${path}.${name} in an empty response`);
  if (typeof resolved === "number") return simpleProblems(resolved, value, path);
  const [kind, , , , members, types] = resolved as [number, 0, 0, 0, string[] | Schema, Schema[]];
  if (kind === LIST) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((each, index) => problemsOf(members as Schema, each, `${path}[${index}]`));
  }
  if (kind !== STRUCTURE || typeof value !== "object" || value === null) return [`${path} is no structure`];
  return Object.entries(value).flatMap(([name, member]) => {
    const index = (members as string[]).indexOf(name);
    return index < 0 ? [`${path}.${name} is not known`] : problemsOf(types[index], member, `${path}.${name}`);
  });
}

function simpleProblems(type: number, value: unknown, path: string): string[] {
  if (type >= MAP_OF || type >= LIST_OF) {
    const isCollection = type >= MAP_OF ? !Array.isArray(value) && typeof value === "object" : Array.isArray(value);
    if (!isCollection) return [`${path} is no ${type >= MAP_OF ? "map" : "list"}`];
    const element = type >= MAP_OF ? type - MAP_OF : type - LIST_OF;
    return Object.entries(value as object).flatMap(([name, each]) => simpleProblems(element, each, `${path}.${name}`));
  }
  return typeof value === SIMPLE_TYPES[type] ? [] : [`${path} is no ${SIMPLE_TYPES[type]}: ${JSON.stringify(value)}`];
}

function resolve(schema: Schema): Schema {
  return typeof schema === "function" ? resolve(schema()) : schema;
}
