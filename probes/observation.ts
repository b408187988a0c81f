/** What a probe saw, and whether it was expected. */
export interface Observation {
  readonly holds: boolean;
  readonly seen: string;
}

/**
 * The expected form of a value: a `RegExp` for a text, `null` for nothing, a function for other checks, an object for at
 * least these members, and anything else for exactly that value.
 */
export type Expected =
  | RegExp
  | ((value: never) => boolean)
  | { readonly [member: string]: Expected }
  | readonly Expected[]
  | string
  | number
  | boolean
  | null;

/** Compares what was seen with what was expected, and keeps the part that was compared. */
export function observe(seen: unknown, expected: Expected): Observation {
  return { holds: matches(seen, expected), seen: text(lookedAt(seen, expected)) };
}

function matches(seen: unknown, expected: Expected): boolean {
  if (expected === null) return seen === undefined || seen === null;
  if (expected instanceof RegExp) return typeof seen === "string" && expected.test(seen);
  if (typeof expected === "function") return expected(seen as never);
  if (Array.isArray(expected)) {
    return (
      Array.isArray(seen) &&
      seen.length === expected.length &&
      seen.every((value, index) => matches(value, (expected as Expected[])[index]))
    );
  }
  if (typeof expected !== "object") return seen === expected;
  if (typeof seen !== "object" || seen === null) return false;
  return Object.entries(expected).every(([member, value]) =>
    matches((seen as Record<string, unknown>)[member], value as Expected),
  );
}

/** The members of `seen` that are also in `expected`. */
function lookedAt(seen: unknown, expected: Expected): unknown {
  const isPlain = typeof expected === "object" && expected !== null && !(expected instanceof RegExp);
  if (!isPlain || Array.isArray(expected) || typeof seen !== "object" || seen === null) return seen ?? null;
  return Object.fromEntries(
    Object.entries(expected).map(([member, value]) => [
      member,
      lookedAt((seen as Record<string, unknown>)[member], value as Expected),
    ]),
  );
}

const MAX_TEXT = 600;

function text(value: unknown): string {
  const whole = typeof value === "string" ? value : JSON.stringify(value);
  return whole.length > MAX_TEXT ? `${whole.slice(0, MAX_TEXT)} …` : whole;
}
