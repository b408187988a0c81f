import type { Operation } from "./operation";

export interface Match {
  readonly operation: Operation;
  readonly pathMembers: Readonly<Record<string, string>>;
}

/** Finds the operation of a request, by method and path. */
export class Router {
  private readonly routes: readonly { readonly operation: Operation; readonly pattern: RegExp }[];

  constructor(operations: readonly Operation[]) {
    this.routes = operations.map((operation) => ({ operation, pattern: toPattern(operation.path) }));
  }

  public match(method: string, path: string): Match | undefined {
    for (const { operation, pattern } of this.routes) {
      const found = operation.method === method ? pattern.exec(path) : null;
      if (found !== null) return { operation, pathMembers: decode(found.groups ?? {}) };
    }
    return undefined;
  }
}

/** A placeholder is one segment, in which everything is percent-encoded, including slashes. */
function toPattern(template: string): RegExp {
  return new RegExp(`^${template.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);
}

function decode(groups: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeSegment(value)]));
}

function decodeSegment(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // not an encoding, so it is taken as it is and fails the constraints of its member
  }
}
