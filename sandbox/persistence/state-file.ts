import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import type { Persistent } from "./persistent";

/** Must change when an older file can no longer be read. */
const FORMAT = 1;

interface Saved {
  readonly format: number;
  readonly parts: Readonly<Record<string, unknown>>;
}

/** Keeps the memory of the sandbox's parts in a file of a folder. The backend keeps its own beside it. */
export class StateFile {
  private readonly path: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.path = join(folder, "sandbox.state");
  }

  /** @returns what was saved of a part, or `undefined` if there is no file yet */
  public read(): Readonly<Record<string, unknown>> | undefined {
    const file = this.content();
    if (file === undefined) return undefined;
    const saved = deserialize(file) as Saved;
    if (saved.format === FORMAT) return saved.parts;
    throw new Error(
      `${this.path} was written by another version of the sandbox (format ${saved.format}, not ${FORMAT}). ` +
        "Use another folder with --persist, or delete this one.",
    );
  }

  public write(parts: Readonly<Record<string, Persistent>>): void {
    const snapshots = Object.entries(parts).map(([name, part]) => [name, part.snapshot()]);
    const saved: Saved = { format: FORMAT, parts: Object.fromEntries(snapshots) as Record<string, unknown> };
    writeFileSync(`${this.path}.new`, serialize(saved));
    renameSync(`${this.path}.new`, this.path);
  }

  private content(): Buffer | undefined {
    try {
      return readFileSync(this.path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }
}
