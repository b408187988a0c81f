import { TerraformStack } from "cdktf";
import { SigningJob, SigningSource } from "../../src";
import { lambdaProfile, newStack, OTHER_ACCOUNT, signingJob, token } from "../synth/fixtures";

describe("a stack in the Terraform language (`cdktf synth --hcl`)", () => {
  test("has the same signing job as in JSON", () => {
    const stack = newStack();
    const profile = lambdaProfile(stack);
    profile.grantStartSigningJob("allow", OTHER_ACCOUNT);
    const job: SigningJob = signingJob(stack, { profile, triggers: { release: '"7" ${x}' } });
    stack.prepareStack();
    const { hcl } = stack.toHclTerraform();
    expect(hcl).toContain(`resource "aws_lambda_invocation" "${job.resource.friendlyUniqueId}"`);
    expect(hcl).toContain('importJobId = "${null}"');
    expect(hcl).toContain('release = "${"\\"7\\" $${x}"}"');
    expect(hcl).toContain('"source" = {"bucketName" = "source-bucket", "key" = "unsigned/code.zip"');
  });

  test.each<[string, (stack: TerraformStack) => unknown, string]>([
    [
      "what keeps a signature valid",
      (stack) => signingJob(stack, { revokeOnDestroy: false }),
      '"revokeOnDestroy: false" of "stack/job"',
    ],
    [
      "what refuses another function for a revocation",
      (stack) => signingJob(stack, { revokeOnDestroy: true }),
      '"revokeOnDestroy" of "stack/job"',
    ],
    [
      "what refuses a bucket without versions",
      (stack) =>
        signingJob(stack, { source: SigningSource.fromAsset(__dirname, { bucket: "bucket", keyPrefix: "a/" }) }),
      "The asset a/",
    ],
    [
      "what refuses a job id that is null",
      (stack) => signingJob(stack, { importJobId: token(stack).text }),
      '"importJobId" of "stack/job", which is known only when Terraform runs,',
    ],
  ])("does not lose in silence %s", (_, declare, cause) => {
    const stack = newStack();
    declare(stack);
    stack.prepareStack();
    expect(() => stack.toHclTerraform()).toThrow(cause);
    expect(() => stack.toHclTerraform()).toThrow(
      'cannot be written by "synth --hcl": its "precondition", "postcondition" and "removed" blocks would be ' +
        "invalid or left out. Synthesize without --hcl",
    );
  });
});
