import type { IResolvable, IResolveContext } from "cdktf";
import { fitsIntoPolicy, iamLiteral, iamPart, IamText, splitAtWildcard } from "./iam-text";
import { largestResourceSize, UNKNOWN } from "./size";
import { HclPart, hclPartsOfTextPart, quote } from "../../terraform/hcl";
import { TextPart, textParts } from "../../terraform/tokens";

/** A resource in a statement of a policy. */
export interface PolicyResource {
  /** The resource in the Terraform language. Resources with the same expression are the same. */
  readonly expression: string;
  /** How many characters it takes in the policy at most, without quotes. */
  readonly size: number;
  /** Which objects it stands for. Undefined if it is none of those that may be widened. */
  readonly objects?: ObjectsInBucket;
  /** What was asked for, if no policy can hold that. */
  readonly unfit?: string;
}

/** Objects in Amazon S3: one, or all with a prefix. */
export interface ObjectsInBucket {
  /** ARN of the bucket, with the slash that follows it. */
  readonly bucket: readonly HclPart[];
  /** The key or prefix, as far as it is known before Terraform runs. */
  readonly start: string;
  /** What follows. */
  readonly end: "nothing" | "anything" | "unknown";
}

/** Puts what an expression is known to stand for in its place. */
export type Simplify = (part: HclPart) => HclPart;

/** Takes a part of a text apart. */
export type Read = (part: TextPart) => readonly HclPart[];

/** Takes each token apart once, because the same few stand in the resources of all signing jobs. */
export function readOnce(context: IResolveContext, simplify: Simplify): Read {
  const tokens = new Map<IResolvable, readonly HclPart[]>();
  return (part) => {
    if (typeof part === "string") return [{ literal: part }];
    const parts = tokens.get(part) ?? hclPartsOfTextPart(part, context).map(simplify);
    tokens.set(part, parts);
    return parts;
  };
}

/**
 * What stands in a policy for a resource.
 *
 * @param service whose actions are allowed on it.
 */
export function policyResource(resource: string, service: string, read: Read): PolicyResource {
  let unfit: string | undefined;
  const parts = textParts(resource).flatMap((part) => {
    if (!(part instanceof IamText)) return read(part);
    const text = textParts(part.value).flatMap(read);
    if (!fitsIntoPolicy(knownText(text))) unfit = knownText(text);
    return text.map(iamPart);
  });
  return {
    expression: quote(parts),
    size: largestResourceSize(knownText(parts), service),
    objects: objectsOf(parts),
    unfit,
  };
}

/** All objects of the bucket whose keys begin with the prefix. */
export function allObjectsWith(prefix: string, bucket: readonly HclPart[]): PolicyResource {
  const parts = [...bucket, { literal: `${iamLiteral(prefix)}*` }];
  return {
    expression: quote(parts),
    size: largestResourceSize(knownText(parts), "s3"),
    objects: { bucket, start: prefix, end: "anything" },
  };
}

/** The bucket for people: its name, or the expression for it. */
export function bucketName({ bucket }: ObjectsInBucket): string {
  const arn = bucket.map((part) => ("literal" in part ? part.literal : part.expression)).join("");
  return arn.replace(/^.*:::/, "").replace(/\/$/, "");
}

const BUCKET_ARN = /^arn:[^:]+:s3:::[^/]+\/$/;

/** Takes an object's ARN apart at the slash behind the bucket. */
function objectsOf(parts: readonly HclPart[]): ObjectsInBucket | undefined {
  const at = parts.findIndex((part) => "literal" in part && part.literal.includes("/"));
  const part = parts[at];
  if (!part || !("literal" in part)) return undefined;
  const slash = part.literal.indexOf("/") + 1;
  const bucket = [...parts.slice(0, at), { literal: part.literal.slice(0, slash) }];
  if (!BUCKET_ARN.test(knownText(bucket))) return undefined;
  const [start, rest] = splitAtWildcard(`${part.literal.slice(slash)}${knownText(parts.slice(at + 1))}`);
  return { bucket, start, end: rest === "" ? "nothing" : rest === "*" ? "anything" : "unknown" };
}

function knownText(parts: readonly HclPart[]): string {
  return parts.map((part) => ("literal" in part ? part.literal : UNKNOWN)).join("");
}
