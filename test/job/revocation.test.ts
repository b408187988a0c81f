import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import { Lazy, TerraformStack } from "cdktf";
import { SigningJobProps, SigningFunction } from "../../src";
import { lambdaProfile, OTHER_ACCOUNT, signingJob, token } from "../synth/fixtures";
import { show, Template } from "../synth/template";

const INVOCATION = "aws_lambda_invocation";
const POLICY = "aws_iam_role_policy";

function revoking(props: Partial<SigningJobProps> = {}): Template {
  return Template.of((stack) => void signingJob(stack, { revokeOnDestroy: true, ...props }));
}

function policiesThatRevoke(template: Template): string[] {
  return Object.values(template.resources(POLICY))
    .map(({ policy }) => policy as string)
    .filter((policy) => policy.includes("signer:RevokeSignature"));
}

describe("a job that revokes its signature", () => {
  test("does so when Terraform deletes its revocation", () => {
    const template = revoking();
    const signing = template.address(INVOCATION, "job_Invocation");
    expect(template.resource(INVOCATION, "job_Revocation")).toMatchObject({
      function_name: `\${${template.address("aws_lambda_function")}.function_name}`,
      lifecycle_scope: "CRUD",
      input:
        `\${jsonencode({"protocolVersion" = 1, "operation" = "revoke", "signingJob" = jsondecode(${signing}.result), ` +
        '"reason" = "Destroyed or replaced by Terraform", "address" = ' +
        `"${template.address(INVOCATION, "job_Revocation")}"})}`,
    });
  });

  test("stores two values in state: the request, and the function that revokes", () => {
    expect(Object.keys(revoking().resources("terraform_data"))).toEqual([
      expect.stringMatching(/^AwsSignerFunction_/),
      expect.stringMatching(/^job_Request_/),
      expect.stringMatching(/^job_RevokingFunction_/),
    ]);
  });

  test("passes the given reason on", () => {
    const template = revoking({ revocationReason: 'Release "7" withdrawn: ${why}' });
    expect(template.resource(INVOCATION, "job_Revocation").input).toContain(
      '"reason" = "Release \\"7\\" withdrawn: $${why}"',
    );
  });

  test("has attributes that depend on the revocation, so their users are destroyed before the signature is revoked", () => {
    const template = Template.of((stack) => {
      const job = signingJob(stack, { revokeOnDestroy: true });
      show(stack, "key", job.signedObject.key);
      show(stack, "revokedAt", job.revocationRecord.revokedAt);
    });
    const [signing, revocation] = ["job_Invocation", "job_Revocation"].map((name) =>
      template.address(INVOCATION, name),
    );
    // After a failed update, the result of the revocation would be an old one.
    const result = `jsondecode([${signing}.result, ${revocation}.id][0])`;
    expect(template.outputs.key).toBe(`\${${result}.signedObject.key}`);
    expect(template.dataSource("aws_signer_signing_job").job_id).toBe(`\${${result}.jobId}`);
  });

  test("is replaced for a new request only, so no other unknown value revokes a signature in use", () => {
    const template = revoking();
    expect(template.resource(INVOCATION, "job_Revocation")).toMatchObject({
      triggers: { requestToken: `\${${template.address("terraform_data", "job_Request")}.id}` },
      lifecycle: { create_before_destroy: true },
    });
  });

  test("refuses another function for the same request, before anything of the job changes", () => {
    const template = revoking();
    const name = `${template.address("aws_lambda_function")}.function_name`;
    const { lifecycle, ...pinned } = template.resource("terraform_data", "job_RevokingFunction");
    expect(pinned).toEqual({
      triggers_replace: { requestToken: `\${${template.address("terraform_data", "job_Request")}.id}` },
      input: { functionName: `\${${name}}` },
    });
    expect(lifecycle).toEqual({
      ignore_changes: ["input"],
      postcondition: [
        {
          condition: `\${(self.output.functionName == ${name})}`,
          error_message: expect.stringMatching(
            /^The function that revokes the signature of "stack\/job" was .+ and would become .+\. To change it, Terraform would/,
          ),
        },
      ],
    });
    const check = template.address("terraform_data", "job_RevokingFunction");
    for (const invocation of ["job_Invocation", "job_Revocation"]) {
      expect(template.resource(INVOCATION, invocation).depends_on).toContain(check);
    }
  });

  test("compares with the name of its function, even if that is produced at synthesis", () => {
    const template = Template.of((stack) => {
      const name = Lazy.stringValue({ produce: () => "shared-function" });
      const signingFunction = SigningFunction.fromFunctionName(stack, "shared", name);
      signingJob(stack, { revokeOnDestroy: true, signingFunction });
    });
    const [{ condition }] = template.resource("terraform_data", "job_RevokingFunction").lifecycle.postcondition;
    expect(condition).toMatch(/ == "shared-function"\)}$/);
  });

  test("refuses another address for its revocation, because revokeOnDestroy: false would not find it", () => {
    const withMove = (move: (revocation: LambdaInvocation) => void) => (): Template =>
      Template.of((stack) => move(signingJob(stack, { revokeOnDestroy: true }).revocation!));
    for (const [method, move] of Object.entries<(revocation: LambdaInvocation) => void>({
      overrideLogicalId: (revocation) => revocation.overrideLogicalId("revoke_signature"),
      moveTo: (revocation) => revocation.moveTo("elsewhere"),
      moveToId: (revocation) => revocation.moveToId("aws_lambda_invocation.revoke_signature"),
    })) {
      expect(withMove(move)).toThrow(`[stack/job/Revocation] "${method}" must not be called on a revocation`);
    }
    const moved = withMove((revocation) => revocation.moveFromId("aws_lambda_invocation.revoke_signature"))();
    expect(moved.resource(INVOCATION, "job_Revocation").lifecycle_scope).toBe("CRUD");
  });

  test("keeps the permission to revoke until the revocation is done, in a policy separate from the other permissions", () => {
    const template = revoking();
    expect(template.resource(POLICY, "AwsSignerFunction_RolePolicy").policy).not.toContain("RevokeSignature");
    expect(template.resource(INVOCATION, "job_Revocation").depends_on).toEqual([
      template.address(POLICY, "AwsSignerFunction_revocation"),
      template.address("terraform_data", "job_RevokingFunction"),
    ]);
    expect(policiesThatRevoke(template)).toEqual([
      expect.stringMatching(
        /"Action" = \["lambda:ListFunctions"\], "Resource" = \["\*"\]}, {.*"Action" = \["signer:DescribeSigningJob", "signer:RevokeSignature"\], "Resource" = \["arn:\S+:signer:\S+:\S+account_id}:\/signing-jobs\/\*"\]/,
      ),
    ]);
  });

  test("shares that permission with other jobs of the same account, and not with those of another", () => {
    const template = Template.of((stack) => {
      signingJob(stack, { revokeOnDestroy: true }, "first");
      signingJob(stack, { revokeOnDestroy: true }, "second");
      signingJob(stack, { revokeOnDestroy: true, profileOwner: OTHER_ACCOUNT }, "third");
      signingJob(stack, { revokeOnDestroy: true, profileOwner: token(stack).text }, "fourth");
    });
    const names = Object.values(template.resources(POLICY)).map(({ name }) => name);
    expect(names).toHaveLength(4);
    expect(names).toEqual(expect.arrayContaining(["signing-jobs", "revocation", `revocation-${OTHER_ACCOUNT}`]));
    const owned = policiesThatRevoke(template).map((policy) => /:([^:]+):\/signing-jobs/.exec(policy)?.[1]);
    expect(owned).toEqual(
      expect.arrayContaining([
        expect.stringContaining("account_id}"),
        OTHER_ACCOUNT,
        "${terraform_data.unknown.output.value}",
      ]),
    );
  });

  test("does not change a user's own role, and offers a document that remains when the last such job is removed", () => {
    const roleArn = "arn:aws:iam::111111111111:role/own";
    const withJob = (revokeOnDestroy: boolean | undefined): Template =>
      Template.of((stack) => {
        const signingFunction = new SigningFunction(stack, "runner", { roleArn });
        signingJob(stack, { signingFunction, revokeOnDestroy });
        show(stack, "policy", signingFunction.policyDocumentFor(stack));
        show(stack, "revocationPolicy", signingFunction.revocationPolicyDocumentFor(stack));
      });
    const template = withJob(true);
    expect(template.resources(POLICY)).toEqual({});
    expect(template.outputs.policy).not.toContain("signer:RevokeSignature");
    expect(template.outputs.revocationPolicy).toMatch(
      /"Action" = \["signer:DescribeSigningJob", "signer:RevokeSignature"\], "Resource" = \["[^*]+:\/signing-jobs\/\*"\]\}\]\}\)\}$/,
    );
    expect(withJob(undefined).outputs.revocationPolicy).toBe(template.outputs.revocationPolicy);
    expect(template.resource(INVOCATION, "job_Revocation").depends_on).toEqual([
      template.address("terraform_data", "job_RevokingFunction"),
    ]);
    expect(template.warnings).toEqual([]);
  });

  test("warns if a user's own role gets permissions, but not the one to revoke", () => {
    const template = Template.of((stack) => {
      const signingFunction = new SigningFunction(stack, "runner", {
        roleArn: "arn:aws:iam::111111111111:role/own",
      });
      signingJob(stack, { signingFunction, revokeOnDestroy: true, profileOwner: OTHER_ACCOUNT });
      new IamRolePolicy(stack, "policy", { role: "own", policy: signingFunction.policyDocumentFor(stack) });
    });
    expect(template.warnings).toEqual([expect.stringContaining('attach the policy of "revocationPolicyDocumentFor"')]);
  });

  test("returns for a created role the policy that it has", () => {
    const template = Template.of((stack) => {
      const signingFunction = new SigningFunction(stack, "runner");
      signingJob(stack, { signingFunction, revokeOnDestroy: true });
      show(stack, "revocationPolicy", signingFunction.revocationPolicyDocumentFor(stack));
    });
    expect(template.outputs.revocationPolicy).toBe(template.resource(POLICY, "runner_revocation").policy);
  });
});

describe("a job that does not revoke", () => {
  test("has no revocation, and its function has no permission to revoke", () => {
    const template = Template.of((stack) => void signingJob(stack));
    expect(Object.keys(template.resources(INVOCATION))).toHaveLength(1);
    expect(policiesThatRevoke(template)).toEqual([]);
    expect(template.removed).toEqual([]);
  });

  test("with revokeOnDestroy: false makes Terraform forget an earlier revocation instead of destroying it", () => {
    const before = revoking();
    const after = Template.of((stack) => void signingJob(stack, { revokeOnDestroy: false }));
    expect(after.removed).toEqual([
      { from: before.address(INVOCATION, "job_Revocation"), lifecycle: { destroy: false } },
    ]);
  });

  test("with revokeOnDestroy: false keeps its removed block beside those of an override of the stack", () => {
    const own = { from: "aws_signer_signing_job.native-job", lifecycle: { destroy: false } };
    const template = Template.of((stack) => {
      stack.addOverride("removed", [own]);
      signingJob(stack, { revokeOnDestroy: false });
    });
    expect(template.removed).toHaveLength(2);
    expect(template.removed).toContainEqual(own);
  });

  test("with revokeOnDestroy: false does so for each job of a stack", () => {
    const template = Template.of((stack: TerraformStack) => {
      signingJob(stack, { revokeOnDestroy: false, profile: lambdaProfile(stack) }, "first");
      signingJob(stack, { revokeOnDestroy: false, profile: lambdaProfile(stack, {}, "other") }, "second");
    });
    expect(template.removed).toHaveLength(2);
  });
});
