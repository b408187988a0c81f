import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { strToU8, unzipSync, zipSync } from "fflate";
import { bundleHandler } from "../../projenrc/bundle-handler";

/** The deployment package of a function, and the export that Lambda calls. */
export interface FunctionPackage {
  readonly zip: Uint8Array;
  readonly handler: string;
}

/** The custom resource's handler, bundled from the current sources. */
export function handlerPackage(): FunctionPackage {
  const folder = mkdtempSync(join(tmpdir(), "handler-package-"));
  try {
    bundleHandler(resolve(__dirname, "../.."), folder);
    return { zip: readFileSync(join(folder, "signing-job-handler.zip")), handler: "index.handler" };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same package, byte for byte, with an entry point between Lambda and the handler. */
export function wrapped({ zip }: FunctionPackage, wrapper: string): FunctionPackage {
  const files = { ...unzipSync(zip), "wrapper.mjs": strToU8(wrapper) };
  return { zip: zipSync(files), handler: "wrapper.handler" };
}
