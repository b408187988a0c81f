import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "..");

/**
 * The library as it is published, compiled by jsii, in its own folder: the measured code does not change during the
 * measurement, even if something is built in the meantime.
 */
export class BuiltPackage {
  private readonly root = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-bench-"));
  /** The path that programs `require`. */
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

  /** A folder for output. */
  public get scratch(): string {
    return join(this.root, "scratch");
  }

  public remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
