import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizeExample, SynthesizedStack } from "./synthesize";
import { terraformCliEnvironment } from "../../sandbox/terraform/cli-config";
import { sandboxEnvironment } from "../../sandbox/terraform/sandbox-environment";
import { Terraform } from "../../sandbox/terraform/terraform";

/** An unchanged example, deployed to an account of the sandbox with real Terraform. */
export class DeployedExample {
  private readonly folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-example-"));
  private readonly environment: Record<string, string>;
  private stacks: { readonly name: string; readonly terraform: Terraform }[] = [];

  constructor(
    private readonly name: string,
    sandboxUrl: string,
    accountId: string,
    /** Called with each line that Terraform prints. */
    private readonly onLine?: (line: string) => void,
  ) {
    this.environment = { ...sandboxEnvironment(sandboxUrl, accountId), ...terraformCliEnvironment(this.folder) };
  }

  /**
   * Synthesizes the example and applies its stacks, each after those that it depends on.
   *
   * @param variables environment variables of the example
   */
  public async deploy(variables: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.synthesize(variables);
    for (const { terraform } of this.stacks) {
      await terraform.init();
      await terraform.apply();
    }
  }

  /** Synthesizes the example over its state, for a plan or a destroy. */
  public async synthesize(variables: Readonly<Record<string, string>> = {}): Promise<SynthesizedStack[]> {
    Object.assign(this.environment, variables);
    const synthesized = await synthesizeExample(this.name, this.folder, this.environment);
    this.stacks = synthesized.map(({ name, folder }) => ({
      name,
      terraform: new Terraform(folder, this.environment, this.onLine),
    }));
    return synthesized;
  }

  public async outputsOf(stackName: string = this.name): Promise<Record<string, unknown>> {
    return this.stack(stackName).outputs();
  }

  /**
   * The changes that a second deployment would make to all stacks, as Terraform prints them. Empty if there are none.
   */
  public async plannedChanges(): Promise<string> {
    const plans = await Promise.all(this.stacks.map(async ({ terraform }) => terraform.plan()));
    return plans.map((plan) => (plan.isEmpty ? "" : plan.output)).join("");
  }

  public async destroy(): Promise<void> {
    for (const { terraform } of [...this.stacks].reverse()) await terraform.destroy();
    this.stacks = [];
  }

  /** Destroys the remaining resources and deletes the folder, regardless of earlier failures. */
  public async cleanUp(): Promise<void> {
    try {
      await this.destroy();
    } finally {
      rmSync(this.folder, { recursive: true, force: true });
    }
  }

  private stack(name: string): Terraform {
    const stack = this.stacks.find((candidate) => candidate.name === name);
    if (!stack) throw new Error(`The example ${this.name} has no stack ${name}`);
    return stack.terraform;
  }
}
