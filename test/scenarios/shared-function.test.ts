import { ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import { TerraformStack } from "cdktf";
import { AppDeployment } from "./app-deployment";
import { packageBase64 } from "./packages";
import { Package, ReleasePipeline } from "./release-pipeline";
import { JobOutput, outputJob, VersionedBucket } from "./signing-stack";
import { describeWithTerraform } from "./terraform-under-test";
import { sandboxPlace } from "../../examples/runner/place";
import {
  ISigningFunction,
  Platform,
  SigningDestination,
  SigningJob,
  SigningFunction,
  SigningProfile,
  SigningSource,
} from "../../src";
import { TestAccount } from "../sandbox/test-account";

const FUNCTION_NAME = "shared-signing";
const ROLE_NAME = "shared-signing-role";

describeWithTerraform("a function that several stacks share", (sandbox) => {
  const account = new TestAccount(sandbox);
  const app = new AppDeployment(sandboxPlace(sandbox.url, account.id), ["platform", "team"]);
  const [platform, team] = [app.terraform("platform"), app.terraform("team")];
  let pipeline: ReleasePipeline;
  let release: Package;

  beforeAll(async () => {
    pipeline = await ReleasePipeline.create(account);
    release = await pipeline.upload("release.zip", "export const handler = async () => 'release';");
    app.declare((stacks) => {
      const shared = declarePlatform(stacks.platform);
      declareTeam(stacks.team, shared);
    });
  });

  afterAll(async () => {
    await app.cleanUp();
    account.destroy();
  });

  test("is deployed once, and signs for a later stack, as a construct and by its name", async () => {
    await platform.init();
    await platform.apply();
    await team.init();
    await team.apply();

    const jobs = (await team.outputs()) as unknown as Record<"own" | "byName", JobOutput>;
    expect(jobs.own.status).toBe("Succeeded");
    expect(jobs.byName.status).toBe("Succeeded");
    const invocations = await sandbox.calls({ operation: "Invoke", accountId: account.id });
    expect(new Set(invocations.map(({ functionName }) => functionName))).toEqual(new Set([FUNCTION_NAME]));
    expect((await team.stateList()).filter((address) => address.startsWith("aws_lambda_function."))).toEqual([]);
  });

  test("leaves the plans of both stacks empty", async () => {
    for (const plan of [await team.plan(), await platform.plan()]) expect(plan.isEmpty ? "" : plan.output).toBe("");
  });

  test("is missing in the later stack if its own stack is destroyed first, and works again when that is deployed again", async () => {
    await platform.run(["destroy", "-auto-approve", "-input=false", "-no-color"]);
    const { exitCode, output } = await team.run(["destroy", "-auto-approve", "-input=false", "-no-color"]);
    expect(exitCode).toBe(1);
    expect(output.replace(/[\s│]+/g, " ")).toMatch(
      /This object does not have an attribute named "cross-stack-output-aws_/,
    );
    expect((await team.stateList()).filter((address) => address.includes("_Revocation_"))).toHaveLength(1);

    await platform.apply();
    // Gives the role of the function the permissions of this stack again.
    await team.apply();
    expect(await sandbox.calls({ operation: "StartSigningJob", accountId: account.id })).toHaveLength(2);
  });

  test("revokes for the later stack when that is destroyed, and then has none of its permissions", async () => {
    expect(await rolePolicies()).toHaveLength(3);
    await team.destroy();

    const revocations = await sandbox.calls({ operation: "RevokeSignature", accountId: account.id });
    expect(revocations.map(({ status }) => status)).toEqual([200]);
    expect(await rolePolicies()).toEqual(["signing-jobs"]);
  });

  test("is destroyed by its own stack", async () => {
    await platform.destroy();
    expect(await platform.stateList()).toEqual([]);
  });

  async function rolePolicies(): Promise<string[]> {
    const { PolicyNames } = await account.root.iam.send(new ListRolePoliciesCommand({ RoleName: ROLE_NAME }));
    return PolicyNames ?? [];
  }

  function declarePlatform(stack: TerraformStack): SigningFunction {
    const shared = new SigningFunction(stack, "signing", { functionName: FUNCTION_NAME, roleName: ROLE_NAME });
    const signer = `arn:aws:signer:us-east-1:${account.id}`;
    const bucket = `arn:aws:s3:::${pipeline.bucketName}`;
    // A function that is referred to by its name needs these permissions from here.
    shared.addToRolePolicy({
      actions: ["signer:StartSigningJob"],
      resources: [`${signer}:/signing-profiles/${pipeline.profileName}`],
    });
    shared.addToRolePolicy({ actions: ["signer:DescribeSigningJob"], resources: [`${signer}:/signing-jobs/*`] });
    shared.addToRolePolicy({ actions: ["s3:GetObjectVersion"], resources: [`${bucket}/${release.key}`] });
    shared.addToRolePolicy({ actions: ["s3:PutObject"], resources: [`${bucket}/by-name/*`] });
    shared.addToRolePolicy({ actions: ["s3:ListBucket"], resources: [bucket] });
    return shared;
  }

  function declareTeam(stack: TerraformStack, shared: ISigningFunction): void {
    const packages = new VersionedBucket(stack, "packages");
    outputJob(
      stack,
      "own",
      new SigningJob(stack, "own-job", {
        profile: new SigningProfile(stack, "profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA }),
        source: SigningSource.fromObject(packages.object("package", "package.zip", packageBase64("team"))),
        destination: SigningDestination.toBucket(packages.bucket.bucket, "signed/"),
        signingFunction: shared,
        revokeOnDestroy: true,
      }),
    );
    outputJob(
      stack,
      "byName",
      new SigningJob(stack, "by-name-job", {
        profile: SigningProfile.fromSigningProfileName(stack, "release-profile", pipeline.profileName),
        source: SigningSource.fromBucket(release.bucketName, release.key, release.version),
        destination: SigningDestination.toBucket(pipeline.bucketName, "by-name/"),
        signingFunction: SigningFunction.fromFunctionName(stack, "by-name", FUNCTION_NAME),
      }),
    );
  }
});
