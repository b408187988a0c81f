import { InvokeCommand } from "@aws-sdk/client-lambda";
import { describeWithTerraform } from "./terraform-under-test";
import { sandboxPlace, type Place } from "../../examples/runner/place";
import type { ScenarioPlace, StartedJob } from "../../probes/acceptance/scenario-place";
import { acceptancePlace } from "../../probes/acceptance/test-runner";
import type { SandboxClient } from "../../sandbox/client";
import { TestAccount } from "../sandbox/test-account";

/**
 * A scenario that injects no faults and looks only at what AWS itself reports, so `npm run acceptance` runs it on AWS, too.
 * In Jest it runs on the sandbox.
 */
export function describeAnywhere(name: string, scenario: (place: ScenarioPlace) => void): void {
  const place = acceptancePlace();
  if (place !== undefined) {
    describe(name, () => scenario(place));
    return;
  }
  describeWithTerraform(name, (sandbox) => {
    const account = new TestAccount(sandbox);
    afterAll(() => account.destroy());
    scenario(new SandboxAccount(account, sandbox));
  });
}

/** An account that no other test uses, so the sandbox's record of its calls is exact. */
class SandboxAccount implements ScenarioPlace {
  public readonly accountId: string;
  public readonly clients: ScenarioPlace["clients"];
  public readonly environment: Place["environment"];

  constructor(
    { id, root }: TestAccount,
    private readonly sandbox: SandboxClient,
  ) {
    this.accountId = id;
    this.clients = root;
    this.environment = sandboxPlace(sandbox.url, id).environment;
  }

  public nameOf(name: string): string {
    return name;
  }

  public async startedJobs(): Promise<StartedJob[]> {
    const calls = await this.sandbox.calls({ operation: "StartSigningJob", accountId: this.accountId });
    return calls.filter(({ status }) => status === 200).map(({ jobId, key }) => ({ jobId: jobId!, key: key! }));
  }

  public async revokedJobs(): Promise<string[]> {
    const calls = await this.sandbox.calls({ operation: "RevokeSignature", accountId: this.accountId });
    return calls.map(({ jobId }) => jobId!);
  }
}

/** The result of the function that the scenario declares under `name`. */
export async function payloadOf(name: string, place: ScenarioPlace): Promise<unknown> {
  const FunctionName = place.nameOf(name);
  const { Payload } = await place.clients.lambda.send(new InvokeCommand({ FunctionName, Payload: "{}" }));
  return JSON.parse(Buffer.from(Payload ?? []).toString("utf8"));
}
