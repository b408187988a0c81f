import { TerraformStack } from "cdktf";
import { AppDeployment } from "./app-deployment";
import { sandboxPlace, type Place } from "../../examples/runner/place";
import type { Terraform } from "../../sandbox/terraform/terraform";

const STACK = "under-test";

/** An app of one stack. */
export class PlacedDeployment {
  public readonly terraform: Terraform;
  public readonly accountId: string;
  private readonly app: AppDeployment<typeof STACK>;

  constructor(place: Place) {
    this.accountId = place.accountId;
    this.app = new AppDeployment(place, [STACK]);
    this.terraform = this.app.terraform(STACK);
  }

  /** Synthesizes the stack that `declare` describes, and makes Terraform ready to work on it. */
  public async declare(declare: (stack: TerraformStack) => void): Promise<void> {
    this.app.declare((stacks) => declare(stacks[STACK]));
    await this.terraform.init();
  }

  /** Destroys what is deployed, and deletes the folder, regardless of earlier failures. */
  public async cleanUp(): Promise<void> {
    await this.app.cleanUp();
  }
}

/** An app of one stack, deployed to an account of the sandbox. */
export class Deployment extends PlacedDeployment {
  constructor(sandboxUrl: string, accountId: string) {
    super(sandboxPlace(sandboxUrl, accountId));
  }
}
