import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { RootConstruct } from "constructs";
import { AssetContent } from "../../../src/s3/asset/content";
import type { FolderOptions } from "../../../src/s3/folder-options";

export interface ReadAsset {
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly extension: string;
}

/** The stored object for a file or folder, from a separate synthesis. */
export function readAsset(path: string, options: FolderOptions = {}): ReadAsset {
  const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-staged-"));
  try {
    const name = AssetContent.of(new RootConstruct(), path, options).writeTo(folder);
    const extension = extname(name);
    return {
      bytes: readFileSync(join(folder, name)),
      sha256: name.slice(0, name.length - extension.length),
      extension,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
