/** For `sort`: the same order on every machine, whatever its language. */
export function compare<T extends number | string>(left: T, right: T): number {
  return left < right ? -1 : Number(left > right);
}
