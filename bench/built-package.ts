import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "..");

/**
 * The library as it is published, compiled by jsii, in a folder of its own: what is measured stays the same while it is
 * measured, whatever is built in the meantime.
 */
export class BuiltPackage {
  private readonly root = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-bench-"));
  /** What programs `require`. */
  public readonly folder = join(this.root, "package");

  constructor() {
    if (!existsSync(join(ROOT, "lib", "index.js"))) {
      throw new Error('The library is not compiled. Run "npm run compile", or the benchmark with "npm run bench".');
    }
    for (const part of ["lib", "assets", "package.json"]) {
      cpSync(join(ROOT, part), join(this.folder, part), { recursive: true });
    }
    symlinkSync(join(ROOT, "node_modules"), join(this.root, "node_modules"));
  }

  /** A folder to write to. */
  public get scratch(): string {
    return join(this.root, "scratch");
  }

  public remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
