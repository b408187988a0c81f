/** The median: a few disturbed measurements do not change it. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error("There is no median of nothing");
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * The least disturbed measurement of an operation that always takes the same time: other work of the machine only adds
 * to it.
 */
export function least(values: readonly number[]): number {
  if (values.length === 0) throw new Error("There is no least of nothing");
  return Math.min(...values);
}

/**
 * Takes the measurements of several candidates in turns, so other work of the machine affects all of them equally.
 *
 * @returns the results of each candidate, in the order of `candidates`
 */
export async function inTurns<T>(rounds: number, candidates: readonly (() => Promise<T>)[]): Promise<T[][]> {
  const results: T[][] = candidates.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, measure] of candidates.entries()) results[index].push(await measure());
  }
  return results;
}
