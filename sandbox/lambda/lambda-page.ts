import { invalidParameter } from "./lambda-error";

/** A page of one of Lambda's lists. @see https://docs.aws.amazon.com/lambda/latest/api/API_ListCodeSigningConfigs.html */
export interface LambdaPage<T> {
  readonly items: readonly T[];
  /** Absent on the last page. */
  readonly NextMarker?: string;
}

const MAX_ITEMS = 10_000;
/** Lambda returns at most 50 items, even if more are requested. */
const PAGE_SIZE = 50;

/** Cuts out the page that `MaxItems` and `Marker` ask for. A marker names the last item of the page before. */
export function lambdaPage<T>(items: readonly T[], nameOf: (item: T) => string, query: URLSearchParams): LambdaPage<T> {
  const size = Math.min(maxItemsIn(query), PAGE_SIZE);
  const marker = query.get("Marker");
  const start = marker === null ? 0 : items.findIndex((item) => markerOf(nameOf(item)) === marker) + 1;
  if (marker !== null && start === 0) throw invalidParameter(`Marker "${marker}" is not one of this list.`);
  const page = items.slice(start, start + size);
  if (start + page.length >= items.length) return { items: page };
  return { items: page, NextMarker: markerOf(nameOf(page[page.length - 1])) };
}

function maxItemsIn(query: URLSearchParams): number {
  const text = query.get("MaxItems");
  const count = text === null ? PAGE_SIZE : Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MAX_ITEMS) return count;
  throw invalidParameter(`MaxItems must be a whole number from 1 to ${MAX_ITEMS}, not "${text}".`);
}

function markerOf(name: string): string {
  return Buffer.from(name).toString("base64url");
}
