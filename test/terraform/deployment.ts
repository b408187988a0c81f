import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { terraformCliEnvironment } from "../../sandbox/terraform/cli-config";
import { DEFAULT_REGION, sandboxEnvironment } from "../../sandbox/terraform/sandbox-environment";
import { Terraform } from "../../sandbox/terraform/terraform";

const STACK = "under-test";

/**
 * One stack, deployed by real Terraform and the real AWS provider to an account of its own on the sandbox.
 *
 * The stack can be declared anew between applies, as a user edits a program; its state stays.
 */
export class Deployment {
  public readonly terraform: Terraform;
  private readonly folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-test-"));

  constructor(
    sandboxUrl: string,
    public readonly accountId: string,
  ) {
    this.terraform = new Terraform(join(this.folder, "cdktf.out", "stacks", STACK), {
      ...sandboxEnvironment(sandboxUrl, accountId),
      ...terraformCliEnvironment(this.folder),
    });
  }

  /** Synthesizes the stack that `declare` describes, and makes Terraform ready to work on it. */
  public async declare(declare: (stack: TerraformStack) => void): Promise<void> {
    const app = new App({ outdir: join(this.folder, "cdktf.out") });
    const stack = new TerraformStack(app, STACK);
    new LocalBackend(stack, { path: join(this.folder, "terraform.tfstate") });
    // Few retries: with the provider's default of 25, a fault that is meant to be fatal takes minutes.
    new AwsProvider(stack, "aws", { region: DEFAULT_REGION, maxRetries: 4 });
    declare(stack);
    app.synth();
    await this.terraform.init();
  }

  /** Destroys what is deployed and forgets the folder, whatever happened before. */
  public async cleanUp(): Promise<void> {
    try {
      await this.terraform.run(["destroy", "-auto-approve", "-input=false", "-no-color"]);
    } finally {
      rmSync(this.folder, { recursive: true, force: true });
    }
  }
}
