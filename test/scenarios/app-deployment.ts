import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import type { Place } from "../../examples/runner/place";
import { StateFolder } from "../../examples/runner/state-folder";
import { terraformCliEnvironment } from "../../sandbox/terraform/cli-config";
import { DEFAULT_REGION } from "../../sandbox/terraform/sandbox-environment";
import { Terraform } from "../../sandbox/terraform/terraform";

/** An app of stacks. Real Terraform and the real AWS provider deploy them one by one, as `cdktf deploy` does. */
export class AppDeployment<Id extends string> {
  private readonly folder: StateFolder;
  private readonly terraforms: Readonly<Record<Id, Terraform>>;

  /** @param stackIds in the order in which the stacks are to be deployed */
  constructor(
    private readonly place: Place,
    private readonly stackIds: readonly Id[],
  ) {
    this.folder = new StateFolder(place, "scenario");
    const environment = { ...place.environment, ...terraformCliEnvironment(this.folder.path) };
    const terraforms = stackIds.map((id) => [id, new Terraform(this.stackFolder(id), environment)]);
    this.terraforms = Object.fromEntries(terraforms) as Record<Id, Terraform>;
  }

  public terraform(id: Id): Terraform {
    return this.terraforms[id];
  }

  /** Synthesizes the app. It can be declared again between applies, as a user edits a program. Its state stays. */
  public declare(declare: (stacks: Readonly<Record<Id, TerraformStack>>) => void): void {
    const app = new App({ outdir: join(this.folder.path, "cdktf.out") });
    const stacks = this.stackIds.map((id) => {
      const stack = new TerraformStack(app, id);
      new LocalBackend(stack, { path: join(this.folder.path, `${id}.tfstate`) });
      // Few retries: with the provider's default of 25, a fault that is meant to be fatal takes minutes.
      new AwsProvider(stack, "aws", { region: this.place.environment.AWS_REGION ?? DEFAULT_REGION, maxRetries: 4 });
      return [id, stack];
    });
    declare(Object.fromEntries(stacks) as Record<Id, TerraformStack>);
    app.synth();
    this.stackIds.forEach((id) => this.place.prepareStack?.(this.stackFolder(id)));
  }

  /** Destroys what is deployed, last stack first, regardless of earlier failures. */
  public async cleanUp(): Promise<void> {
    await this.folder.release(async () => {
      for (const id of [...this.stackIds].reverse()) {
        const { exitCode } = await this.terraform(id).run(["destroy", "-auto-approve", "-input=false", "-no-color"]);
        if (exitCode !== 0 && this.place.stateFolder !== undefined) {
          throw new Error(`The stack ${id} could not be destroyed. Its state is in ${this.folder.path}.`);
        }
      }
    });
  }

  private stackFolder(id: Id): string {
    return join(this.folder.path, "cdktf.out", "stacks", id);
  }
}
