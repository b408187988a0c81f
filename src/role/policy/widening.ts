import type { PolicyStatement } from "./packing";
import { allObjectsWith, ObjectsInBucket, PolicyResource } from "./resource";
import { compare, sum } from "./size";
import { quote } from "../../terraform/hcl";

/** Objects of one statement whose keys begin alike, and the wildcard that can stand for them. */
export interface Widening {
  readonly statement: PolicyStatement;
  readonly resources: readonly PolicyResource[];
  readonly wildcard: PolicyResource;
  /** Whether the wildcard is one of the resources, so that it allows nothing that is not allowed anyway. */
  readonly isHarmless: boolean;
}

/** What signing jobs need of objects. Other actions are of the user, and what they are allowed on stays as it was written. */
const OBJECT_ACTIONS: ReadonlySet<string> = new Set(['["s3:GetObjectVersion"]', '["s3:PutObject"]']);

type Objects = PolicyResource & { readonly objects: ObjectsInBucket };

/**
 * All that can be done to make statements smaller, in the order in which it should be done: first what widens nothing, then the
 * longest prefixes, which allow least that was not declared, and among equally long ones what saves most.
 */
export function possibleWidenings(statements: readonly PolicyStatement[]): Widening[] {
  return statements
    .filter(({ actions }) => OBJECT_ACTIONS.has(actions))
    .flatMap((statement) => byBucket(statement.resources).flatMap((objects) => wideningsOf(objects, statement)))
    .map((widening) => ({ widening, rank: rankOf(widening) }))
    .sort((left, right) => compareRanks(left.rank, right.rank))
    .map(({ widening }) => widening);
}

/** Puts wildcards in the place of what they stand for. Of wildcards within each other the widest counts. */
export function widen(
  statements: readonly PolicyStatement[],
  widenings: readonly Widening[],
): { readonly statements: PolicyStatement[]; readonly effective: Widening[] } {
  const replacements = new Map<PolicyResource, Widening>();
  for (const widening of [...widenings].sort((left, right) => prefixLength(left) - prefixLength(right))) {
    for (const resource of widening.resources) {
      if (!replacements.has(resource)) replacements.set(resource, widening);
    }
  }
  const effective = new Set(replacements.values());
  return {
    statements: statements.map((statement) => ({
      ...statement,
      resources: [...new Set(statement.resources.map((each) => replacements.get(each)?.wildcard ?? each))],
    })),
    effective: widenings.filter((widening) => effective.has(widening)),
  };
}

/** The objects among resources, apart by bucket, in the order of their keys. */
function byBucket(resources: readonly PolicyResource[]): Objects[][] {
  const buckets = new Map<string, Objects[]>();
  for (const resource of resources.filter(isObjects)) {
    const bucket = quote([...resource.objects.bucket]);
    const objects = buckets.get(bucket) ?? [];
    objects.push(resource);
    buckets.set(bucket, objects);
  }
  return [...buckets.values()].map((objects) => objects.sort((left, right) => compare(startOf(left), startOf(right))));
}

/** Among sorted keys, those with a prefix in common are neighbours, and only what neighbours have in common is worth a try. */
function wideningsOf(sorted: readonly Objects[], statement: PolicyStatement): Widening[] {
  const widenings = new Map<string, Widening>();
  sorted.forEach((resource, index) => {
    const prefixes = index > 0 ? [commonPrefix(startOf(sorted[index - 1]), startOf(resource))] : [];
    if (resource.objects.end === "unknown") prefixes.push(startOf(resource));
    for (const prefix of prefixes.filter((each) => !widenings.has(each))) {
      widenings.set(prefix, wideningTo(prefix, neighbours(prefix, index, sorted), statement));
    }
  });
  return [...widenings.values()].filter((widening) => saving(widening) > 0);
}

function wideningTo(prefix: string, resources: readonly Objects[], statement: PolicyStatement): Widening {
  const known = resources.find(({ objects }) => objects.end === "anything" && objects.start === prefix);
  const wildcard = known ?? allObjectsWith(prefix, resources[0].objects.bucket);
  return { statement, resources, wildcard, isHarmless: known !== undefined };
}

/** Those around an index whose keys have the prefix. */
function neighbours(prefix: string, index: number, sorted: readonly Objects[]): Objects[] {
  let [from, to] = [index, index + 1];
  while (from > 0 && startOf(sorted[from - 1]).startsWith(prefix)) from--;
  while (to < sorted.length && startOf(sorted[to]).startsWith(prefix)) to++;
  return sorted.slice(from, to);
}

function commonPrefix(left: string, right: string): string {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length++;
  // Half a character is none.
  return left.slice(0, length).replace(/[\ud800-\udbff]$/, "");
}

function saving({ resources, wildcard }: Widening): number {
  return sum(resources.map(({ size }) => size)) - wildcard.size;
}

function prefixLength({ wildcard }: Widening): number {
  return wildcard.objects!.start.length;
}

type Rank = readonly (number | string)[];

function rankOf(widening: Widening): Rank {
  const { statement, wildcard, isHarmless } = widening;
  return [isHarmless ? 0 : 1, -prefixLength(widening), -saving(widening), statement.actions, wildcard.expression];
}

function compareRanks(left: Rank, right: Rank): number {
  const index = left.findIndex((item, position) => item !== right[position]);
  return index === -1 ? 0 : compare(left[index], right[index]);
}

function startOf({ objects }: Objects): string {
  return objects.start;
}

function isObjects(resource: PolicyResource): resource is Objects {
  return resource.objects !== undefined;
}
