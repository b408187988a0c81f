import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { BuildOptions, buildSync } from "esbuild";
import { zipSync } from "fflate";
import { carriedPackages } from "./carried-packages";
import { softwareBillOfMaterials } from "./sbom";
import { bundledPackages, readPackage, thirdPartyLicenses } from "./third-party-licenses";

/** Size limit of the unpacked bundle: the function loads all of it at each cold start. */
export const MAX_BUNDLE_BYTES = 200 * 1024;

/**
 * Builds `signing-job-handler.zip`, the `THIRD-PARTY-LICENSES` of its code and a bill of materials from the project in
 * `root`.
 *
 * The same sources must give the same bytes, on every machine and at any time, because the hash of the zip is part of
 * users' plans.
 */
export function bundleHandler(root: string, outputFolder: string): { bundleBytes: number; zipBytes: number } {
  const { code, inputs } = bundle(root);
  const zip = deterministicZip({ "index.mjs": code });
  mkdirSync(outputFolder, { recursive: true });
  writeFileSync(join(outputFolder, "signing-job-handler.zip"), zip);
  const packages = bundledPackages(root, inputs);
  writeFileSync(join(outputFolder, "THIRD-PARTY-LICENSES"), thirdPartyLicenses(packages));
  const carried = [...packages, ...carriedPackages(root).map((folder) => readPackage(join(root, folder)))];
  writeFileSync(join(outputFolder, "sbom.cdx.json"), softwareBillOfMaterials(carried));
  return { bundleBytes: code.length, zipBytes: zip.length };
}

/** The bundle, and the paths of the files whose code is in it. */
function bundle(root: string): { code: Uint8Array; inputs: string[] } {
  const options: BuildOptions & { metafile: true; write: false } = {
    absWorkingDir: root,
    entryPoints: ["src/handler/index.ts"],
    outfile: "index.mjs",
    write: false,
    metafile: true,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    // The ES modules of the SDK can be tree-shaken. Its CommonJS modules are half as large again.
    mainFields: ["module", "main"],
    minify: true,
    // The licence texts are in THIRD-PARTY-LICENSES.
    legalComments: "none",
    charset: "utf8",
    // Parts of the SDK `require` modules of Node, which ES modules cannot.
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
    // The SDK imports it at run time, and only for operations with event streams. AWS Signer has none.
    external: ["@smithy/core/event-streams"],
    alias: { "@aws-sdk/credential-provider-node": "./src/handler/aws/environment-credentials.ts" },
    tsconfigRaw: {},
    logLevel: "silent",
  };
  const { outputFiles, metafile, warnings } = buildSync(options);
  if (warnings.length > 0) throw new Error(`esbuild warns: ${warnings.map(({ text }) => text).join("; ")}`);
  const code = outputFiles[0].contents;
  if (code.length > MAX_BUNDLE_BYTES) {
    throw new Error(`The bundle has ${code.length} bytes, which is more than ${MAX_BUNDLE_BYTES}`);
  }
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  return { code, inputs: inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path) };
}

function deterministicZip(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  return zipSync(sorted, {
    level: 9,
    // Zip entries hold local time, and fflate converts to it: noon of this day is the same in every time zone.
    mtime: new Date(1980, 0, 1, 12),
    // Unix (3), regular file, rw-r--r--: AWS Lambda needs the files to be readable for all.
    os: 3,
    attrs: 0o100644 * 0x10000,
  });
}

if (require.main === module) {
  const root = resolve(__dirname, "..");
  const { bundleBytes, zipBytes } = bundleHandler(root, resolve(root, process.argv[2] ?? "assets"));
  const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;
  console.log(`signing-job-handler.zip: ${kib(zipBytes)}, index.mjs in it: ${kib(bundleBytes)}`);
}
