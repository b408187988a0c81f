/** How a request names a function: by name, partial ARN or ARN, each with or without a version or alias. */
export interface FunctionReference {
  readonly name: string;
  /** Version or alias. */
  readonly qualifier?: string;
  readonly accountId?: string;
  readonly region?: string;
}

const NAME = "(?<name>[A-Za-z0-9-_]{1,64})(?::(?<qualifier>\\$LATEST|[A-Za-z0-9-_]+))?";
const FORMS = [
  new RegExp(`^arn:[a-z-]+:lambda:(?<region>[a-z0-9-]+):(?<account>\\d{12}):function:${NAME}$`),
  new RegExp(`^(?<account>\\d{12}):function:${NAME}$`),
  new RegExp(`^${NAME}$`),
];

/**
 * @returns `undefined` if the text names no function
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html (FunctionName)
 */
export function parseFunctionReference(reference: string): FunctionReference | undefined {
  for (const form of FORMS) {
    const groups = form.exec(reference)?.groups;
    if (groups) {
      return { name: groups.name, qualifier: groups.qualifier, accountId: groups.account, region: groups.region };
    }
  }
  return undefined;
}

export function functionNameIn(reference: string | undefined): string | undefined {
  return reference === undefined ? undefined : parseFunctionReference(reference)?.name;
}
