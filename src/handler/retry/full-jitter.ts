const SHORTEST_MS = 50;

/**
 * A pause of random length up to the maximum, so functions that failed together do not try again together.
 *
 * @param random from 0 up to, but not including, 1
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ (full jitter)
 */
export function fullJitter(longestMs: number, random: number): number {
  return SHORTEST_MS + random * Math.max(0, longestMs - SHORTEST_MS);
}
