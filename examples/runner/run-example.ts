import { DeployedExample } from "./deployed-example";
import type { Place } from "./place";

export interface ExampleRunOptions {
  readonly place: Place;
  /** Environment variables that the README of the example requires. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Called with the name of each step that begins. */
  readonly step?: (text: string) => void;
  /** Called with each line that Terraform prints. */
  readonly terraformLine?: (line: string) => void;
  /** Inspects the deployment, or continues with it, before it is destroyed. */
  readonly whenDeployed?: (example: DeployedExample) => Promise<void>;
}

/**
 * Deploys an example, checks that a second deployment would change nothing, and destroys it.
 *
 * @throws Error that states what failed. What was deployed is destroyed even then
 */
export async function runExample(name: string, options: ExampleRunOptions): Promise<void> {
  const { step = () => undefined } = options;
  const example = new DeployedExample(name, options.place, options.terraformLine);
  try {
    step(`${name}: synth, init, apply`);
    await example.deploy(options.variables);
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
