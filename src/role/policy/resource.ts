import type { IResolvable, IResolveContext } from "cdktf";
import { fitsIntoPolicy, iamLiteral, iamPiece, IamText, splitAtWildcard } from "./iam-text";
import { largestResourceSize, UNKNOWN } from "./size";
import { Piece, piecesOfFragment, quote } from "../../terraform/hcl";
import { Fragment, fragmentsOf } from "../../terraform/tokens";

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
  readonly bucket: readonly Piece[];
  /** The key or prefix, as far as it is known before Terraform runs. */
  readonly start: string;
  /** What follows. */
  readonly end: "nothing" | "anything" | "unknown";
}

/** Puts what an expression is known to stand for in its place. */
export type Simplify = (piece: Piece) => Piece;

/** Takes a fragment of a text apart. */
export type Read = (fragment: Fragment) => readonly Piece[];

/** Takes each token apart once, because the same few stand in the resources of all signing jobs. */
export function readOnce(context: IResolveContext, simplify: Simplify): Read {
  const tokens = new Map<IResolvable, readonly Piece[]>();
  return (fragment) => {
    if (typeof fragment === "string") return [{ literal: fragment }];
    const pieces = tokens.get(fragment) ?? piecesOfFragment(fragment, context).map(simplify);
    tokens.set(fragment, pieces);
    return pieces;
  };
}

/**
 * What stands in a policy for a resource.
 *
 * @param service whose actions are allowed on it.
 */
export function policyResource(resource: string, service: string, read: Read): PolicyResource {
  let unfit: string | undefined;
  const pieces = fragmentsOf(resource).flatMap((fragment) => {
    if (!(fragment instanceof IamText)) return read(fragment);
    const text = fragmentsOf(fragment.value).flatMap(read);
    if (!fitsIntoPolicy(knownText(text))) unfit = knownText(text);
    return text.map(iamPiece);
  });
  return {
    expression: quote(pieces),
    size: largestResourceSize(knownText(pieces), service),
    objects: objectsOf(pieces),
    unfit,
  };
}

/** All objects of the bucket whose keys begin with the prefix. */
export function allObjectsWith(prefix: string, bucket: readonly Piece[]): PolicyResource {
  const pieces = [...bucket, { literal: `${iamLiteral(prefix)}*` }];
  return {
    expression: quote(pieces),
    size: largestResourceSize(knownText(pieces), "s3"),
    objects: { bucket, start: prefix, end: "anything" },
  };
}

/** The bucket for people: its name, or the expression for it. */
export function bucketName({ bucket }: ObjectsInBucket): string {
  const arn = bucket.map((piece) => ("literal" in piece ? piece.literal : piece.expression)).join("");
  return arn.replace(/^.*:::/, "").replace(/\/$/, "");
}

const BUCKET_ARN = /^arn:[^:]+:s3:::[^/]+\/$/;

/** Takes an object's ARN apart at the slash behind the bucket. */
function objectsOf(pieces: readonly Piece[]): ObjectsInBucket | undefined {
  const at = pieces.findIndex((piece) => "literal" in piece && piece.literal.includes("/"));
  const piece = pieces[at];
  if (!piece || !("literal" in piece)) return undefined;
  const slash = piece.literal.indexOf("/") + 1;
  const bucket = [...pieces.slice(0, at), { literal: piece.literal.slice(0, slash) }];
  if (!BUCKET_ARN.test(knownText(bucket))) return undefined;
  const [start, rest] = splitAtWildcard(`${piece.literal.slice(slash)}${knownText(pieces.slice(at + 1))}`);
  return { bucket, start, end: rest === "" ? "nothing" : rest === "*" ? "anything" : "unknown" };
}

function knownText(pieces: readonly Piece[]): string {
  return pieces.map((piece) => ("literal" in piece ? piece.literal : UNKNOWN)).join("");
}
