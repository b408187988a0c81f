/** A part of the sandbox whose memory survives a restart. */
export interface Persistent {
  /** Everything to be kept: maps, dates and plain values. */
  snapshot(): unknown;
  /** @param snapshot of this part, from an earlier run */
  restore(snapshot: never): void;
}
