import { TerraformStack } from "cdktf";
import { AppDeployment } from "./app-deployment";
import type { Terraform } from "../../sandbox/terraform/terraform";

const STACK = "under-test";

/** An app of one stack, deployed. */
export class Deployment {
  public readonly terraform: Terraform;
  private readonly app: AppDeployment<typeof STACK>;

  constructor(
    sandboxUrl: string,
    public readonly accountId: string,
  ) {
    this.app = new AppDeployment(sandboxUrl, accountId, [STACK]);
    this.terraform = this.app.terraform(STACK);
  }

  /** Synthesizes the stack that `declare` describes, and makes Terraform ready to work on it. */
  public async declare(declare: (stack: TerraformStack) => void): Promise<void> {
    this.app.declare((stacks) => declare(stacks[STACK]));
    await this.terraform.init();
  }

  /** Destroys what is deployed and forgets the folder, whatever happened before. */
  public async cleanUp(): Promise<void> {
    await this.app.cleanUp();
  }
}
