import { createHash } from "node:crypto";
import { join } from "node:path";
import type { FunctionConfiguration, FunctionDescription } from "./function-configuration";
import { unpack } from "./unpack";
import { AwsError } from "../http/aws-error";

/** The code of functions, unpacked: one folder for each content. */
export class DeploymentPackages {
  private readonly unpacked = new Map<string, Promise<string>>();

  constructor(private readonly folder: string) {}

  /**
   * The folder of a function's code.
   *
   * Lambda keeps the code of every published version, but the backend returns only the latest. So packages are kept
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
    try {
      return await unpack(zip, join(this.folder, createHash("sha256").update(zip).digest("hex")));
    } catch (error) {
      const message = `Lambda could not unzip the code of ${FunctionArn}: ${(error as Error).message}`;
      throw new AwsError(502, "InvalidZipFileException", message);
    }
  }
}
