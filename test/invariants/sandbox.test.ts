import { GetSigningProfileCommand, ListSigningJobsCommand, StartSigningJobCommand } from "@aws-sdk/client-signer";
import { BackendClient, BackendRequest } from "../../sandbox/backend/backend-client";
import type { FaultEffect } from "../../sandbox/client";
import { errorOf, moduleZip, TestAccount } from "../sandbox/test-account";
import { describeWithSandbox } from "../sandbox-under-test";

type Request = Partial<BackendRequest> & Pick<BackendRequest, "service" | "path">;

const FUNCTIONS = "/2015-03-31/functions";
const QUERY = { "content-type": "application/x-www-form-urlencoded" };

describeWithSandbox(
  "Invariant 8: the sandbox never pretends: an operation that it does not implement returns an explicit error",
  (sandbox) => {
    const account = new TestAccount(sandbox);
    const http = new BackendClient(sandbox.url);
    let bucketName: string;
    let version: string;

    beforeAll(async () => {
      bucketName = await account.createBucket();
      version = await account.putObject(bucketName, "app.zip", moduleZip("export const handler = () => 1;"));
      await account.createProfile("app_profile");
      await account.createFunction("python", { Runtime: "python3.12" });
    });

    afterAll(() => {
      http.close();
      account.destroy();
    });

    test.each<[string, Request, number, string]>([
      [
        "an operation that AWS Signer may get one day",
        { service: "signer", method: "POST", path: "/signing-jobs/in-bulk", body: "{}" },
        501,
        "POST /signing-jobs/in-bulk is no operation of AWS Signer that this sandbox knows",
      ],
      [
        "an option that AWS Signer may get one day",
        {
          service: "signer",
          method: "PUT",
          path: "/signing-profiles/quantum",
          body: JSON.stringify({ platformId: "AWSLambda-SHA384-ECDSA", postQuantum: true }),
        },
        400,
        "Member 'postQuantum' is not known",
      ],
      [
        "an invocation that nobody waits for",
        {
          service: "lambda",
          method: "POST",
          path: `${FUNCTIONS}/python/invocations`,
          headers: { "x-amz-invocation-type": "Event" },
        },
        400,
        "The sandbox invokes functions synchronously (RequestResponse) or not at all (DryRun), not with the type Event",
      ],
      [
        "an invocation whose answer is streamed",
        { service: "lambda", method: "POST", path: "/2021-11-15/functions/python/response-streaming-invocations" },
        400,
        "The sandbox does not implement InvokeWithResponseStream",
      ],
      [
        "a function that is not for Node.js",
        { service: "lambda", method: "POST", path: `${FUNCTIONS}/python/invocations` },
        400,
        "It cannot run python: its runtime is python3.12",
      ],
      [
        "a function of another account",
        { service: "lambda", method: "POST", path: `${FUNCTIONS}/222222222222%3Afunction%3Apython/invocations` },
        400,
        "The sandbox serves functions of the caller's own account and Region only",
      ],
      [
        "an action of IAM that its backend leaves out",
        { service: "iam", method: "POST", path: "/", headers: QUERY, body: "Action=SignCode&Version=2010-05-08" },
        400,
        "Unknown IAM action: SignCode",
      ],
      [
        "a service of AWS that it does not have",
        { service: "polly", path: "/v1/voices" },
        400,
        "Unsupported service: polly",
      ],
    ])("%s", async (_, request, status, words) => {
      const credentials = account.rootCredentials;
      const answer = await http.send({ region: "us-east-1", credentials, method: "GET", ...request });
      expect(answer.status).toBe(status);
      expect(answer.body.toString()).toContain(words);
    });

    test("a policy condition that it cannot evaluate", async () => {
      const Condition = { NumericEquals: { "signer:ProfileVersion": "1" } };
      const role = await account.createRole("conditional", [
        { Effect: "Allow", Action: ["signer:*", "s3:*"], Resource: "*", Condition },
      ]);
      const { signer } = await account.assume(role);
      const start = new StartSigningJobCommand({
        profileName: "app_profile",
        source: { s3: { bucketName, key: "app.zip", version } },
        destination: { s3: { bucketName, prefix: "signed/" } },
      });
      expect((await errorOf(signer.send(start))).message).toContain(
        "cannot decide the condition operator NumericEquals",
      );
    });

    test("a fault that it cannot inject", async () => {
      const effect = { type: "earthquake" } as unknown as FaultEffect;
      const match = { accountId: account.id };
      expect((await errorOf(sandbox.addFault({ match, effect }))).message).toContain("earthquake");
    });

    test("nothing is changed after such an error", async () => {
      const { signer } = account.root;
      expect((await signer.send(new ListSigningJobsCommand({}))).jobs).toEqual([]);
      const profileName = "quantum";
      const profile = await errorOf(signer.send(new GetSigningProfileCommand({ profileName })));
      expect(profile.name).toBe("ResourceNotFoundException");
      expect(await sandbox.functionLog(account.id, "python")).toEqual([]);
    });
  },
);
