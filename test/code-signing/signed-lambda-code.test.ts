import { TerraformStack } from "cdktf";
import {
  SignedLambdaCodeOptions,
  SignedLambdaLayer,
  SignedLambdaPackage,
  SigningDestination,
  SigningSource,
} from "../../src";
import { DESTINATION, KEY_ARN, lambdaProfile, SOURCE } from "../synth/fixtures";
import { folderOf } from "../synth/folder";
import { Template } from "../synth/template";

const OTHER_KEY_ARN = "arn:aws:kms:eu-west-1:111111111111:key/abcd1234-12ab-34cd-56ef-1234567890ab";
const INVOCATION = "aws_lambda_invocation";

type Options = Partial<SignedLambdaCodeOptions>;

const CONSTRUCTS: Record<string, (stack: TerraformStack, options: Options) => unknown> = {
  SignedLambdaPackage: (stack, options) => new SignedLambdaPackage(stack, "code", options),
  SignedLambdaLayer: (stack, options) => new SignedLambdaLayer(stack, "code", options),
};

/** The actions that the function's role is allowed on keys. */
function keyGrants(template: Template): string[] {
  const policy = String(template.resource("aws_iam_role_policy").policy);
  const statements = [...policy.matchAll(/"Action" = \["(kms:[^\]]*)"\], "Resource" = \["([^\]]*)"\]/g)];
  const grants = statements.flatMap(([, actions, key]) => actions.split('", "').map((action) => `${action} ${key}`));
  return [...new Set(grants)].sort();
}

describe.each(Object.entries(CONSTRUCTS))("code that a %s signs", (_, declare) => {
  function codeWith(options: Options): Template {
    const place = options.source ? {} : { path: folderOf({ "index.mjs": "1" }), bucket: "packages" };
    return Template.of((stack) => void declare(stack, { ...place, ...options }));
  }

  test("is encrypted with the key of its bucket, and the function may use the key to read and write", () => {
    const template = codeWith({ kmsKeyArn: KEY_ARN });
    expect(template.resource("aws_s3_object").kms_key_id).toBe(KEY_ARN);
    expect(keyGrants(template)).toEqual([`kms:Decrypt ${KEY_ARN}`, `kms:GenerateDataKey ${KEY_ARN}`]);
  });

  test("is encrypted with the bucket's key, and with another key at a destination of its own", () => {
    const destination = SigningDestination.toBucket("elsewhere", "", { kmsKeyArn: OTHER_KEY_ARN });
    const template = codeWith({ kmsKeyArn: KEY_ARN, destination });
    expect(template.resource("aws_s3_object").kms_key_id).toBe(KEY_ARN);
    expect(keyGrants(template)).toEqual([
      `kms:Decrypt ${KEY_ARN}`,
      `kms:Decrypt ${OTHER_KEY_ARN}`,
      `kms:GenerateDataKey ${OTHER_KEY_ARN}`,
    ]);
  });

  test("uses the key for its destination in the bucket if its source is elsewhere", () => {
    const source = SigningSource.fromBucket("builds", "k", "v", { kmsKeyArn: OTHER_KEY_ARN });
    expect(keyGrants(codeWith({ source, bucket: "packages", kmsKeyArn: KEY_ARN }))).toEqual([
      `kms:Decrypt ${KEY_ARN}`,
      `kms:Decrypt ${OTHER_KEY_ARN}`,
      `kms:GenerateDataKey ${KEY_ARN}`,
    ]);
  });

  test("has the given tags, and so does the profile that signs it", () => {
    const tags = { team: "release" };
    const template = codeWith({ tags });
    for (const type of ["aws_s3_object", "aws_signer_signing_profile"]) {
      expect(template.resource(type).tags).toEqual(tags);
    }
  });

  test("is signed again when a trigger changes, and passes the options for revocation, import and timeout to its job", () => {
    const template = codeWith({ triggers: { release: "7" }, revokeOnDestroy: true, timeoutSeconds: 90 });
    expect(template.resource("terraform_data", /Request/).triggers_replace.triggers).toEqual({ release: "7" });
    expect(template.resource(INVOCATION, /Invocation/).input).toContain('"timeoutSeconds" = 90');
    expect(template.resource(INVOCATION, /Revocation/).lifecycle_scope).toBe("CRUD");
  });

  test.each<[string, Options, string]>([
    [
      "from two places",
      { path: "code", source: SOURCE },
      '[stack/code] either "path" or "source" must be given, and not both',
    ],
    ["without a bucket", { bucket: undefined }, '[stack/code] "bucket" must be given with "path"'],
    [
      "with the alias of a key",
      { kmsKeyArn: "arn:aws:kms:eu-west-1:111111111111:alias/packages" },
      '[stack/code] "kmsKeyArn" must be the ARN of an AWS KMS key (not of an alias)',
    ],
    [
      "with a key that nothing uses",
      { source: SOURCE, destination: DESTINATION, kmsKeyArn: KEY_ARN },
      '[stack/code] "kmsKeyArn" has no effect with "source" and "destination", because nothing else is stored',
    ],
    [
      "with more tags than an object can have",
      { tags: Object.fromEntries([..."abcdefghijk"].map((name) => [name, ""])) },
      '[stack/code] "tags" must be 10 tags at most',
    ],
    [
      "with the name of a profile",
      { profile: "release" as never },
      '[stack/code] "profile" must be a signing profile: new SigningProfile(…), or one of SigningProfile.from…',
    ],
  ])("is refused %s", (__, options, message) => {
    expect(() => codeWith(options)).toThrow(message);
  });

  test("always has a signature: it refuses ignoreSigningJobFailure with the reason, and does not declare it", () => {
    const ignoring = { ignoreSigningJobFailure: true } as Options;
    expect(() => codeWith(ignoring)).toThrow(
      '[stack/code] "ignoreSigningJobFailure" must not be given: a failed job has no signed code, so there is nothing to deploy.',
    );
    const unknown = { somethingElse: 1 } as Options;
    expect(() => codeWith(unknown)).toThrow(/The properties are (?!.*ignoreSigningJobFailure)/);
    const undefinedFlag = { ignoreSigningJobFailure: undefined } as Options;
    expect(() => codeWith(undefinedFlag)).not.toThrow();
  });
});

test("a package passes its tags to its config, and refuses tags if it creates neither a config nor a profile", () => {
  const tags = { team: "release" };
  const template = Template.of((stack) => {
    new SignedLambdaPackage(stack, "code", { source: SOURCE, destination: DESTINATION, tags });
  });
  expect(template.resource("aws_lambda_code_signing_config").tags).toEqual(tags);
  expect(template.resource("aws_signer_signing_profile").tags).toEqual(tags);

  const NOTHING = '[stack/more] "tags" has no effect here, because the construct creates nothing that has tags';
  const given = { source: SOURCE, destination: DESTINATION, tags };
  const declaring = (declare: (stack: TerraformStack) => void) => () => void Template.of(declare);
  expect(
    declaring((stack) => {
      const { profile, codeSigningConfig } = new SignedLambdaPackage(stack, "code", given);
      new SignedLambdaPackage(stack, "more", { ...given, profile, codeSigningConfig });
    }),
  ).toThrow(NOTHING);
  expect(
    declaring((stack) => new SignedLambdaLayer(stack, "more", { ...given, profile: lambdaProfile(stack) })),
  ).toThrow(NOTHING);
  expect(
    declaring((stack) => new SignedLambdaPackage(stack, "more", { ...given, profile: lambdaProfile(stack) })),
  ).not.toThrow();
});
