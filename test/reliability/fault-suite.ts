import { setTimeout } from "node:timers/promises";
import { beginning, FaultRow, faultRows } from "./fault-matrix";
import { FunctionPackage, handlerPackage } from "./handler-package";
import { Answer, Event, SigningFunction } from "./signing-function";
import type { SandboxClient } from "../../sandbox/client";
import { describeWithSandbox } from "../sandbox-under-test";

const SHORT_JOB_SECONDS = 0.2;

/** Applies are further apart than the rounding of AWS Signer's times, which count whole seconds. */
const BETWEEN_APPLIES_MS = 3_000;

/** The tools of a test of the fault matrix. */
export interface FaultSuite {
  readonly sandbox: SandboxClient;
  readonly handler: FunctionPackage;
  /** The function that the tests share. An injected fault lasts for one test. */
  readonly signer: SigningFunction;
}

/** Tests of the fault matrix, on one function in a separate account. */
export function describeFaults(name: string, tests: (suite: FaultSuite) => void): void {
  // Jobs, retries and processes take real time here.
  describeWithSandbox(name, (sandbox) => {
    const handler = handlerPackage();
    let signer: SigningFunction;

    beforeAll(async () => {
      signer = await SigningFunction.deploy(sandbox, handler);
    });
    beforeEach(async () => signer.fault({ effect: { type: "jobDuration", seconds: SHORT_JOB_SECONDS } }));
    afterEach(async () => signer.removeFaults());
    afterAll(() => signer.close());

    tests({
      sandbox,
      handler,
      get signer() {
        return signer;
      },
    });
  });
}

/** A test of the fault matrix, given its row: what the table says the user sees is what the test expects. */
export function row(testName: string, proof: (row: FaultRow) => Promise<void>): void {
  const found = faultRows().find((candidate) => candidate.testName === testName);
  if (found === undefined) throw new Error(`docs/reliability.md has no row for "${testName}"`);
  test(testName, async () => proof(found));
}

export function expectSeen({ functionError, payload }: Answer, { seen }: FaultRow): void {
  expect(seen).toHaveLength(2);
  const [errorType, errorMessage] = seen.map((text) => expect.stringMatching(beginning(text)));
  expect({ functionError, ...payload }).toMatchObject({ functionError: "Unhandled", errorType, errorMessage });
}

/** The invocation must return a result, so the user sees nothing of the fault. */
export async function sign({ signer }: FaultSuite, event: Event): Promise<{ jobId: string; status: string }> {
  const { payload } = await signer.invoke(event);
  expect(payload).toMatchObject({ status: "Succeeded", imported: false });
  return payload;
}

/** @returns what tells of the jobs that were started since */
export async function jobsFromNow({
  signer,
}: FaultSuite): Promise<() => Promise<{ jobId?: string; status?: string }[]>> {
  const earlier = new Set((await signer.jobs()).map(({ jobId }) => jobId));
  return async () => {
    const later = (await signer.jobs()).filter(({ jobId }) => !earlier.has(jobId));
    return later.map(({ jobId, status }) => ({ jobId, status }));
  };
}

/** The minimum time in which a user applies again. */
export async function untilNextApply(): Promise<void> {
  await setTimeout(BETWEEN_APPLIES_MS);
}
