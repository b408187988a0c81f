import type { Output } from "./interruptible";
import type { Removal } from "../aws/clean-up";

/** @returns the exit code: 1 if something is left */
export function reportRemovals(removals: readonly Removal[], { note }: Pick<Output, "note">): number {
  const left = removals.filter(({ failure }) => failure !== undefined);
  for (const { what, failure } of left) note(`STILL THERE: ${what}: ${failure}`);
  note(`Removed ${removals.length - left.length} things; ${left.length} could not be removed.`);
  return left.length > 0 ? 1 : 0;
}
