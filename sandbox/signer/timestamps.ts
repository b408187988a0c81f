/** Times leave in whole seconds, as in AWS's own examples: a client that relies on finer ones would fail on AWS. */
export function toEpochSeconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
