import { MAX_RESULTS } from "./constraints";
import { validationError } from "./errors";

export interface Page<T> {
  readonly items: readonly T[];
  /** Absent on the last page. */
  readonly nextToken?: string;
}

/**
 * Cuts a list into pages. A token names the last item of its page, so new items do not shift the next page.
 *
 * AWS does not document the size of a page without `maxResults`; here it is the largest.
 */
export function paginate<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  maxResults: number = MAX_RESULTS.max,
  nextToken?: string,
): Page<T> {
  const start = nextToken === undefined ? 0 : positionAfter(items.map(nameOf), nextToken);
  const page = items.slice(start, start + maxResults);
  return start + page.length < items.length
    ? { items: page, nextToken: toToken(nameOf(page[page.length - 1])) }
    : { items: page };
}

function positionAfter(names: readonly string[], nextToken: string): number {
  const position = names.findIndex((name) => toToken(name) === nextToken);
  if (position < 0) throw validationError("The nextToken is not valid for this request");
  return position + 1;
}

function toToken(name: string): string {
  return Buffer.from(name).toString("base64url");
}
