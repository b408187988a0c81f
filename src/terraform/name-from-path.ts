import { createHash } from "node:crypto";
import type { IConstruct } from "constructs";

const HASH_LENGTH = 8;

export interface NameFormat {
  /** The maximum length of the name. */
  readonly maxLength: number;
  /** The character between the parts of the name. It also replaces characters that are not allowed. */
  readonly separator: "-" | "_";
}

/**
 * A readable name for a construct: the end of its path, which describes it best, and a hash of the whole path, which
 * distinguishes it from all other constructs.
 */
export function nameFromPath(scope: IConstruct, format: NameFormat): string {
  const hash = createHash("sha256").update(scope.node.path).digest("hex").slice(0, HASH_LENGTH);
  const readable = scope.node.path.replace(/[^A-Za-z0-9]+/g, format.separator);
  const room = format.maxLength - HASH_LENGTH - 1;
  const end = trimSeparator(wholeWords(readable, room, format.separator), format.separator);
  return end === "" ? hash : `${end}${format.separator}${hash}`;
}

/** The end of a text, starting with the first word that fits completely. A single word that is too long is cut. */
function wholeWords(text: string, room: number, separator: string): string {
  const end = text.slice(-room);
  const isCut = text.length > room && text.charAt(text.length - room - 1) !== separator;
  const nextWord = end.indexOf(separator);
  return isCut && nextWord > 0 && nextWord < end.length - 1 ? end.slice(nextWord) : end;
}

function trimSeparator(text: string, separator: string): string {
  return text.split(separator).filter(Boolean).join(separator);
}
