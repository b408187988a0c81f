import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");

/** Packages that replace the modules of an example. Each is a folder below the repository's root. */
export interface Modules {
  readonly library: string;
  readonly framework: string;
  readonly bindings: string;
}

/** `cdktf-aws-signer` from source, on CDKTF. */
export const CDKTF_MODULES: Modules = {
  library: "src",
  framework: "node_modules/cdktf",
  bindings: "node_modules/@cdktf/provider-aws",
};

/** `cdktn-aws-signer` as it was compiled, on CDK Terrain. */
export const CDKTN_MODULES: Modules = {
  library: "flavours/cdktn",
  framework: "node_modules/cdktn",
  bindings: "node_modules/@cdktn/provider-aws",
};

/** Environment variables that redirect the imports of an example, which is written for CDKTF, to other packages. */
export function useModules(modules: Modules, workFolder: string): Record<string, string> {
  const tsconfig = join(workFolder, "tsconfig.json");
  const paths = {
    "cdktf-aws-signer": [join(ROOT, modules.library)],
    cdktf: [join(ROOT, modules.framework)],
    "@cdktf/provider-aws/*": [join(ROOT, modules.bindings, "*")],
  };
  mkdirSync(workFolder, { recursive: true });
  writeFileSync(tsconfig, JSON.stringify({ extends: join(ROOT, "tsconfig.json"), compilerOptions: { paths } }));
  return { TSX_TSCONFIG_PATH: tsconfig };
}
