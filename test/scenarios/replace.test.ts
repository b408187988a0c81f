import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { TerraformOutput, TerraformStack } from "cdktf";
import { describeAnywhere } from "./anywhere";
import { PlacedDeployment } from "./deployment";
import { Platform, SigningDestination, SigningJob, SigningProfile, SigningSource } from "../../src";

describeAnywhere("terraform apply -replace of a resource of a signing job", (place) => {
  const deployment = new PlacedDeployment(place);
  const { terraform } = deployment;

  beforeAll(async () => {
    await deployment.declare(program);
    await terraform.apply();
  });

  afterAll(async () => {
    await deployment.cleanUp();
  });

  // docs/reliability.md has the same as a table.
  test.each<[resource: string, signsAgain: string[], revokesTheSignatureOf: string[]]>([
    ["plain_Request", ["plain"], []],
    ["plain_Invocation", [], []],
    ["revoking_Request", ["revoking"], ["revoking"]],
    ["revoking_RevokingFunction", [], []],
    ["revoking_Invocation", [], []],
    ["_Version_", ["plain", "revoking"], ["revoking"]],
    ["_Object_", ["plain", "revoking"], ["revoking"]],
    ["aws_signer_signing_profile.", ["plain", "revoking"], ["revoking"]],
    ["revoking_Revocation", [], ["revoking"]],
  ])("%s signs again: %j, and revokes the signature of: %j", async (resource, signsAgain, revokes) => {
    const before = await jobIds();
    const address = (await terraform.stateList()).find((each) => each.includes(resource));
    const { length: earlier } = await place.revokedJobs();
    await terraform.apply(`-replace=${address}`);

    const after = await jobIds();
    expect(Object.keys(after).filter((job) => after[job] !== before[job])).toEqual(signsAgain);
    expect((await place.revokedJobs()).slice(earlier)).toEqual(revokes.map((job) => before[job]));
  });

  async function jobIds(): Promise<Record<string, string>> {
    return (await terraform.outputs()) as Record<string, string>;
  }

  function program(stack: TerraformStack): void {
    const profile = new SigningProfile(stack, "profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA });
    const { bucket } = new S3Bucket(stack, "bucket", { bucketPrefix: "replace-", forceDestroy: true });
    const versioning = new S3BucketVersioningA(stack, "versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    const source = SigningSource.fromAsset(__dirname, { bucket, dependsOn: [versioning] });
    const destination = SigningDestination.toBucket(bucket, "signed/");
    const plain = new SigningJob(stack, "plain", { profile, source, destination });
    const revoking = new SigningJob(stack, "revoking", { profile, source, destination, revokeOnDestroy: true });
    for (const [name, { jobId }] of Object.entries({ plain, revoking })) {
      new TerraformOutput(stack, `id-${name}`, { value: jobId }).overrideLogicalId(name);
    }
  }
});
