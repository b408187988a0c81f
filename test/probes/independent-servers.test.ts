import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { synthesizeExample } from "../../examples/runner/synthesize";
import { RunNames } from "../../probes/aws/names";
import { KNOWN_DIFFERENCES, surprisesOf } from "../../probes/known-differences";
import { emulatorTarget } from "../../probes/run/local-target";
import { Redaction, reported } from "../../probes/run/report";
import { Runner } from "../../probes/run/runner";
import { startMinistack } from "../../probes/servers/ministack";
import { MotoUnavailable, startMoto } from "../../probes/servers/moto";
import type { RunningServer } from "../../probes/servers/python-server";
import { PROBES } from "../../probes/themes";
import { BackendUnavailableError } from "../../sandbox";
import { SandboxClient } from "../../sandbox/client";
import { terraformCliEnvironment } from "../../sandbox/terraform/cli-config";
import { sandboxEnvironment } from "../../sandbox/terraform/sandbox-environment";
import { Terraform } from "../../sandbox/terraform/terraform";
import { moduleZip, TestAccount } from "../sandbox/test-account";
import { testWithTerraform } from "../with-terraform";

const LOG = (line: string): void => console.error(line);
const HANDLER = resolve(__dirname, "..", "..", "assets", "signing-job-handler.zip");

/** Starts a server, or reports that this machine cannot run it. */
async function startOrSkip(start: () => Promise<RunningServer>): Promise<RunningServer | undefined> {
  try {
    return await start();
  } catch (error) {
    const isMissing = error instanceof MotoUnavailable || error instanceof BackendUnavailableError;
    if (!isMissing || (process.env.CI && error instanceof BackendUnavailableError)) throw error;
    console.warn(`SKIPPED: ${error.message}`);
    return undefined;
  }
}

async function surprises(server: "ministack" | "moto", url: string, otherAccount?: string): Promise<string[]> {
  const target = await emulatorTarget(url, { region: "us-east-1", otherAccount });
  const names = new RunNames();
  const redaction = new Redaction(target, names.run);
  try {
    const { signal } = new AbortController();
    const results = await new Runner(target, { probes: PROBES, names, isPatient: false, signal }).askAll();
    return surprisesOf(
      KNOWN_DIFFERENCES[server],
      results.map((result) => reported(result, redaction)),
    );
  } finally {
    target.clients.destroy();
    target.other?.clients.destroy();
  }
}

test("moto differs from the assumptions about AWS only in the known ways", async () => {
  const moto = await startOrSkip(async () => startMoto(LOG));
  try {
    if (moto) expect(await surprises("moto", moto.url)).toEqual([]);
  } finally {
    await moto?.stop();
  }
});

describe("ministack, with its own AWS Signer", () => {
  let ministack: RunningServer | undefined;
  beforeAll(async () => {
    ministack = await startOrSkip(async () => startMinistack(LOG));
  });
  afterAll(async () => ministack?.stop());

  test("differs from the assumptions about AWS only in the known ways", async () => {
    if (ministack) expect(await surprises("ministack", ministack.url, "222222222222")).toEqual([]);
  });

  test("runs the function of the library, which signs there", async () => {
    if (!ministack) return;
    const account = new TestAccount(new SandboxClient(ministack.url));
    try {
      const bucket = await account.createBucket();
      const version = await account.putObject(bucket, "app.zip", moduleZip("export const x = 1;"));
      await account.createProfile("app_profile");
      const statement = { Effect: "Allow", Action: ["signer:*", "s3:*"], Resource: "*" };
      const Role = await account.createRole("signer", [statement]);
      await account.createFunction("signer", { Role, Code: { ZipFile: readFileSync(HANDLER) }, Timeout: 60 });
      const { payload } = await account.invoke("signer", {
        protocolVersion: 1,
        operation: "sign",
        requestToken: "0d1fe0f8-9f0a-4a5e-b7f5-3e6f1d3f8c55",
        source: { bucketName: bucket, key: "app.zip", version },
        destination: { bucketName: bucket, prefix: "signed/" },
        profileName: "app_profile",
      });
      expect(payload).toMatchObject({
        status: "Succeeded",
        jobOwner: account.id,
        signedObject: { bucketName: bucket, key: expect.stringMatching(/^signed\/.*\.zip$/) as string },
      });
    } finally {
      account.destroy();
    }
  });

  testWithTerraform(
    "deploys the example sign-lambda-package without its code signing config, and nothing is left to do",
    async () => {
      if (!ministack) return;
      const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-ministack-"));
      const environment = { ...sandboxEnvironment(ministack.url), ...terraformCliEnvironment(folder) };
      const [stack] = await synthesizeExample("sign-lambda-package", folder, environment);
      removeCodeSigning(join(stack.folder, "cdk.tf.json"));
      const terraform = new Terraform(stack.folder, environment);
      try {
        await terraform.init();
        await terraform.apply();
        expect(await terraform.outputs()).toMatchObject({ status: "Succeeded" });
        expect((await terraform.plan()).isEmpty).toBe(true);
      } finally {
        await terraform.destroy();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});

/**
 * ministack has no code signing configs, and the AWS provider crashes on what it answers instead. What it signs is a receipt,
 * which no function can be deployed from: the function gets the package that was to be signed.
 */
function removeCodeSigning(file: string): void {
  const stack = JSON.parse(readFileSync(file, "utf8")) as { resource: Record<string, Record<string, object>> };
  const { resource } = stack;
  delete resource.aws_lambda_code_signing_config;
  const [object] = Object.keys(resource.aws_s3_object);
  Object.assign(resource.aws_lambda_function.function, {
    code_signing_config_arn: undefined,
    s3_key: `\${aws_s3_object.${object}.key}`,
  });
  writeFileSync(file, JSON.stringify(stack, null, 2));
}
