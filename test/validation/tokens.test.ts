import { Fn, TerraformIterator, TerraformStack, TerraformVariable, Token } from "cdktf";
import { SigningDestination, SigningFunction, SigningProfile, SigningSource } from "../../src";
import { ACCOUNT, lambdaProfile, newStack, signingJob, token } from "../synth/fixtures";
import { Template } from "../synth/template";

function variable(stack: TerraformStack, id: string, type: string = "string"): TerraformVariable {
  return new TerraformVariable(stack, id, { type });
}

/* eslint-disable @typescript-eslint/no-explicit-any -- cdktf's expressions are of any type for the compiler */

describe("a token is refused if synthesis depends on its value:", () => {
  test.each<[string, (stack: TerraformStack) => any]>([
    ["a condition", (stack) => Fn.conditional(variable(stack, "revoke", "bool").booleanValue, true, false)],
    ["a variable", (stack) => variable(stack, "revoke", "bool").booleanValue],
    ["a text", (stack) => token(stack).text],
  ])("whether a signature is revoked, from %s", (_, revokeOnDestroy) => {
    const stack = newStack();
    expect(() => signingJob(stack, { revokeOnDestroy: revokeOnDestroy(stack) })).toThrow(
      '[stack/job] "revokeOnDestroy" must be known when the stack is synthesized, because it decides which resources there are, ' +
        "received a value that is known only when Terraform runs",
    );
  });

  test.each(["actions", "resources"])("the %s of a statement, as a list", (property) => {
    const stack = newStack();
    const runner = new SigningFunction(stack, "runner");
    const statement = { actions: ["s3:GetObject"], resources: ["*"], [property]: token(stack).list };
    expect(() => runner.addToRolePolicy(statement)).toThrow(
      `[stack/runner] "${property}" must be known when the stack is synthesized, because its items are sorted into the policies of ` +
        "the role then: name them one by one, each may be such a value, received a value that is known only when Terraform runs",
    );
    expect(() =>
      runner.addToRolePolicy({ actions: ["s3:GetObject"], resources: [token(stack, "one").text] }),
    ).not.toThrow();
  });
});

describe("a variable without a value (null) behaves as if the property were omitted:", () => {
  const OWNER =
    "${(var.owner == null ? data.aws_caller_identity.AwsSignerEnvironment_CallerIdentity_59FF125C.account_id : var.owner)}";

  test("the key of a source or destination, for which the role is allowed a key that cannot exist", () => {
    const template = Template.of((stack) => {
      const kmsKeyArn = variable(stack, "key").stringValue;
      const source = SigningSource.fromBucket("bucket", "key", "1", { kmsKeyArn });
      const destination = SigningDestination.toBucket("bucket", "", { kmsKeyArn });
      signingJob(stack, { source, destination });
    });
    const { policy } = template.resource("aws_iam_role_policy");
    expect(
      policy.match(/\(var\.key == null \? "arn:\$\{[^}]+\.partition\}:kms:\*:\*:key\/none" : var\.key\)/g),
    ).toHaveLength(2);
  });

  test("the owner of a profile, which is then the account of the AWS provider", () => {
    const template = Template.of((stack) => {
      const profileOwner = variable(stack, "owner").stringValue;
      signingJob(stack, { profileOwner, revokeOnDestroy: true });
    });
    const { policy } = template.resource("aws_iam_role_policy", "AwsSignerFunction_RolePolicy");
    expect(policy).toContain(
      `:signer:\${data.aws_region.AwsSignerEnvironment_Region_33C9BE78.id}:${OWNER}:/signing-jobs/*`,
    );
    expect(policy).toContain(`:${OWNER}:/signing-profiles/`);
    expect(template.resource("aws_lambda_invocation", "job_Invocation").input).toContain('"profileOwner" = var.owner');
  });

  test("owner and Region of an imported profile", () => {
    const template = Template.of((stack) => {
      const profile = SigningProfile.fromSigningProfileAttributes(stack, "theirs", {
        signingProfileName: "theirs",
        profileOwner: variable(stack, "owner").stringValue,
        region: variable(stack, "region").stringValue,
      });
      signingJob(stack, { profile });
    });
    const { policy } = template.resource("aws_iam_role_policy");
    expect(policy).toContain(
      ":signer:${(var.region == null ? data.aws_region.AwsSignerEnvironment_Region_33C9BE78.id : var.region)}:" +
        `${OWNER}:/signing-profiles/theirs`,
    );
  });

  test("options of the function with a default, which would be AWS Lambda's default otherwise", () => {
    const template = Template.of((stack) => {
      new SigningFunction(stack, "runner", {
        timeoutSeconds: variable(stack, "timeout", "number").numberValue,
        memorySize: variable(stack, "memory", "number").numberValue,
        runtime: variable(stack, "runtime").stringValue,
        architecture: variable(stack, "architecture").stringValue,
        logRetentionDays: variable(stack, "days", "number").numberValue,
      });
    });
    expect(template.resource("aws_lambda_function")).toMatchObject({
      timeout: "${(var.timeout == null ? 900 : var.timeout)}",
      memory_size: "${(var.memory == null ? 256 : var.memory)}",
      runtime: '${(var.runtime == null ? "nodejs22.x" : var.runtime)}',
      architectures: ['${(var.architecture == null ? "arm64" : var.architecture)}'],
    });
    expect(template.resource("aws_cloudwatch_log_group").retention_in_days).toBe(
      "${(var.days == null ? 30 : var.days)}",
    );
  });
});

test("an id to adopt from a variable without a value (null) is an error of the plan that names the property", () => {
  const template = Template.of((stack) => void signingJob(stack, { importJobId: variable(stack, "id").stringValue }));
  expect(template.dataSource("aws_signer_signing_job").lifecycle).toEqual({
    precondition: [
      {
        condition: '${var.id != null && terraform.workspace != ""}',
        error_message:
          '"importJobId" of "stack/job" is null, because a Terraform variable has no value. Give the id of a signing job, or omit the ' +
          "property.",
      },
    ],
  });
});

describe("maps that are tokens are passed on:", () => {
  test("tags", () => {
    const template = Template.of((stack) => {
      const tags: any = variable(stack, "tags", "map(string)").value;
      lambdaProfile(stack, { tags });
      lambdaProfile(stack, { tags: Token.asStringMap(tags) }, "other");
    });
    expect(template.resource("aws_signer_signing_profile", "profile").tags).toBe("${var.tags}");
    expect(template.resource("aws_signer_signing_profile", "other").tags).toBe("${var.tags}");
  });

  test("triggers", () => {
    const template = Template.of((stack) => {
      signingJob(stack, { triggers: variable(stack, "triggers", "map(string)").value });
    });
    expect(template.resource("terraform_data", "job_Request").triggers_replace.triggers).toBe("${var.triggers}");
  });
});

test("a token that is not a string, as cdktf's functions return, is accepted like a string", () => {
  const template = Template.of((stack) => {
    const owner: any = Fn.conditional(variable(stack, "isOurs", "bool").booleanValue, ACCOUNT, "222222222222");
    const key: any = Fn.conditional(variable(stack, "isNew", "bool").booleanValue, "new.zip", "old.zip");
    signingJob(stack, { profileOwner: owner, source: SigningSource.fromBucket("bucket", key, "1") });
  });
  const { input } = template.resource("aws_lambda_invocation");
  expect(input).toContain('"key" = var.isNew ? "new.zip" : "old.zip"');
  expect(input).toContain(`"profileOwner" = var.isOurs ? "${ACCOUNT}" : "222222222222"`);
});

describe("a value of an iterator", () => {
  test.each<[string, (iterator: TerraformIterator) => object]>([
    ["key", (iterator: any) => ({ source: SigningSource.fromBucket("bucket", iterator.value, "1") })],
    ["version", (iterator) => ({ source: SigningSource.fromBucket("bucket", "key", iterator.getString("version")) })],
    [
      "prefix",
      (iterator) => ({ destination: SigningDestination.toBucket("bucket", `${iterator.getString("name")}/`) }),
    ],
    ["trigger", (iterator) => ({ triggers: { build: iterator.getString("build") } })],
    ["function of it", (iterator) => ({ triggers: { build: Fn.lower(iterator.getString("build")) } })],
  ])("is refused in a signing job without forEach, and the error says what to do instead: %s", (_, props) => {
    const synthesize = () =>
      Template.of((stack) => {
        const iterator = TerraformIterator.fromList(variable(stack, "packages", "list(any)").listValue);
        signingJob(stack, props(iterator));
      });
    expect(synthesize).toThrow(
      /\[stack\/job\] a value of an iterator \(each\.value\) has no meaning in a signing job without "forEach"\. .* pass the iterator as "forEach"\. .* declare a SigningJob for each item, in a loop of your program/,
    );
  });

  test("is not detected in a key that only looks like one", () => {
    expect(() =>
      Template.of((stack) => {
        const key = `each.value-\${each.value}-${token(stack).text}`;
        signingJob(stack, { source: SigningSource.fromBucket("bucket", key, "1") });
      }),
    ).not.toThrow();
  });
});
