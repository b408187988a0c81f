/** A character that IAM takes literally, a wildcard, or any other character. */
const PIECES = /\$\{([*?$])\}|(\*)|([^])/gu;

/**
 * Whether IAM takes a resource of a policy to mean this text. (A regular expression would never end with tens of wildcards.)
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function covers(pattern: string, text: string): boolean {
  const [start, ...others] = literalsOf(pattern);
  if (!text.startsWith(start)) return false;
  const end = others.pop();
  if (end === undefined) return text === start;
  let position = start.length;
  for (const literal of others) {
    const found = text.indexOf(literal, position);
    if (found === -1) return false;
    position = found + literal.length;
  }
  return text.endsWith(end) && text.length - end.length >= position;
}

/** The text between the wildcards. */
function literalsOf(pattern: string): string[] {
  const literals = [""];
  for (const [piece, escaped, wildcard, character] of pattern.matchAll(PIECES)) {
    if (character === "?" || character === "$") throw new Error(`"${piece}" has a meaning to IAM in ${pattern}`);
    if (wildcard) literals.push("");
    else literals[literals.length - 1] += escaped ?? character;
  }
  return literals;
}

/** The text in the form that IAM reads literally, as far as a policy can contain it. */
export function literally(text: string): string {
  return text.replace(/[*?$]/g, "$${$&}").replace(/[^\u0000-\u00ff]+/gu, "*");
}

/** One of several adjacent wildcards is enough. */
export function withSingleWildcards(pattern: string): string {
  return pattern.replace(/\*{2,}/g, "*");
}
