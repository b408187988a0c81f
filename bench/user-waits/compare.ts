import type { Kind } from "./stack-of-jobs";
import { medianWait, type Wait } from "./wait";

export type Comparison = Readonly<Record<Kind, Wait>>;

/** @param waits those of each kind, in the order of `KINDS` */
export function compare([ours, native]: readonly (readonly Wait[])[]): Comparison {
  return { ours: medianWait(ours), native: medianWait(native) };
}
