import type { IResolvable, IResolveContext } from "cdktf";
import { fitsIntoPolicy, iamPart, IamText } from "./iam-text";
import { compare, largestResourceSize, UNKNOWN } from "./size";
import { HclPart, hclPartsOfTextPart, quote } from "../../terraform/hcl";
import { TextPart, textParts } from "../../terraform/tokens";

/** A resource in a statement of a policy. */
export interface PolicyResource {
  /** The resource in the Terraform language. Resources with the same expression are the same. */
  readonly expression: string;
  /** The largest possible number of characters in the policy, without quotes. */
  readonly size: number;
  /** The resource as text, up to its final wildcard. */
  readonly start: string;
  /** Whether it represents all objects of Amazon S3 that begin with `start`. */
  readonly isObjectPrefix: boolean;
  /** The declared text, if no policy can contain it. */
  readonly unfit?: string;
}

/** Splits a part of a text. */
export type Read = (part: TextPart) => readonly HclPart[];

/** Splits each token once, because the same few tokens are in the resources of all signing jobs. */
export function readOnce(context: IResolveContext): Read {
  const tokens = new Map<IResolvable, readonly HclPart[]>();
  return (part) => {
    if (typeof part === "string") return [{ literal: part }];
    const parts = tokens.get(part) ?? hclPartsOfTextPart(part, context);
    tokens.set(part, parts);
    return parts;
  };
}

/** @param service service of the actions that are allowed on the resource */
export function policyResource(resource: string, service: string, read: Read): PolicyResource {
  let unfit: string | undefined;
  const parts = textParts(resource).flatMap((part) => {
    if (!(part instanceof IamText)) return read(part);
    const declared = textParts(part.value).flatMap(read);
    if (!fitsIntoPolicy(knownText(declared))) unfit = knownText(declared);
    return declared.map(iamPart);
  });
  const text = textOf(parts);
  const isObjectPrefix = OBJECT_PREFIX.test(text);
  return {
    expression: quote(parts),
    size: largestResourceSize(knownText(parts), service),
    start: isObjectPrefix ? text.slice(0, -1) : text,
    isObjectPrefix,
    unfit,
  };
}

/** Omits the objects and prefixes that a wider prefix already allows. */
export function withoutCovered(resources: Iterable<PolicyResource>): PolicyResource[] {
  const sorted = [...resources].sort(
    (left, right) =>
      compare(left.start, right.start) || compare(Number(right.isObjectPrefix), Number(left.isObjectPrefix)),
  );
  // Everything that begins with a prefix follows it directly.
  let prefix: PolicyResource | undefined;
  return sorted.filter((resource) => {
    if (prefix && resource.start.startsWith(prefix.start)) return false;
    if (resource.isObjectPrefix) prefix = resource;
    return true;
  });
}

/** A literal `*` is written as `${*}`, so a `*` at the end is a wildcard. */
const OBJECT_PREFIX = /^arn:[^:]+:s3:::[^/]+\/[^]*\*$/;

/** The text with its expressions. A character that no policy can contain distinguishes them from literals. */
function textOf(parts: readonly HclPart[]): string {
  return parts.map((part) => ("literal" in part ? part.literal : `${UNKNOWN}${part.expression}${UNKNOWN}`)).join("");
}

function knownText(parts: readonly HclPart[]): string {
  return parts.map((part) => ("literal" in part ? part.literal : UNKNOWN)).join("");
}
