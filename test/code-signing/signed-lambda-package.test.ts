import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { TerraformStack } from "cdktf";
import { zipSync } from "fflate";
import {
  CodeSigningConfig,
  IgnoreMode,
  ISigningProfile,
  Platform,
  SignedLambdaPackage,
  SignedLambdaPackageProps,
  SigningDestination,
  SigningFunction,
  SigningProfile,
  SymlinkFollowMode,
  UntrustedArtifactOnDeployment,
} from "../../src";
import { aliasedProvider, CERTIFICATE_ARN, DESTINATION, lambdaProfile, OTHER_ACCOUNT, SOURCE } from "../synth/fixtures";
import { folderOf } from "../synth/folder";
import { Template } from "../synth/template";

const INVOCATION = "aws_lambda_invocation";
const CONFIG = "aws_lambda_code_signing_config";
const PROFILE = "aws_signer_signing_profile";
const CONFIG_ARN = "arn:aws:lambda:eu-west-1:111111111111:code-signing-config:csc-0d4518bd353a0a7c6";
const CODE = { "index.mjs": "export const handler = 1;" };

function packageIn(
  stack: TerraformStack,
  props: Partial<SignedLambdaPackageProps> = {},
  id: string = "package",
): SignedLambdaPackage {
  return new SignedLambdaPackage(stack, id, {
    path: props.source ? undefined : folderOf(CODE),
    bucket: "packages",
    ...props,
  });
}

function packageWith(props: Partial<SignedLambdaPackageProps>): Template {
  return Template.of((stack) => void packageIn(stack, props));
}

describe("a signed Lambda package", () => {
  test("can be used by a function that accepts signed code only", () => {
    const template = Template.of((stack) => {
      const { s3Bucket, s3Key, codeSigningConfigArn } = packageIn(stack);
      new LambdaFunction(stack, "function", { functionName: "f", role: "r", s3Bucket, s3Key, codeSigningConfigArn });
    });
    const result = `jsondecode(${template.address(INVOCATION)}.result)`;
    expect(template.resource("aws_lambda_function", "function")).toMatchObject({
      s3_bucket: `\${${result}.signedObject.bucketName}`,
      s3_key: `\${${result}.signedObject.key}`,
      code_signing_config_arn: `\${${template.address(CONFIG)}.arn}`,
    });
    expect(template.resource(CONFIG)).toEqual({
      allowed_publishers: { signing_profile_version_arns: [`\${${template.address(PROFILE)}.version_arn}`] },
      policies: { untrusted_artifact_on_deployment: "Enforce" },
    });
    expect(template.resource(PROFILE).platform_id).toBe("AWSLambda-SHA384-ECDSA");
  });

  test("is stored, signed and written to the same bucket", () => {
    const template = packageWith({});
    const { bucket, key } = template.resource("aws_s3_object");
    expect([bucket, key]).toEqual(["packages", expect.stringMatching(/^unsigned\/\$\{substr\(.*\)\}\/\w{64}\.zip$/)]);
    const event = template.resource(INVOCATION).input;
    expect(event).toContain(`"source" = {"bucketName" = "packages", "key" = "${key}"`);
    expect(event).toContain('"destination" = {"bucketName" = "packages", "prefix" = "signed/"}');
    expect(event).toContain(`"profileName" = ${template.address(PROFILE)}.name`);
  });

  test("is stored under the given prefix", () => {
    expect(packageWith({ keyPrefix: "mine/" }).resource("aws_s3_object").key).toMatch(
      /^mine\/\$\{substr\(.*\)\}\/\w{64}\.zip$/,
    );
  });

  test("is written to the given destination", () => {
    const destination = SigningDestination.toBucket("elsewhere", "x/");
    expect(packageWith({ destination }).resource(INVOCATION).input).toContain(
      '"destination" = {"bucketName" = "elsewhere", "prefix" = "x/"}',
    );
  });

  test("is created from code in Amazon S3, and needs no bucket if source and destination are given", () => {
    const template = packageWith({ source: SOURCE, destination: DESTINATION, bucket: undefined });
    expect(template.resources("aws_s3_object")).toEqual({});
    expect(template.resource(INVOCATION).input).toContain('"source" = {"bucketName" = "source-bucket"');
  });

  test("excludes files and follows links as its options say", () => {
    const path = folderOf({ "index.mjs": "1", ".git/HEAD": "x" });
    const keyOf = (props: Partial<SignedLambdaPackageProps>) =>
      packageWith(props).resource("aws_s3_object").key as string;
    const plain = keyOf({ path: folderOf({ "index.mjs": "1" }) });
    expect(keyOf({ path, exclude: ["/.git"], ignoreMode: IgnoreMode.GIT })).toBe(plain);
    symlinkSync(folderOf({ "a.mjs": "1" }), join(path, "link"));
    expect(() => packageWith({ path, exclude: [".git"] })).toThrow('the symbolic link "link" in it leads to');
    expect(keyOf({ path, exclude: [".git"], followSymlinks: SymlinkFollowMode.EXTERNAL })).not.toBe(plain);
  });

  test.each<[string, Partial<SignedLambdaPackageProps>]>([
    ["exclude", { exclude: ["a"] }],
    ["ignoreMode", { ignoreMode: IgnoreMode.GIT }],
    ["followSymlinks", { followSymlinks: SymlinkFollowMode.ALWAYS }],
  ])("refuses %s for code that is in Amazon S3 already", (name, props) => {
    expect(() => packageWith({ path: undefined, source: SOURCE, ...props })).toThrow(
      `"${name}" has no effect without "path": only code at a path is stored`,
    );
  });

  test.each(["code.zip", "code.JAR"])("is created from an existing archive: %s", (name) => {
    const path = join(folderOf({ [name]: { content: zipSync({ "index.mjs": Buffer.from("1") }) } }), name);
    expect(packageWith({ path }).resource("aws_s3_object").key).toMatch(new RegExp(`\\w{64}\\.${name.slice(-3)}$`));
  });

  test("shares profile and config with others, and the function that signs", () => {
    const template = Template.of((stack) => {
      const { profile, codeSigningConfig } = packageIn(stack, {}, "first");
      packageIn(stack, { path: folderOf({ a: "1" }), profile, codeSigningConfig }, "second");
      packageIn(stack, { path: folderOf({ a: "2" }), profile, codeSigningConfig }, "third");
    });
    for (const type of [PROFILE, CONFIG, "aws_lambda_function"]) {
      expect(Object.keys(template.resources(type))).toHaveLength(1);
    }
    expect(Object.keys(template.resources(INVOCATION))).toHaveLength(3);
  });

  test("creates a config that accepts it if only the profile is given", () => {
    const template = Template.of((stack) => packageIn(stack, { profile: lambdaProfile(stack) }));
    const profile = template.address(PROFILE, "profile");
    expect(template.resource(CONFIG).allowed_publishers.signing_profile_version_arns).toEqual([
      `\${${profile}.version_arn}`,
    ]);
    expect(Object.keys(template.resources(PROFILE))).toHaveLength(1);
  });

  test("allows other code to be deployed if its config only warns", () => {
    const untrustedArtifactOnDeployment = UntrustedArtifactOnDeployment.WARN;
    expect(packageWith({ untrustedArtifactOnDeployment }).resource(CONFIG).policies).toEqual({
      untrusted_artifact_on_deployment: "Warn",
    });
  });

  test("works with an existing config and profile", () => {
    let arn = "";
    const template = Template.of((stack) => {
      const profile = SigningProfile.fromSigningProfileName(stack, "profile", "release");
      const codeSigningConfig = CodeSigningConfig.fromCodeSigningConfigArn(stack, "config", CONFIG_ARN);
      arn = packageIn(stack, { profile, codeSigningConfig }).codeSigningConfigArn;
    });
    expect(arn).toBe(CONFIG_ARN);
    expect(template.resources(CONFIG)).toEqual({});
    expect(template.resources(PROFILE)).toEqual({});
  });

  test("passes options to the job", () => {
    const template = Template.of((stack) => {
      packageIn(stack, {
        profileOwner: OTHER_ACCOUNT,
        timeoutSeconds: 90,
        triggers: { release: "7" },
        revokeOnDestroy: true,
        revocationReason: "why",
        signingFunction: SigningFunction.fromFunctionName(stack, "shared", "shared-function"),
      });
      packageIn(stack, { importJobId: "job-1" }, "adopted");
    });
    const event = template.resource(INVOCATION, "package_SigningJob_Invocation");
    expect(event.function_name).toBe("shared-function");
    expect(event.input).toContain(`"profileOwner" = "${OTHER_ACCOUNT}"`);
    expect(event.input).toContain('"timeoutSeconds" = 90');
    expect(template.resource(INVOCATION, "package_SigningJob_Revocation").input).toContain('"reason" = "why"');
    expect(template.resource("terraform_data", "package_SigningJob_Request").triggers_replace).toMatchObject({
      triggers: { release: "7" },
    });
    expect(template.resource("terraform_data", "adopted_SigningJob_Request").input).toEqual({
      importJobId: expect.stringContaining("data.aws_signer_signing_job"),
    });
  });

  test("creates every resource with the AWS provider of the given function", () => {
    const template = Template.of((stack) => {
      const signingFunction = new SigningFunction(stack, "runner", { provider: aliasedProvider(stack, "us") });
      packageIn(stack, { signingFunction });
    });
    for (const type of ["aws_s3_object", PROFILE, CONFIG, INVOCATION]) {
      expect(template.resource(type).provider).toBe("aws.us");
    }
  });

  test("creates every resource with the given AWS provider", () => {
    const template = Template.of((stack) => packageIn(stack, { provider: aliasedProvider(stack, "us") }));
    for (const type of ["aws_s3_object", PROFILE, CONFIG, INVOCATION, "aws_lambda_function"]) {
      expect(template.resource(type).provider).toBe("aws.us");
    }
  });

  test("is stored and signed after its dependencies", () => {
    const template = Template.of((stack) => packageIn(stack, { dependsOn: [new S3Bucket(stack, "bucket")] }));
    expect(template.resource("aws_s3_object").depends_on).toEqual(["aws_s3_bucket.bucket"]);
    expect(template.resource(INVOCATION).depends_on).toContain("aws_s3_bucket.bucket");
  });

  test("can be a dependency", () => {
    const template = Template.of((stack) => {
      lambdaProfile(stack, { dependsOn: [packageIn(stack, { revokeOnDestroy: true })] }, "after");
    });
    expect(template.resource(PROFILE, "after").depends_on).toEqual([
      template.address(INVOCATION, "package_SigningJob_Revocation"),
    ]);
  });
});

describe("a signed Lambda package is refused", () => {
  function declaring(props: (stack: TerraformStack) => Partial<SignedLambdaPackageProps>): () => void {
    return () => void Template.of((stack) => packageIn(stack, props(stack)));
  }

  test.each<[string, Partial<SignedLambdaPackageProps>, string]>([
    ["without code", { path: undefined }, '[stack/package] either "path" or "source" must be given, and not both'],
    [
      "with code from two places",
      { path: "code", source: SOURCE },
      'either "path" or "source" must be given, and not both',
    ],
    [
      "without a bucket to store the code in",
      { bucket: undefined, destination: DESTINATION },
      '"bucket" must be given with "path"',
    ],
    [
      "without a place for the signed package",
      { source: SOURCE, bucket: undefined },
      'either "bucket" or "destination" must be given: where is the signed package to go?',
    ],
    [
      "with a prefix for code that is not stored",
      { source: SOURCE, keyPrefix: "x/" },
      '"keyPrefix" has no effect without "path"',
    ],
    ["with an ARN for a bucket", { bucket: "arn:aws:s3:::packages" }, '"bucket" must be the name of a bucket'],
    ["with code that is not there", { path: "/no/such/folder" }, 'there is nothing at "/no/such/folder"'],
  ])("%s", (_, props, message) => {
    expect(declaring(() => props)).toThrow(message);
  });

  test("from a single file that is not an archive", () => {
    const path = join(folderOf(CODE), "index.mjs");
    expect(declaring(() => ({ path }))).toThrow(
      `[stack/package] "path" must be a folder or a file that ends in .zip or .jar, received "${path}": AWS Lambda takes archives`,
    );
  });

  test("with a profile whose signatures AWS Lambda does not know", () => {
    const profile = (stack: TerraformStack): SigningProfile =>
      new SigningProfile(stack, "firmware", {
        platform: Platform.AMAZON_FREE_RTOS_DEFAULT,
        signingMaterial: { certificateArn: CERTIFICATE_ARN },
      });
    expect(declaring((stack) => ({ profile: profile(stack) }))).toThrow(
      '[stack/package] "profile" must be of the platform "AWSLambda-SHA384-ECDSA"',
    );
  });

  test("if it would change what another config decides", () => {
    expect(
      declaring((stack) => ({
        profile: lambdaProfile(stack),
        codeSigningConfig: CodeSigningConfig.fromCodeSigningConfigArn(stack, "config", CONFIG_ARN),
        untrustedArtifactOnDeployment: UntrustedArtifactOnDeployment.WARN,
      })),
    ).toThrow('[stack/package] "untrustedArtifactOnDeployment" has no effect with "codeSigningConfig"');
  });

  test("with a policy for other code that AWS Lambda does not have", () => {
    expect(declaring(() => ({ untrustedArtifactOnDeployment: "ENFORCE" as never }))).toThrow(
      '[stack/package] "untrustedArtifactOnDeployment" must be one of "Warn", "Enforce", received "ENFORCE"',
    );
  });

  const MISMATCH = '"profile" must be given with "codeSigningConfig", and be one of its "allowedPublishers"';

  test("with a config that cannot accept it, because its profile is created here", () => {
    expect(
      declaring((stack) => ({
        codeSigningConfig: CodeSigningConfig.fromCodeSigningConfigArn(stack, "config", CONFIG_ARN),
      })),
    ).toThrow(MISMATCH);
  });

  test("with a config that does not accept its profile, unless the two may be the same profile", () => {
    const withConfigOf =
      (other: (stack: TerraformStack) => ISigningProfile) =>
      (stack: TerraformStack): Partial<SignedLambdaPackageProps> => ({
        profile: lambdaProfile(stack),
        codeSigningConfig: new CodeSigningConfig(stack, "config", { allowedPublishers: [other(stack)] }),
      });
    expect(declaring(withConfigOf((stack) => lambdaProfile(stack, {}, "other")))).toThrow(MISMATCH);
    const named = (stack: TerraformStack): ISigningProfile =>
      SigningProfile.fromSigningProfileName(stack, "named", "release");
    expect(declaring(withConfigOf(named))).not.toThrow();
  });
});
