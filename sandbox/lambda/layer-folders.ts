import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { FunctionConfiguration } from "./function-configuration";
import type { Layers } from "./layers";
import { unpack } from "./unpack";
import { AwsError } from "../http/aws-error";

/**
 * The layers of functions, unpacked: one folder for each list of layers, in which a later layer covers an earlier one.
 *
 * On Lambda that folder is `/opt`. Only root could put it there, so the sandbox gives its path in
 * `AWS_SIGNER_SANDBOX_OPT` and in the variables that programs search by.
 */
export class LayerFolders {
  private readonly merged = new Map<string, Promise<string>>();

  constructor(
    private readonly folder: string,
    private readonly layers: Layers,
  ) {}

  /**
   * @returns `undefined` for a function without layers
   * @throws AwsError
   */
  public async folderOf({ Layers: attached = [] }: FunctionConfiguration): Promise<string | undefined> {
    const arns = attached.map(({ Arn }) => Arn);
    if (arns.length === 0) return undefined;
    const key = createHash("sha256").update(arns.join("\n")).digest("hex");
    const merging = this.merged.get(key) ?? this.merge(key, arns);
    this.merged.set(key, merging);
    merging.catch(() => this.merged.delete(key));
    return merging;
  }

  /** Forgets which layers are unpacked: after a reset, the same ARN can have other content. */
  public clear(): void {
    this.merged.clear();
  }

  private async merge(key: string, arns: readonly string[]): Promise<string> {
    const place = join(this.folder, key);
    const merging = `${place}.merging`;
    await rm(merging, { recursive: true, force: true });
    await mkdir(merging, { recursive: true });
    for (const [index, arn] of arns.entries()) {
      const layer = await this.unpackLayer(arn, `${place}.${index}`);
      await cp(layer, merging, { recursive: true, force: true, verbatimSymlinks: true });
      await rm(layer, { recursive: true, force: true });
    }
    if (existsSync(place)) await rm(place, { recursive: true, force: true });
    await rename(merging, place);
    return place;
  }

  private async unpackLayer(arn: string, folder: string): Promise<string> {
    const zip = await this.layers.archiveOf(arn);
    await rm(folder, { recursive: true, force: true });
    try {
      return await unpack(zip, folder);
    } catch (error) {
      const message = `Lambda could not unzip the layer ${arn}: ${(error as Error).message}`;
      throw new AwsError(502, "InvalidZipFileException", message);
    }
  }
}
