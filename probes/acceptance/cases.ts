import { join, resolve } from "node:path";
import { HeadObjectCommand } from "@aws-sdk/client-s3";
import type { RunPlace } from "./run-place";
import { runScenario } from "./test-runner";
import type { DeployedExample } from "../../examples/runner/deployed-example";
import { runExample } from "../../examples/runner/run-example";
import { exampleNames } from "../../examples/runner/synthesize";

export interface CaseContext {
  readonly place: RunPlace;
  /** Environment variables that an example requires. Throws `NotAsked` where they are not known. */
  readonly variablesOf: (example: string) => Promise<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly note: (line: string) => void;
}

/** Something that is deployed and destroyed. */
export interface Case {
  readonly id: string;
  readonly run: (context: CaseContext) => Promise<void>;
}

/** The scenarios of `test/scenarios` that inject no faults, and look only at what AWS itself reports. */
export const SCENARIOS = ["signed-lambda-package", "replace"];

export const CASES: readonly Case[] = [
  ...exampleNames().map((name) => ({ id: `example/${name}`, run: exampleCase(name) })),
  ...SCENARIOS.map((name) => ({ id: `scenario/${name}`, run: scenarioCase(name) })),
];

function exampleCase(name: string): Case["run"] {
  return async ({ place, variablesOf, signal, note }) => {
    const variables = await variablesOf(name);
    await runExample(name, {
      place,
      variables,
      step: (text) => {
        signal.throwIfAborted();
        note(text);
      },
      whenDeployed: async (example) => requireSignedObjects(example, place),
    });
  };
}

/** The bucket of each signed object must contain it. */
async function requireSignedObjects(example: DeployedExample, { clients }: RunPlace): Promise<void> {
  for (const { status, signedObject } of await example.signingResults()) {
    if (status !== "Succeeded") continue;
    const { bucketName: Bucket, key: Key } = signedObject;
    await clients.s3.send(new HeadObjectCommand({ Bucket: Bucket ?? "", Key: Key ?? "" }));
  }
}

function scenarioCase(name: string): Case["run"] {
  const file = join(resolve(__dirname, "..", "..", "test", "scenarios"), `${name}.test.ts`);
  return async ({ place, signal, note }) => {
    const results: string[] = [];
    await place.begin();
    const isPassed = await runScenario(
      async () => import(file),
      place,
      signal,
      ({ name: test, failure }) => {
        note(`${failure === undefined ? "passed" : "FAILED"}: ${test}`);
        if (failure !== undefined) results.push(failure);
      },
    );
    if (!isPassed) throw new Error(results.join("\n"));
  };
}

/** The cases whose id contains one of the texts. */
export function casesWith(texts: readonly string[]): readonly Case[] {
  const cases = CASES.filter(({ id }) => texts.some((text) => id.includes(text)));
  if (cases.length > 0) return cases;
  throw new Error(`Nothing has an id that contains ${texts.join(" or ")}. --list shows the ids.`);
}
