import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { copyExample, TYPESCRIPT } from "./example-project";
import { CDKTF, Flavour, FLAVOURS } from "./flavour";
import { NpmProject, pack } from "./npm-project";
import { startSandbox } from "../sandbox";
import { terraformCliEnvironment } from "../sandbox/terraform/cli-config";
import { DEFAULT_ACCOUNT_ID, sandboxEnvironment } from "../sandbox/terraform/sandbox-environment";
import { Terraform } from "../sandbox/terraform/terraform";

const EXAMPLE = "revoke-on-destroy";

/** The AWS provider of the oldest supported bindings. */
const PROVIDER_VERSION = "5.100.0";

interface Change {
  readonly address: string;
  readonly type: string;
  readonly change: { readonly actions: readonly string[] };
}

/**
 * Deploys an example with an earlier package, installs the package of this build over it, and plans. Only the code of the function
 * may change: nothing may be signed again, and nothing revoked.
 *
 * @param oldTarball a package of either flavour that `npm pack` made
 */
async function upgrade(oldTarball: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-upgrade-"));
  const sandbox = await startSandbox({ log: console.log });
  const environment = { ...sandboxEnvironment(sandbox.url, DEFAULT_ACCOUNT_ID), ...terraformCliEnvironment(folder) };
  const project = new NpmProject(join(folder, "project"));
  const terraform = new Terraform(join(project.folder, "cdktf.out", "stacks", EXAMPLE), environment);
  try {
    console.log(`Deploying ${EXAMPLE} with ${oldTarball}`);
    await project.install(oldTarball, ...TYPESCRIPT);
    const flavour = flavourOf(project);
    copyExample(EXAMPLE, flavour, project.folder, PROVIDER_VERSION);
    await project.run("tsx", ["main.ts"], environment);
    await terraform.init();
    await terraform.apply();

    console.log(`Planning with ${flavour.name} of this build`);
    await project.install(await pack(flavour, join(folder, "new")));
    await project.run("tsx", ["main.ts"], environment);
    report(await changes(terraform, join(folder, "plan")));
    await terraform.destroy();
  } finally {
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function flavourOf(project: NpmProject): Flavour {
  const installed = project.installed();
  return FLAVOURS.find(({ name }) => installed.includes(name)) ?? CDKTF;
}

async function changes(terraform: Terraform, planFile: string): Promise<Change[]> {
  await terraform.plan(`-out=${planFile}`);
  const { exitCode, stdout, output } = await terraform.run(["show", "-json", "-no-color", planFile]);
  if (exitCode !== 0) throw new Error(output);
  const { resource_changes: all } = JSON.parse(stdout) as { resource_changes: Change[] };
  return all.filter(({ change }) => change.actions.some((action) => action !== "no-op" && action !== "read"));
}

function report(found: readonly Change[]): void {
  for (const { address, change } of found) console.log(`  ${change.actions.join(", ")}: ${address}`);
  const refused = found.filter(
    ({ type, change }) => type !== "aws_lambda_function" || change.actions.join() !== "update",
  );
  if (refused.length > 0) {
    throw new Error(
      `The upgrade would change ${refused.length} resources that it must not change: ` +
        `${refused.map(({ address }) => address).join(", ")}. Users would sign again or revoke without asking for it`,
    );
  }
  console.log(found.length === 0 ? "The plan is empty." : "Only the code of the function changes.");
}

const [tarball] = process.argv.slice(2);
if (tarball === undefined) {
  console.error("Name the package to upgrade from: npm run upgrade-test -- cdktf-aws-signer-0.1.0.tgz");
  process.exitCode = 1;
} else {
  upgrade(resolve(tarball)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
}
