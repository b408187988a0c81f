import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { terraformCliEnvironment } from "../../sandbox/terraform/cli-config";
import { DEFAULT_REGION, sandboxEnvironment } from "../../sandbox/terraform/sandbox-environment";
import { Terraform } from "../../sandbox/terraform/terraform";

/**
 * An app of stacks, which are deployed one by one, as `cdktf deploy` does, by real Terraform and the real AWS provider to an
 * account of its own on the sandbox.
 */
export class AppDeployment<Id extends string> {
  private readonly folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-test-"));
  private readonly terraforms: Readonly<Record<Id, Terraform>>;

  /** @param stackIds in the order in which the stacks are to be deployed */
  constructor(
    sandboxUrl: string,
    accountId: string,
    private readonly stackIds: readonly Id[],
  ) {
    const environment = { ...sandboxEnvironment(sandboxUrl, accountId), ...terraformCliEnvironment(this.folder) };
    const terraforms = stackIds.map((id) => [
      id,
      new Terraform(join(this.folder, "cdktf.out", "stacks", id), environment),
    ]);
    this.terraforms = Object.fromEntries(terraforms) as Record<Id, Terraform>;
  }

  public terraform(id: Id): Terraform {
    return this.terraforms[id];
  }

  /** Synthesizes the app. It can be declared anew between applies, as a user edits a program; its state stays. */
  public declare(declare: (stacks: Readonly<Record<Id, TerraformStack>>) => void): void {
    const app = new App({ outdir: join(this.folder, "cdktf.out") });
    const stacks = this.stackIds.map((id) => {
      const stack = new TerraformStack(app, id);
      new LocalBackend(stack, { path: join(this.folder, `${id}.tfstate`) });
      // Few retries: with the provider's default of 25, a fault that is meant to be fatal takes minutes.
      new AwsProvider(stack, "aws", { region: DEFAULT_REGION, maxRetries: 4 });
      return [id, stack];
    });
    declare(Object.fromEntries(stacks) as Record<Id, TerraformStack>);
    app.synth();
  }

  /** Destroys what is deployed, last stack first, and forgets the folder, whatever happened before. */
  public async cleanUp(): Promise<void> {
    try {
      for (const id of [...this.stackIds].reverse()) {
        await this.terraform(id).run(["destroy", "-auto-approve", "-input=false", "-no-color"]);
      }
    } finally {
      rmSync(this.folder, { recursive: true, force: true });
    }
  }
}
