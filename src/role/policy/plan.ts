import { pack, PolicyStatement } from "./packing";
import { possibleWidenings, widen, Widening } from "./widening";

export interface PolicyPlan {
  /** The statements of each document. */
  readonly documents: readonly PolicyStatement[][];
  /** What had to be widened. */
  readonly widenings: readonly Widening[];
}

/**
 * Puts statements into documents of these sizes. If they do not fit as they are, just as many are widened as it takes.
 * Undefined if they do not fit even with all that can be widened.
 */
export function planPolicies(statements: readonly PolicyStatement[], sizes: readonly number[]): PolicyPlan | undefined {
  const exact = pack(statements, sizes);
  if (exact) return { documents: exact, widenings: [] };

  const packWith = (widenings: readonly Widening[]): PolicyStatement[][] | undefined =>
    pack(widen(statements, widenings).statements, sizes);
  const possible = possibleWidenings(statements);
  if (!packWith(possible)) return undefined;

  const enough = smallest(possible.length, (count) => packWith(possible.slice(0, count)) !== undefined);
  const needed = withoutSurplus(possible.slice(0, enough), (widenings) => packWith(widenings) !== undefined);
  const { effective } = widen(statements, needed);
  return { documents: packWith(effective)!, widenings: effective.filter(({ isHarmless }) => !isHarmless) };
}

/** The smallest number from 1 to `most` that is enough, where `most` is. */
function smallest(most: number, isEnough: (count: number) => boolean): number {
  let [tooFew, enough] = [0, most];
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

/** The last widening may have saved so much that it would have been enough without some of those before it. */
function withoutSurplus(
  widenings: readonly Widening[],
  isEnough: (some: readonly Widening[]) => boolean,
): readonly Widening[] {
  return [...widenings].reverse().reduce<readonly Widening[]>((kept, candidate) => {
    const others = kept.filter((widening) => widening !== candidate);
    return isEnough(others) ? others : kept;
  }, widenings);
}
