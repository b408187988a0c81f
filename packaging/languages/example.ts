import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Language, Workspace } from "./language";
import { synthesizeExample } from "../../examples/runner/synthesize";
import { comparableConfiguration } from "../configuration";

/** The example that exists in every language. */
export const EXAMPLE = "signed-lambda-function";

/** Folders for a language below `folder`. */
export function workspaceOf({ name }: Language, folder: string): Workspace {
  const work = join(folder, name.replace("#", "sharp").toLowerCase());
  const workspace = { packages: join(work, "packages"), project: join(work, "project") };
  Object.values(workspace).forEach((path) => mkdirSync(path, { recursive: true }));
  return workspace;
}

/** Synthesizes the example in TypeScript, and returns its configuration. */
export async function typeScriptConfiguration(folder: string): Promise<unknown> {
  const [stack] = await synthesizeExample(EXAMPLE, folder, {});
  return comparableConfiguration(join(stack.folder, "cdk.tf.json"), folder);
}

/** The configuration that the example in another language has synthesized. */
export function configurationIn({ project }: Workspace): unknown {
  return comparableConfiguration(join(project, "cdktf.out/stacks", EXAMPLE, "cdk.tf.json"), project);
}
