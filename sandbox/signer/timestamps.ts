/** Times are sent in whole seconds, as in AWS's examples. A client that relies on fractions would fail on AWS. */
export function toEpochSeconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
