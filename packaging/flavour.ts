import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const ROOT = resolve(__dirname, "..");

/** One of the two packages that are made from `src`. */
export interface Flavour {
  /** Name of the package. */
  readonly name: string;
  /** Where the package is compiled. */
  readonly folder: string;
  readonly framework: "cdktf" | "cdktn";
}

export const CDKTF: Flavour = { name: "cdktf-aws-signer", folder: ROOT, framework: "cdktf" };
export const CDKTN: Flavour = { name: "cdktn-aws-signer", folder: join(ROOT, "flavours/cdktn"), framework: "cdktn" };
export const FLAVOURS: readonly Flavour[] = [CDKTF, CDKTN];

/** A text with names of CDK Terrain, spelled as in the flavour for CDKTF. */
export function withCdktfNames(text: string): string {
  return text.replace(/cdktn/g, "cdktf").replace(/Cdktn/g, "Cdktf");
}

/** A JSON file in the folder of a flavour. */
export function readJson<T>({ folder }: Flavour, path: string): T {
  return JSON.parse(readFileSync(join(folder, path), "utf8")) as T;
}
