import { parseArgs } from "node:util";

export interface Options {
  readonly quick: boolean;
  /** Sections to measure. */
  readonly sections: readonly string[];
}

/** @throws Error that says what the command line may hold */
export function parseOptions(args: readonly string[], sections: readonly string[]): Options {
  const { quick, only } = parseArgs({
    args: [...args],
    options: { quick: { type: "boolean", default: false }, only: { type: "string", multiple: true } },
  }).values;
  const unknown = (only ?? []).filter((name) => !sections.includes(name));
  if (unknown.length > 0) {
    throw new Error(`There is no section ${unknown.join(", ")}. --only takes one of: ${sections.join(", ")}.`);
  }
  return { quick, sections: only ?? sections };
}
