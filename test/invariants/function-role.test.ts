import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import {
  CancelSigningProfileCommand,
  DescribeSigningJobCommand,
  ListSigningJobsCommand,
  RevokeSignatureCommand,
  StartSigningJobCommand,
} from "@aws-sdk/client-signer";
import { SigningDestination, SigningFunction, SigningProfile, SigningSource } from "../../src";
import { eventually } from "../sandbox/eventually";
import { Clients, errorOf, moduleZip, TestAccount } from "../sandbox/test-account";
import { describeWithSandbox } from "../sandbox-under-test";
import { lambdaProfile, signingJob } from "../synth/fixtures";
import { Statement, statementsOf } from "../synth/policy";
import { Block, Template } from "../synth/template";

/** Not escaped, `*` and `?` would be wildcards, and `${$}` would be a `$`. */
const KEY = "release ${$} *?.zip";
const PREFIX = "signed *?/";
const LOOKALIKES = ["release ${$} x?.zip", "release ${$} *x.zip", "release $ *?.zip"];
const ZIP = moduleZip("export const handler = () => 1;");

const INVARIANT =
  "Invariant 6: the function's role can do only what the declared jobs need; " +
  "wildcards are where AWS has nothing narrower, or where the program asks for one";

describeWithSandbox(INVARIANT, (sandbox) => {
  const account = new TestAccount(sandbox);
  const versions: Record<string, string> = {};
  let source: string;
  let destination: string;
  let statements: Statement[];
  let role: Clients;
  let jobId = "";

  beforeAll(async () => {
    [source, destination] = [await account.createBucket(), await account.createBucket()];
    for (const key of [KEY, ...LOOKALIKES, "other.zip"]) versions[key] = await account.putObject(source, key, ZIP);
    for (const profileName of ["declared", "undeclared"]) await account.createProfile(profileName);
    statements = roleOfDeclaredJob();
    role = await account.assume(await account.createRole("function", statements));
  });

  afterAll(() => account.destroy());

  test("it signs what is declared, byte for byte", async () => {
    ({ jobId = "" } = await start("declared", KEY));
    const describe = async () => role.signer.send(new DescribeSigningJobCommand({ jobId }));
    await eventually(async () => (await describe()).status !== "InProgress");
    expect(await describe()).toMatchObject({
      status: "Succeeded",
      signedObject: { s3: { bucketName: destination, key: `${PREFIX}${jobId}.zip` } },
    });
  });

  test.each<[string, () => Promise<unknown>]>([
    ["sign with another profile", async () => start("undeclared", KEY)],
    ["sign another object", async () => start("declared", "other.zip")],
    ["sign to elsewhere", async () => start("declared", KEY, "elsewhere/")],
    ["read another object", async () => read("other.zip")],
    ...LOOKALIKES.map((key): [string, () => Promise<unknown>] => [`read "${key}"`, async () => read(key)]),
    [
      "read whatever version is the latest",
      async () => role.s3.send(new GetObjectCommand({ Bucket: source, Key: KEY })),
    ],
    ["write beside the prefix", async () => write(destination, "signed")],
    ["write where only the wildcard * would lead", async () => write(destination, "signed x?/app.zip")],
    ["write where only the wildcard ? would lead", async () => write(destination, "signed *x/app.zip")],
    ["write to the source", async () => write(source, KEY)],
    ["delete", async () => role.s3.send(new DeleteObjectCommand({ Bucket: source, Key: KEY }))],
    ["list jobs", async () => role.signer.send(new ListSigningJobsCommand({}))],
    ["revoke", async () => role.signer.send(new RevokeSignatureCommand({ jobId, reason: "never declared" }))],
    ["cancel its profile", async () => role.signer.send(new CancelSigningProfileCommand({ profileName: "declared" }))],
  ])("it may not %s", async (_, call) => {
    expect((await errorOf(call())).name).toMatch(/^AccessDenied/);
  });

  test("its wildcards are only those that have no narrower form", () => {
    const wildcards = statements.flatMap(({ Resource }) => Resource.filter((each) => /(?<!\$\{)\*/.test(each)));
    expect(wildcards.sort()).toEqual([
      expect.stringMatching(/^arn:aws:logs:.*:log-stream:\*$/),
      `arn:aws:s3:::${destination}/signed \${*}\${?}/*`,
      `arn:aws:signer:us-east-1:${account.id}:/signing-jobs/*`,
    ]);
  });

  test("a wider statement exists only if the program requests it, and more than IAM allows is an error", () => {
    const few = Template.of(jobsWithLongKeys(40));
    expect(readableKeys(few).filter((key) => key.endsWith("*"))).toEqual([]);
    expect(readableKeys(few)).toHaveLength(40);
    expect(few.warnings).toEqual([]);

    expect(() => Template.of(jobsWithLongKeys(90))).toThrow('call allowSources("packages", "releases/")');
    const allowed = Template.of((stack) => {
      SigningFunction.getOrCreate(stack).allowSources("packages", "releases/");
      jobsWithLongKeys(90)(stack);
    });
    expect(readableKeys(allowed)).toEqual(["releases/*"]);
    expect(allowed.warnings).toEqual([]);
  });

  /** The permissions that the construct gives to the function's role, with Terraform's references resolved for this account. */
  function roleOfDeclaredJob(): Statement[] {
    const template = Template.of((stack) => {
      const attributes = { signingProfileName: "declared" };
      signingJob(stack, {
        profile: SigningProfile.fromSigningProfileAttributes(stack, "profile", attributes),
        source: SigningSource.fromBucket(source, KEY, versions[KEY]),
        destination: SigningDestination.toBucket(destination, PREFIX),
      });
    });
    const references: Record<string, string> = {
      partition: "aws",
      id: "us-east-1",
      account_id: account.id,
      arn: `arn:aws:logs:us-east-1:${account.id}:log-group:/aws/lambda/function`,
    };
    const resolved = (resource: string): string =>
      resource.replace(/\$\{[\w.-]+\.(\w+)\}/g, (_, attribute: string) => references[attribute]);
    return statementsOf(template.resource("aws_iam_role_policy").policy).map((statement) => ({
      ...statement,
      Resource: statement.Resource.map(resolved),
    }));
  }

  async function start(profileName: string, key: string, prefix = PREFIX) {
    const s3 = { bucketName: source, key, version: versions[key] };
    const input = { profileName, source: { s3 }, destination: { s3: { bucketName: destination, prefix } } };
    return role.signer.send(new StartSigningJobCommand(input));
  }

  async function read(Key: string): Promise<unknown> {
    return role.s3.send(new GetObjectCommand({ Bucket: source, Key, VersionId: versions[Key] }));
  }

  async function write(Bucket: string, Key: string): Promise<unknown> {
    return role.s3.send(new PutObjectCommand({ Bucket, Key, Body: "forged" }));
  }
});

function jobsWithLongKeys(count: number): Parameters<typeof Template.of>[0] {
  return (stack) => {
    const profile = lambdaProfile(stack);
    for (let number = 0; number < count; number++) {
      const key = `releases/${"x".repeat(900)}${number}.zip`;
      signingJob(stack, { profile, source: SigningSource.fromBucket("packages", key, "v") }, `job-${number}`);
    }
  };
}

/** Keys of the bucket "packages" that all policies of the role together allow to read. */
function readableKeys(template: Template): string[] {
  const policies: Block[] = [
    ...Object.values(template.resources("aws_iam_role_policy")),
    ...Object.values(template.resources("aws_iam_policy")),
  ];
  return policies.flatMap(({ policy }) =>
    [...(policy as string).matchAll(/:s3:::packages\/([^"]+)"/g)].map(([, key]) => key),
  );
}
