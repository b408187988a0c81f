import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { report } from "./planned-changes";
import { configurationsIn, storeConfigurations } from "./stored-configuration";
import { startSandbox } from "../../sandbox";
import { terraformCliEnvironment } from "../../sandbox/terraform/cli-config";
import { DEFAULT_ACCOUNT_ID, sandboxEnvironment } from "../../sandbox/terraform/sandbox-environment";
import { Terraform } from "../../sandbox/terraform/terraform";
import { copyProgram, TYPESCRIPT } from "../example-project";
import { CDKTF, Flavour, FLAVOURS, readJson } from "../flavour";
import { NpmProject, pack } from "../npm-project";

const PROGRAM = join(__dirname, "program");
const DEPLOYED_STACK = "deployed";

/** The AWS provider of the oldest supported bindings. */
const PROVIDER_VERSION = "5.100.0";

const STORE = "--store";
const USAGE = `Name the package to upgrade from, or store what this build synthesizes:
  npm run upgrade-test -- cdktf-aws-signer-0.1.0.tgz
  npm run upgrade-test -- ${STORE}`;

/**
 * Deploys a program with an earlier package, installs the package of this build over it, and plans. Only the code of
 * the function and its permissions may change: nothing may be signed again, and nothing revoked.
 *
 * @param oldTarball a package of either flavour that `npm pack` created
 */
async function upgrade(oldTarball: string, folder: string): Promise<void> {
  const sandbox = await startSandbox({ log: console.log });
  const environment = {
    ...sandboxEnvironment(sandbox.url, DEFAULT_ACCOUNT_ID),
    ...terraformCliEnvironment(folder),
    ONLY_STACK: DEPLOYED_STACK,
  };
  const project = new NpmProject(join(folder, "project"));
  const terraform = new Terraform(join(project.folder, "cdktf.out", "stacks", DEPLOYED_STACK), environment);
  try {
    console.log(`Deploying the program with ${oldTarball}`);
    await project.install(oldTarball, ...TYPESCRIPT);
    const flavour = flavourOf(project);
    copyProgram(PROGRAM, flavour, project.folder, PROVIDER_VERSION);
    await project.run("tsx", ["main.ts"], environment);
    await terraform.init();
    await terraform.apply();

    console.log(`Planning with ${flavour.name} of this build`);
    await project.install(await pack(flavour, join(folder, "new")));
    await project.run("tsx", ["main.ts"], environment);
    const planFile = join(folder, "plan");
    await terraform.plan(`-out=${planFile}`);
    report(await terraform.showPlan(planFile));
  } finally {
    await terraform.run(["destroy", "-auto-approve", "-input=false"]);
    await sandbox.stop();
  }
}

function flavourOf(project: NpmProject): Flavour {
  const installed = project.installed();
  const flavour = FLAVOURS.find(({ name }) => installed.includes(name));
  if (flavour === undefined) {
    throw new Error(`The package is none of ${FLAVOURS.map(({ name }) => name).join(" and ")}. Name one of them.`);
  }
  return flavour;
}

/** Stores what the packed library of this build synthesizes, for the test of all later builds. */
async function store(folder: string): Promise<void> {
  const project = new NpmProject(join(folder, "project"));
  await project.install(await pack(CDKTF, folder), "@cdktf/provider-aws@20.1.0", ...TYPESCRIPT);
  copyProgram(PROGRAM, CDKTF, project.folder, PROVIDER_VERSION);
  await project.run("tsx", ["main.ts"]);
  const outdir = join(project.folder, "cdktf.out/stacks");
  const stacks = readdirSync(outdir).map((name) => ({ name, folder: join(outdir, name) }));
  const { version } = readJson<{ version: string }>(CDKTF, "package.json");
  console.log(`Stored ${storeConfigurations(version, configurationsIn(stacks))}`);
}

async function main([argument]: readonly string[]): Promise<void> {
  if (argument === undefined) throw new Error(USAGE);
  const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-upgrade-"));
  try {
    await (argument === STORE ? store(folder) : upgrade(resolve(argument), folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
