import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { TerraformProvider, TerraformStack } from "cdktf";
import {
  CodeSigningConfig,
  Platform,
  ProfilePermission,
  SignatureValidity,
  SignedLambdaLayer,
  SignedLambdaPackage,
  SigningDestination,
  SigningFunction,
  SigningJob,
  SigningProfile,
  SigningSource,
} from "../../src";
import { DESTINATION, lambdaProfile, newStack, signingJob, SOURCE } from "../synth/fixtures";

/** Values that plain JavaScript can pass. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- no compiler looks at the input that is tested here
type Unchecked = any;

class RandomProvider extends TerraformProvider {}

interface Declaration {
  readonly path: string;
  declare(stack: TerraformStack, props: Unchecked): unknown;
  /** Properties that are accepted. */
  valid(stack: TerraformStack): object;
}

const DECLARATIONS: Record<string, Declaration> = {
  SigningProfile: {
    path: "stack/x",
    declare: (stack, props) => new SigningProfile(stack, "x", props),
    valid: () => ({ platform: Platform.AWS_LAMBDA_SHA384_ECDSA }),
  },
  "SigningProfile.fromSigningProfileAttributes": {
    path: "stack/x",
    declare: (stack, props) => SigningProfile.fromSigningProfileAttributes(stack, "x", props),
    valid: () => ({ signingProfileName: "theirs" }),
  },
  "SigningProfile.fromSigningProfileName": {
    path: "stack/x",
    declare: (stack, options) => SigningProfile.fromSigningProfileName(stack, "x", "theirs", options),
    valid: () => ({}),
  },
  ProfilePermission: {
    path: "stack/x",
    declare: (stack, props) => new ProfilePermission(stack, "x", props),
    valid: (stack) => ({
      profile: lambdaProfile(stack),
      action: "signer:GetSigningProfile",
      principal: "222222222222",
    }),
  },
  SigningFunction: {
    path: "stack/x",
    declare: (stack, props) => new SigningFunction(stack, "x", props),
    valid: () => ({}),
  },
  "SigningFunction.getOrCreate": {
    path: "stack",
    declare: (stack, options) => SigningFunction.getOrCreate(stack, options),
    valid: () => ({}),
  },
  "SigningFunction.fromFunctionName": {
    path: "stack/x",
    declare: (stack, options) => SigningFunction.fromFunctionName(stack, "x", "signer", options),
    valid: () => ({}),
  },
  SigningJob: {
    path: "stack/x",
    declare: (stack, props) => new SigningJob(stack, "x", props),
    valid: (stack) => ({ profile: lambdaProfile(stack), source: SOURCE, destination: DESTINATION }),
  },
  "SigningJob.fromJobId": {
    path: "stack/x",
    declare: (stack, options) => SigningJob.fromJobId(stack, "x", "job-id", options),
    valid: () => ({}),
  },
  CodeSigningConfig: {
    path: "stack/x",
    declare: (stack, props) => new CodeSigningConfig(stack, "x", props),
    valid: (stack) => ({ allowedPublishers: [lambdaProfile(stack)] }),
  },
  SignedLambdaPackage: {
    path: "stack/x",
    declare: (stack, props) => new SignedLambdaPackage(stack, "x", props),
    valid: () => ({ source: SOURCE, destination: DESTINATION }),
  },
  SignedLambdaLayer: {
    path: "stack/x",
    declare: (stack, props) => new SignedLambdaLayer(stack, "x", props),
    valid: () => ({ source: SOURCE, destination: DESTINATION }),
  },
  "SigningSource.fromBucket": {
    path: "stack/job",
    declare: (stack, options) => signingJob(stack, { source: SigningSource.fromBucket("bucket", "key", "1", options) }),
    valid: () => ({}),
  },
  "SigningSource.fromAsset": {
    path: "stack/job",
    declare: (stack, options) => signingJob(stack, { source: SigningSource.fromAsset(__dirname, options) }),
    valid: () => ({ bucket: "bucket" }),
  },
  "SigningDestination.toBucket": {
    path: "stack/job",
    declare: (stack, options) =>
      signingJob(stack, { destination: SigningDestination.toBucket("bucket", "signed/", options) }),
    valid: () => ({}),
  },
};

const OPTIONAL = ["SigningFunction", "SigningFunction.getOrCreate"];
const EVERY = Object.entries(DECLARATIONS);

describe.each(EVERY)("%s", (name, { path, declare, valid }) => {
  const hasDefault = OPTIONAL.includes(name) || /\.from(?!SigningProfileAttributes|Asset)|\.to/.test(name);

  test("accepts undefined properties as missing, as jsii passes them", () => {
    const stack = newStack();
    expect(() => declare(stack, { ...valid(stack), whatAWiderStructHas: undefined })).not.toThrow();
  });

  test.each([null, "text", 12, true, ["list"], ...(hasDefault ? [] : [undefined])])(
    "refuses %j for its properties",
    (props) => {
      expect(() => declare(newStack(), props)).toThrow(
        expect.objectContaining({
          name: "ValidationError",
          message: expect.stringMatching(new RegExp(`^\\[${path}\\] .+ must be an object.*, received .+`)),
        }),
      );
    },
  );

  test("refuses an unknown property, and names the known ones", () => {
    const stack = newStack();
    expect(() => declare(stack, { ...valid(stack), somethingElse: 1 })).toThrow(
      new RegExp(
        `^\\[${path}\\] "(?:source\\.|destination\\.)?somethingElse" is not a known property, and would be ignored\\. The properties are "`,
      ),
    );
  });

  test("refuses a missing required property", () => {
    for (const property of Object.keys(valid(newStack()))) {
      const stack = newStack();
      // A package or layer needs either of several properties.
      const message = name.startsWith("SignedLambda") ? "either .*" : `"${property}" must be .+, received nothing`;
      expect(() => declare(stack, { ...valid(stack), [property]: undefined })).toThrow(
        new RegExp(`^\\[${path}\\] ${message}$`),
      );
    }
  });
});

describe.each(EVERY.filter(([name]) => !/\.(?:from|to)Bucket$/.test(name)))(
  "%s with an AWS provider",
  (_, { path, declare, valid }) => {
    test("of another stack is refused, with both stacks", () => {
      const stack = newStack();
      const other = new TerraformStack(stack.node.root, "other");
      const provider = new AwsProvider(other, "aws");
      expect(() => declare(stack, { ...valid(stack), provider })).toThrow(
        `[${path}] "provider" must be an AWS provider of the stack "stack", received "other/aws" of the stack "other", which ` +
          "Terraform does not find here. Declare an AWS provider in the stack of this construct",
      );
    });

    test("that is of another kind is refused", () => {
      const stack = newStack();
      const provider = new RandomProvider(stack, "random", { terraformResourceType: "random" });
      expect(() => declare(stack, { ...valid(stack), provider })).toThrow(
        `[${path}] "provider" must be a provider of hashicorp/aws, received the construct "stack/random"`,
      );
    });

    test("that is an alias is refused", () => {
      const stack = newStack();
      expect(() => declare(stack, { ...valid(stack), provider: "us" })).toThrow(
        `[${path}] "provider" must be an AWS provider: new AwsProvider(…), received "us"`,
      );
    });
  },
);

describe("a value of the wrong kind is refused:", () => {
  const job = DECLARATIONS.SigningJob;
  const profile = DECLARATIONS.SigningProfile;
  const config = DECLARATIONS.CodeSigningConfig;
  const lambdaPackage = DECLARATIONS.SignedLambdaPackage;
  const runner = DECLARATIONS.SigningFunction;

  test.each<[string, Declaration, (stack: TerraformStack) => object, string]>([
    [
      "a misspelt property",
      job,
      () => ({ timeoutSecond: 5 }),
      '"timeoutSecond" is not a known property, and would be ignored. Did you mean "timeoutSeconds"?',
    ],
    [
      "a misspelt property of a property",
      runner,
      () => ({ vpcConfig: { subnetIds: ["subnet-1"], securityGroupsIds: ["sg-1"] } }),
      '"vpcConfig.securityGroupsIds" is not a known property, and would be ignored. Did you mean "vpcConfig.securityGroupIds"?',
    ],
    [
      "a validity without unit",
      profile,
      () => ({ signatureValidity: 12 }),
      '"signatureValidity" must be a period, such as SignatureValidity.months(12), received 12',
    ],
    [
      "a validity in a unit that AWS Signer does not have",
      profile,
      () => ({ signatureValidity: { unit: "WEEKS", value: 2 } }),
      '"signatureValidity" must be in days, months or years, received "WEEKS"',
    ],
    [
      "the id of a platform",
      profile,
      () => ({ platform: "AWSLambda-SHA384-ECDSA" }),
      '"platform" must be a platform: Platform.AWS_LAMBDA_SHA384_ECDSA, or Platform.of(…), received "AWSLambda-SHA384-ECDSA"',
    ],
    [
      "the ARN of a certificate",
      profile,
      () => ({ signingMaterial: "arn:aws:acm:eu-west-1:111111111111:certificate/1" }),
      '"signingMaterial" must be an object with "certificateArn", received "arn:aws:acm:',
    ],
    [
      "tags in a list",
      profile,
      () => ({ tags: [{ Key: "a", Value: "b" }] }),
      '"tags" must be an object of names and values, received [{"Key":"a","Value":"b"}]',
    ],
    ["a tag that is no text", profile, () => ({ tags: { team: 7 } }), '"tags.team" must be a string, received 7'],
    [
      "the URL of an object",
      job,
      () => ({ source: "s3://bucket/key" }),
      '"source" must be a signing source: one of SigningSource.from…, received "s3://bucket/key"',
    ],
    [
      "the URL of a folder",
      job,
      () => ({ destination: "s3://bucket/signed/" }),
      '"destination" must be a signing destination: SigningDestination.toBucket(…), received "s3://bucket/signed/"',
    ],
    [
      "the name of a profile",
      job,
      () => ({ profile: "release" }),
      '"profile" must be a signing profile: new SigningProfile(…), or one of SigningProfile.from…, received "release"',
    ],
    [
      "another construct for a profile",
      job,
      (stack) => ({ profile: new S3Bucket(stack, "bucket") }),
      'one of SigningProfile.from…, received the construct "stack/bucket"',
    ],
    [
      "an instance of another class for a profile",
      job,
      () => ({ profile: SignatureValidity.days(1) }),
      "one of SigningProfile.from…, received an object of the class SignatureValidity",
    ],
    [
      "a class for a profile",
      job,
      () => ({ profile: SigningProfile }),
      "one of SigningProfile.from…, received the function or class SigningProfile",
    ],
    [
      "some function of AWS Lambda",
      job,
      (stack) => ({ signingFunction: new LambdaFunction(stack, "function", { functionName: "f", role: "r" }) }),
      '"signingFunction" must be a signing function: new SigningFunction(…), or one of SigningFunction.from…, received the ' +
        'construct "stack/function"',
    ],
    [
      "a dependency that is not in a list",
      job,
      (stack) => ({ dependsOn: new S3Bucket(stack, "bucket") }),
      '"dependsOn" must be a list, such as "[bucket]", received the construct "stack/bucket"',
    ],
    [
      "a dependency that is an address",
      job,
      () => ({ dependsOn: ["aws_s3_bucket.bucket"] }),
      '"dependsOn[0]" must be a resource or a construct with an address in Terraform, received "aws_s3_bucket.bucket"',
    ],
    [
      "a trigger in a list",
      job,
      () => ({ triggers: ["1"] }),
      '"triggers" must be an object of names and values, received ["1"]',
    ],
    [
      "an account id that is a number",
      job,
      () => ({ profileOwner: 111111111111 }),
      '"profileOwner" must be an AWS account id of 12 digits, received 111111111111',
    ],
    [
      "no list of profiles",
      config,
      (stack) => ({ allowedPublishers: lambdaProfile(stack, {}, "other") }),
      '"allowedPublishers" must be a list of 1 to 20 signing profiles, received the construct "stack/other"',
    ],
    [
      "a profile that is not set",
      config,
      () => ({ allowedPublishers: [undefined] }),
      '"allowedPublishers[0]" must be a signing profile: new SigningProfile(…), or one of SigningProfile.from…, received nothing',
    ],
    [
      "the ARN of a code signing config",
      lambdaPackage,
      () => ({ codeSigningConfig: "arn:aws:lambda:eu-west-1:111111111111:code-signing-config:csc-0d4518bd353a0a7c6" }),
      '"codeSigningConfig" must be a code signing config: new CodeSigningConfig(…), or CodeSigningConfig.fromCodeSigningConfigArn,',
    ],
    [
      "an action that AWS Signer does not know",
      DECLARATIONS.ProfilePermission,
      () => ({ action: "StartSigningJob" }),
      '"action" must be one of "signer:StartSigningJob", "signer:GetSigningProfile", ',
    ],
    [
      "null for a property that can be left out",
      job,
      () => ({ timeoutSeconds: null }),
      '"timeoutSeconds" must be a whole number from 1 to 900, received null',
    ],
  ])("%s", (_, { path, declare, valid }, props, message) => {
    const stack = newStack();
    let error: unknown;
    try {
      declare(stack, { ...valid(stack), ...props(stack) });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ name: "ValidationError", message: expect.stringContaining(message) });
    expect((error as Error).message).toMatch(new RegExp(`^\\[${path}\\] `));
  });

  test("a bucket instead of its object", () => {
    const stack = newStack();
    const source = SigningSource.fromObject("s3://bucket/key" as Unchecked);
    expect(() => signingJob(stack, { source })).toThrow(
      '[stack/job] "s3Object" must be an S3Object of the AWS provider\'s bindings, received "s3://bucket/key"',
    );
  });
});

/** An object of another language, as jsii passes it: accessors for the members of its interface, and no class. */
function jsiiProxyOf<T extends object>(target: T, members: readonly (keyof T)[]): T {
  const proxy = {};
  for (const member of members) Object.defineProperty(proxy, member, { get: () => target[member], enumerable: true });
  return proxy as T;
}

describe("objects of another copy of the package, or of another language, are accepted", () => {
  test("a profile that is implemented in another language, in a struct that is passed by reference", () => {
    const stack = newStack();
    const made = lambdaProfile(stack);
    const profile = jsiiProxyOf(made, [
      "node",
      "fqn",
      "signingProfileName",
      "signingProfileArn",
      "signingProfileVersion",
      "isVersionKnown",
      "profileOwner",
      "platform",
      "provider",
    ]);
    const struct = jsiiProxyOf({ profile, source: SOURCE, destination: DESTINATION }, [
      "profile",
      "source",
      "destination",
    ]);
    expect(() => new SigningJob(stack, "job", struct)).not.toThrow();
  });

  test("a profile, source and destination, which are instances of other classes", () => {
    const stack = newStack();
    jest.isolateModules(() => {
      const other = jest.requireActual<typeof import("../../src")>("../../src");
      expect(other.SigningProfile).not.toBe(SigningProfile);
      const platform = other.Platform.AWS_LAMBDA_SHA384_ECDSA;
      const profile = new other.SigningProfile(stack, "theirs", {
        platform,
        signatureValidity: SignatureValidity.months(1) as Unchecked,
      });
      const job = new SigningJob(stack, "job", {
        profile: profile as Unchecked,
        source: other.SigningSource.fromBucket("bucket", "key", "1") as Unchecked,
        destination: other.SigningDestination.toBucket("bucket") as Unchecked,
        signingFunction: new other.SigningFunction(stack, "runner") as Unchecked,
      });
      expect(job.jobId).toMatch(/TfToken/);
    });
  });
});
