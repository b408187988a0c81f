import type { Place } from "./place";
import { StateFolder } from "./state-folder";
import { synthesizeExample, SynthesizedStack } from "./synthesize";
import { terraformCliEnvironment } from "../../sandbox/terraform/cli-config";
import { Terraform } from "../../sandbox/terraform/terraform";
import type { SigningResult } from "../../src/protocol/result";

/** The part of Terraform's state that is read here. */
interface State {
  readonly values?: {
    readonly root_module: {
      readonly resources: readonly {
        readonly type: string;
        readonly name: string;
        readonly values: { result?: string };
      }[];
    };
  };
}

/** An unchanged example, deployed with real Terraform. */
export class DeployedExample {
  private readonly folder: StateFolder;
  private readonly environment: Record<string, string>;
  private stacks: { readonly name: string; readonly terraform: Terraform }[] = [];

  constructor(
    private readonly name: string,
    private readonly place: Place,
    /** Called with each line that Terraform prints. */
    private readonly onLine?: (line: string) => void,
  ) {
    this.folder = new StateFolder(place, name);
    this.environment = { ...place.environment, ...terraformCliEnvironment(this.folder.path) };
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
    const synthesized = await synthesizeExample(this.name, this.folder.path, this.environment);
    synthesized.forEach(({ folder }) => this.place.prepareStack?.(folder));
    this.stacks = synthesized.map(({ name, folder }) => ({
      name,
      terraform: new Terraform(folder, this.environment, this.onLine),
    }));
    return synthesized;
  }

  public async outputsOf(stackName: string = this.name): Promise<Record<string, unknown>> {
    return this.stack(stackName).outputs();
  }

  /** What the signing jobs of all stacks returned. */
  public async signingResults(): Promise<SigningResult[]> {
    const states = (await Promise.all(this.stacks.map(async ({ terraform }) => terraform.showState()))) as State[];
    return states
      .flatMap(({ values }) => values?.root_module.resources ?? [])
      .filter(({ type, name }) => type === "aws_lambda_invocation" && name.endsWith("Invocation"))
      .map(({ values }) => JSON.parse(values.result ?? "null") as SigningResult);
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

  /** Destroys the remaining resources, regardless of earlier failures. */
  public async cleanUp(): Promise<void> {
    await this.folder.release(async () => this.destroy());
  }

  private stack(name: string): Terraform {
    const stack = this.stacks.find((candidate) => candidate.name === name);
    if (!stack) throw new Error(`The example ${this.name} has no stack ${name}`);
    return stack.terraform;
  }
}
