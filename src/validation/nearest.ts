/** The most similar name among the candidates, or `undefined` if none is similar. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((left, right) => left.distance - right.distance);
  const best = ranked.at(0);
  return best && best.distance <= Math.max(2, name.length / 3) ? best.candidate : undefined;
}

/** The number of characters to insert, remove or replace (Levenshtein distance). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, character] of [...from].entries()) {
    const next = [index + 1];
    for (let at = 0; at < to.length; at++) {
      next.push(Math.min(next[at] + 1, row[at + 1] + 1, row[at] + (character === to[at] ? 0 : 1)));
    }
    row = next;
  }
  return row[to.length];
}
