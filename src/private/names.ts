import { createHash } from "node:crypto";
import type { IConstruct } from "constructs";

const HASH_LENGTH = 8;

export interface NameFormat {
  /** The longest name allowed. */
  readonly maxLength: number;
  /** Stands between the parts of the name; also what illegal characters become. */
  readonly separator: "-" | "_";
}

/**
 * A readable name for a construct: the end of its path, which says most about it, and a hash of the whole path,
 * which tells it from all others.
 */
export function nameFromPath(scope: IConstruct, format: NameFormat): string {
  const hash = createHash("sha256").update(scope.node.path).digest("hex").slice(0, HASH_LENGTH);
  const readable = scope.node.path.replace(/[^A-Za-z0-9]+/g, format.separator);
  const room = format.maxLength - HASH_LENGTH - 1;
  const end = trimSeparator(readable.slice(-room), format.separator);
  return end === "" ? hash : `${end}${format.separator}${hash}`;
}

function trimSeparator(text: string, separator: string): string {
  return text.split(separator).filter(Boolean).join(separator);
}
