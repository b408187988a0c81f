import { format } from "node:util";
import { expect } from "expect";
import type { ScenarioPlace } from "./scenario-place";

type Step = () => unknown;

interface Suite {
  readonly before: Step[];
  readonly tests: { readonly name: string; readonly run: Step }[];
  readonly after: Step[];
}

export interface TestResult {
  readonly name: string;
  /** Why it failed. */
  readonly failure?: string;
}

const PLACE = Symbol.for("cdktf-aws-signer.acceptance-place");
type Shared = { [PLACE]?: ScenarioPlace };

/** Where the scenario under way is deployed; `undefined` in Jest. */
export function acceptancePlace(): ScenarioPlace | undefined {
  return (globalThis as Shared)[PLACE];
}

/**
 * Runs a test file of a scenario outside Jest, in this process: only so can a run be interrupted between two steps, and
 * still remove what it created. After a failed test, the rest of the scenario is not run, because tests build on each
 * other.
 */
export async function runScenario(
  load: () => Promise<unknown>,
  place: ScenarioPlace,
  signal: AbortSignal,
  onResult: (result: TestResult) => void,
): Promise<boolean> {
  const suite: Suite = { before: [], tests: [], after: [] };
  await declareIn(suite, place, load);
  try {
    for (const step of suite.before) await step();
    for (const { name, run } of suite.tests) {
      signal.throwIfAborted();
      const failure = await failureOf(run);
      onResult({ name, failure });
      if (failure !== undefined) return false;
    }
    return true;
  } finally {
    for (const step of suite.after) await step();
  }
}

/** Loads a test file, whose declarations go into the suite. */
async function declareIn(suite: Suite, place: ScenarioPlace, load: () => Promise<unknown>): Promise<void> {
  const globals = jestGlobals(suite);
  const names = Object.keys(globals) as (keyof typeof globalThis)[];
  const earlier = Object.fromEntries(names.map((name) => [name, globalThis[name] as unknown]));
  // The tests look for it when they run.
  const { expect: jestExpect } = globalThis as { expect?: unknown };
  Object.assign(globalThis, globals, { [PLACE]: place, expect: jestExpect ?? expect });
  try {
    await load();
  } finally {
    Object.assign(globalThis, earlier, { [PLACE]: undefined });
  }
}

/** As much of Jest as these files use. */
function jestGlobals({ before, tests, after }: Suite): object {
  const test = (name: string, run: Step): void => {
    tests.push({ name, run });
  };
  test.each =
    (rows: readonly unknown[][]) =>
    (name: string, run: (...row: unknown[]) => unknown): void =>
      rows.forEach((row) => test(format(name, ...row), () => run(...row)));
  return {
    describe: (_name: string, declare: () => void) => declare(),
    test,
    beforeAll: (step: Step) => before.push(step),
    afterAll: (step: Step) => after.push(step),
  };
}

async function failureOf(run: Step): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
