import { DescribeSigningJobCommand, StartSigningJobCommand } from "@aws-sdk/client-signer";
import { describeWithSandbox } from "../../sandbox-under-test";
import { eventually } from "../eventually";
import { moduleZip, TestAccount } from "../test-account";

describeWithSandbox("a signing job of a role that can read exactly its source", (sandbox) => {
  const account = new TestAccount(sandbox);
  let bucket = "";

  beforeAll(async () => {
    bucket = await account.createBucket();
    await account.createProfile("app");
  });
  afterAll(() => account.destroy());

  test.each(["/a.zip", "a//b.zip", "trailing/", "./a.zip"])("signs an object with the key %s", async (key) => {
    const version = await account.putObject(bucket, key, moduleZip("export const handler = () => 1;"));
    const role = await account.createRole(`reader-${key.replace(/\W/g, "-")}`, [
      { Effect: "Allow", Action: ["signer:StartSigningJob", "signer:DescribeSigningJob"], Resource: "*" },
      { Effect: "Allow", Action: "s3:GetObjectVersion", Resource: `arn:aws:s3:::${bucket}/${key}` },
      { Effect: "Allow", Action: "s3:PutObject", Resource: `arn:aws:s3:::${bucket}/signed/*` },
      { Effect: "Allow", Action: "s3:ListBucket", Resource: `arn:aws:s3:::${bucket}` },
    ]);
    const { signer } = await account.assume(role);

    const { jobId } = await signer.send(
      new StartSigningJobCommand({
        source: { s3: { bucketName: bucket, key, version } },
        destination: { s3: { bucketName: bucket, prefix: "signed/" } },
        profileName: "app",
        clientRequestToken: `token-of-${Buffer.from(key).toString("hex")}`,
      }),
    );
    let status: string | undefined;
    await eventually(async () => {
      ({ status } = await signer.send(new DescribeSigningJobCommand({ jobId })));
      return status !== "InProgress";
    });
    expect(status).toBe("Succeeded");
  });
});
