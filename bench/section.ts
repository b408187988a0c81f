/** One measurement beside what it is compared with. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly reference: string;
  /** Ours to the reference. */
  readonly ratio: string;
  /** What was promised; a row without a budget is there to be read. */
  readonly budget?: string;
  readonly isWithinBudget?: boolean;
}

/** A table of `RESULTS.md`. */
export interface Section {
  readonly title: string;
  /** How it was measured, for readers who doubt it. */
  readonly method: string;
  /** What stands in the column beside ours. */
  readonly reference: string;
  readonly rows: readonly Row[];
}

export interface BenchOptions {
  /** Fewer and smaller measurements, to see that the benchmark works. */
  readonly quick: boolean;
  /** Is told what is going on. */
  readonly log: (line: string) => void;
}
