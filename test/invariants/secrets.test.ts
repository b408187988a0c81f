import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { unzipSync } from "fflate";
import { HttpSigner, json } from "../handler/fakes/http-signer";
import { Event, signEvent } from "../handler/fakes/world";
import { handlerPackage } from "../reliability/handler-package";
import { moduleZip, TestAccount } from "../sandbox/test-account";
import { describeWithSandbox } from "../sandbox-under-test";

const run = promisify(execFile);
const RUN_BUNDLE = resolve(__dirname, "../handler/fakes/run-bundle.mjs");

// The deployment package in a process whose credentials are known here. `signing-jobs.test.ts` has the same for a whole stack.
describeWithSandbox("Invariant 7: secrets and credentials never reach event, result, state or log", (sandbox) => {
  const account = new TestAccount(sandbox);
  const folder = mkdtempSync(join(tmpdir(), "secrets-"));
  const bundle = join(folder, "index.mjs");
  const versions: Record<string, string> = {};
  let bucketName: string;
  let secrets: Record<string, string>;

  beforeAll(async () => {
    writeFileSync(bundle, unzipSync(handlerPackage().zip)["index.mjs"]);
    bucketName = await account.createBucket();
    versions.app = await account.putObject(bucketName, "app", moduleZip("export const handler = () => 1;"));
    versions.malformed = await account.putObject(bucketName, "malformed", "not a zip");
    versions.denied = await account.putObject(bucketName, "denied", "secret");
    await account.createProfile("app_profile");
    const role = await account.createRole("function", [
      { Effect: "Allow", Action: ["signer:*", "s3:*"], Resource: "*" },
      { Effect: "Deny", Action: "s3:GetObjectVersion", Resource: `arn:aws:s3:::${bucketName}/denied` },
    ]);
    const { accessKeyId, secretAccessKey, sessionToken = "" } = await account.sessionOf(role);
    secrets = {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
      DATABASE_PASSWORD: "planted-password",
    };
  });

  afterAll(() => {
    account.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each<[string, string, { key?: string; event?: Event; credentials?: Record<string, string> }]>([
    ["signs", '"status":"Succeeded"', {}],
    ["reports a job that failed", "SigningJobFailed", { key: "malformed" }],
    ["is denied something", "AccessDenied", { key: "denied", event: { timeoutSeconds: 1 } }],
    [
      "has its signature rejected",
      "SigningJobNotStarted",
      { event: { timeoutSeconds: 1 }, credentials: { AWS_SECRET_ACCESS_KEY: "planted-wrong-key" } },
    ],
    ["is sent what it does not understand", "InvalidRequest", { event: { password: true } }],
    ["does not know what went wrong", "unexpected-error", { credentials: { AWS_SESSION_TOKEN: "planted-токен" } }],
  ])("in all that the function says when it %s", async (_, words, { key = "app", event, credentials }) => {
    const source = { bucketName, key, version: versions[key] };
    const destination = { bucketName, prefix: "signed/" };
    const request = { ...signEvent({ source, destination, requestToken: randomUUID() }), ...event };
    const environment = { ...secrets, ...credentials };
    const said = await invoke(request, environment);
    expect(said).toContain(words);
    for (const secret of Object.values(environment)) expect(said).not.toContain(secret);
  });

  test("in the function's output when AWS repeats a request whose signature does not match", async () => {
    const signer = await HttpSigner.start();
    signer.respond = (response, request) => {
      const message = `No match.\n\nThe Canonical String for this request should have been\n'${JSON.stringify(request.headers)}'`;
      json(403, { message }, { "x-amzn-errortype": "InvalidSignatureException" })(response, request);
    };
    try {
      const said = await invoke(signEvent({ timeoutSeconds: 1 }), secrets, signer.url);
      expect(signer.received.map(({ headers }) => headers["x-amz-security-token"])).toContain(
        secrets.AWS_SESSION_TOKEN,
      );
      expect(said).toContain("No match.");
      for (const secret of Object.values(secrets)) expect(said).not.toContain(secret);
    } finally {
      await signer.stop();
    }
  });

  /** @returns result or error, and log */
  async function invoke(event: Event, environment: Record<string, string>, endpoint = sandbox.url): Promise<string> {
    const { stdout, stderr } = await run(process.execPath, [RUN_BUNDLE], {
      env: {
        BUNDLE: pathToFileURL(bundle).href,
        EVENT: JSON.stringify(event),
        AWS_REGION: "us-east-1",
        AWS_ENDPOINT_URL: endpoint,
        ...environment,
      },
    });
    return `${stdout}\n${stderr}`;
  }
});
