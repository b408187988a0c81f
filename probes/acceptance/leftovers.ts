import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { synthesizedStacks } from "../../examples/runner/synthesize";
import { terraformCliEnvironment } from "../../sandbox/terraform/cli-config";
import { Terraform } from "../../sandbox/terraform/terraform";
import type { Removal } from "../aws/clean-up";

/** Folder with the Terraform states of runs that have not ended. */
const RUNS = resolve(__dirname, "..", "..", ".acceptance");
const WHERE = "where.json";

/** Where a run has deployed. A state is only destroyed with credentials of the same place. */
export interface Where {
  readonly accountId: string;
  readonly region: string;
  /** @default - AWS */
  readonly endpoint?: string;
}

/** Creates the folder for the programs and states of a run. */
export function createStateFolder(run: string, where: Where): string {
  const folder = join(RUNS, run);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, WHERE), JSON.stringify(where));
  return folder;
}

/** The folders that earlier runs have left at a place. */
export function leftStateFolders(where: Where): string[] {
  return subfolders(RUNS).filter((folder) => readWhere(folder) === JSON.stringify(where));
}

/** Destroys what the states of a run still list, and deletes the folder if nothing is left. */
export async function destroyLeftovers(
  stateFolder: string,
  environment: Readonly<Record<string, string>>,
): Promise<Removal[]> {
  const removals: Removal[] = [];
  for (const program of subfolders(stateFolder)) {
    const removal = await destroyProgram(program, environment);
    if (removal.failure === undefined) rmSync(program, { recursive: true, force: true });
    removals.push(removal);
  }
  if (removals.every(({ failure }) => failure === undefined)) rmSync(stateFolder, { recursive: true, force: true });
  return removals;
}

async function destroyProgram(folder: string, placeEnvironment: Readonly<Record<string, string>>): Promise<Removal> {
  const what = `what the Terraform state in ${folder} lists`;
  const environment = { ...placeEnvironment, ...terraformCliEnvironment(folder) };
  try {
    const hasState = readdirSync(folder).some((name) => name.endsWith(".tfstate"));
    const stacks = hasState ? synthesizedStacks(join(folder, "cdktf.out")).reverse() : [];
    for (const stack of stacks) {
      const terraform = new Terraform(stack.folder, environment);
      await terraform.init();
      await terraform.destroy();
    }
    return { what };
  } catch (error) {
    return { what, failure: (error as Error).message };
  }
}

function readWhere(folder: string): string {
  const file = join(folder, WHERE);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function subfolders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name));
}
