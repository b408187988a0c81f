import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { ValidationError } from "../validation/errors";

const PACKAGE_ROOT = join(__dirname, "..", "..");
const HANDLER_PATH = join("assets", "signing-job-handler.zip");

/** The deployment package of the custom resource's function. It is built before this library is packed. */
export class HandlerAsset extends TerraformAsset {
  /** SHA-256 of the package in base64. Terraform compares it to detect changed code. */
  public readonly sourceCodeHash: string;

  constructor(scope: Construct, id: string) {
    const path = join(PACKAGE_ROOT, HANDLER_PATH);
    if (!existsSync(path)) {
      throw new ValidationError(
        scope,
        `the function's deployment package is missing: "${HANDLER_PATH}" is not in this installation of the library. ` +
          'Install the package again; in a checkout of its repository run "npm run bundle:handler"',
      );
    }
    super(scope, id, { path, type: AssetType.FILE });
    this.sourceCodeHash = createHash("sha256").update(readFileSync(path)).digest("base64");
  }
}
