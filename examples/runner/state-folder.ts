import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Place } from "./place";

/** The folder of one program and its Terraform state. */
export class StateFolder {
  public readonly path: string;

  constructor(
    private readonly place: Place,
    name: string,
  ) {
    const { stateFolder } = place;
    if (stateFolder !== undefined) mkdirSync(stateFolder, { recursive: true });
    this.path = mkdtempSync(stateFolder ? join(stateFolder, `${name}-`) : join(tmpdir(), "cdktf-aws-signer-program-"));
  }

  /** Destroys what the state lists, and then deletes the folder. Without the folder, nothing else could be destroyed. */
  public async release(destroy: () => Promise<void>): Promise<void> {
    let isDestroyed = false;
    try {
      await destroy();
      isDestroyed = true;
    } finally {
      if (isDestroyed || this.place.stateFolder === undefined) rmSync(this.path, { recursive: true, force: true });
    }
  }
}
