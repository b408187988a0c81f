/** One measurement, next to its reference. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly reference: string;
  /** Ratio of our value to the reference. */
  readonly ratio: string;
  /** The promised limit. A row without a budget is only informative. */
  readonly budget?: string;
  readonly isWithinBudget?: boolean;
}

/** A table of `RESULTS.md`. */
export interface Section {
  readonly title: string;
  /** The method of measurement, for readers who doubt the result. */
  readonly method: string;
  /** Title of the column next to ours. */
  readonly reference: string;
  readonly rows: readonly Row[];
}

export interface BenchOptions {
  /** Fewer and smaller measurements, to check that the benchmark works. */
  readonly quick: boolean;
  /** Called with messages about the progress. */
  readonly log: (line: string) => void;
}
