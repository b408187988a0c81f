import { DeployedExample } from "./deployed-example";
import { prepareExample } from "./preparation";

export interface ExampleRunOptions {
  readonly sandboxUrl: string;
  readonly accountId: string;
  /** Called with the name of each step that begins. */
  readonly step?: (text: string) => void;
  /** Called with each line that Terraform prints. */
  readonly terraformLine?: (line: string) => void;
  /** Inspects the deployment, or continues with it, before it is destroyed. */
  readonly whenDeployed?: (example: DeployedExample) => Promise<void>;
}

/**
 * Deploys an example to the sandbox, checks that a second deployment would change nothing, and destroys it.
 *
 * @throws Error that states what failed; even then no resource is left
 */
export async function runExample(name: string, options: ExampleRunOptions): Promise<void> {
  const { sandboxUrl, accountId, step = () => undefined } = options;
  const example = new DeployedExample(name, sandboxUrl, accountId, options.terraformLine);
  try {
    step(`${name}: synth, init, apply`);
    await example.deploy(await prepareExample(name, sandboxUrl, accountId));
    step(`${name}: plan, which must be empty`);
    const changes = await example.plannedChanges();
    if (changes !== "") throw new Error(`A second deployment of ${name} would change something:\n${changes}`);
    await options.whenDeployed?.(example);
    step(`${name}: destroy`);
    await example.destroy();
  } finally {
    await example.cleanUp();
  }
}
