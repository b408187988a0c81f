import { SigningJob } from "../../src";
import { lambdaProfile, newStack, OTHER_ACCOUNT, signingJob } from "../synth/fixtures";

describe("a stack that is printed in the Terraform language (`cdktf synth --hcl`)", () => {
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

  test("does not lose in silence what keeps a signature valid", () => {
    const stack = newStack();
    signingJob(stack, { revokeOnDestroy: false });
    stack.prepareStack();
    expect(() => stack.toHclTerraform()).toThrow(
      '"revokeOnDestroy: false" of "stack/job" needs a "removed" block, which "synth --hcl" leaves out',
    );
  });
});
