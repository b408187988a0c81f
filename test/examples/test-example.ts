import type { DeployedExample } from "../../examples/runner/deployed-example";
import { sandboxPlace } from "../../examples/runner/place";
import { prepareExample } from "../../examples/runner/preparation";
import { runExample } from "../../examples/runner/run-example";
import type { SandboxClient } from "../../sandbox/client";
import { TestAccount } from "../sandbox/test-account";
import { describeWithTerraform } from "../scenarios/terraform-under-test";

/** A deployed example with an empty plan, before it is destroyed. */
export interface ExampleUnderTest {
  readonly example: DeployedExample;
  /** The account that it is deployed to. */
  readonly account: TestAccount;
  readonly sandbox: SandboxClient;
}

export interface ExampleExpectations {
  readonly whenDeployed: (underTest: ExampleUnderTest) => Promise<void>;
  readonly whenDestroyed?: (underTest: Omit<ExampleUnderTest, "example">) => Promise<void>;
}

/**
 * Runs an example as `npm run examples` does: deploys it, checks that a second plan is empty, and destroys it.
 *
 * @param promise what else it shows, which the expectations check
 */
export function testExample(name: string, promise: string, expectations: ExampleExpectations): void {
  describeWithTerraform(`the example ${name}`, (sandbox) => {
    const account = new TestAccount(sandbox);

    afterAll(() => account.destroy());

    test(`is deployed, then unchanged, and destroyed; and it ${promise}`, async () => {
      const lines: string[] = [];
      await runExample(name, {
        place: sandboxPlace(sandbox.url, account.id),
        variables: await prepareExample(name, sandbox.url, account.id),
        terraformLine: (line) => lines.push(line),
        whenDeployed: async (example) => expectations.whenDeployed({ example, account, sandbox }),
      });
      expect(lines).toContainEqual(expect.stringMatching(/^Apply complete! Resources: [1-9]/));
      expect(lines).toContainEqual(expect.stringMatching(/^Destroy complete! Resources: [1-9]/));
      await expectations.whenDestroyed?.({ account, sandbox });
    });
  });
}

/** Ids of the jobs whose signatures an account has revoked. */
export async function revokedJobs(sandbox: SandboxClient, accountId: string): Promise<(string | undefined)[]> {
  const calls = await sandbox.calls({ accountId, operation: "RevokeSignature" });
  return calls.filter(({ status }) => status === 200).map(({ jobId }) => jobId);
}
