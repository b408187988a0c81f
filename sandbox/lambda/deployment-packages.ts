import { createHash, randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { unzipSync } from "fflate";
import type { FunctionConfiguration, FunctionDescription } from "./function-configuration";
import { AwsError } from "../http/aws-error";

/** The code of functions, unpacked: one folder for each content. */
export class DeploymentPackages {
  private readonly unpacked = new Map<string, Promise<string>>();

  constructor(private readonly folder: string) {}

  /**
   * The folder of a function's code.
   *
   * Lambda keeps the code of every published version, but the backend hands out the latest only. So packages are kept
   * from the moment they are deployed.
   *
   * @throws AwsError
   */
  public async taskRootOf({ Configuration, Code }: FunctionDescription): Promise<string> {
    const { CodeSha256 } = Configuration;
    const known = this.unpacked.get(CodeSha256);
    if (known) return known;
    const unpacking = this.fetchAndUnpack(Configuration, Code.Location);
    this.unpacked.set(CodeSha256, unpacking);
    unpacking.catch(() => this.unpacked.delete(CodeSha256));
    return unpacking;
  }

  private async fetchAndUnpack(configuration: FunctionConfiguration, location = ""): Promise<string> {
    const response = await fetch(location);
    const zip = Buffer.from(await response.arrayBuffer());
    const { FunctionArn, CodeSha256 } = configuration;
    if (!response.ok || createHash("sha256").update(zip).digest("base64") !== CodeSha256) {
      throw new AwsError(
        502,
        "InvalidZipFileException",
        `The sandbox has no code for ${FunctionArn} with the SHA-256 ${CodeSha256}: it was deployed, and replaced, ` +
          "before this sandbox was started. Deploy it again.",
      );
    }
    return unpack(zip, join(this.folder, createHash("sha256").update(zip).digest("hex")), FunctionArn);
  }
}

async function unpack(zip: Buffer, folder: string, functionArn: string): Promise<string> {
  const unpacking = `${folder}.${randomUUID()}`;
  try {
    for (const [name, content] of Object.entries(unzipSync(zip))) {
      const file = resolve(unpacking, name);
      if (!file.startsWith(unpacking + sep)) throw new Error(`its entry ${name} leads out of the package`);
      if (name.endsWith("/")) continue;
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
    await mkdir(unpacking, { recursive: true });
    await rename(unpacking, folder);
    return folder;
  } catch (error) {
    await rm(unpacking, { recursive: true, force: true });
    const { message } = error as Error;
    throw new AwsError(502, "InvalidZipFileException", `Lambda could not unzip the code of ${functionArn}: ${message}`);
  }
}
