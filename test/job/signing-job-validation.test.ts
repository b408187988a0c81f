import type { Construct } from "constructs";
import {
  ISigningProfile,
  Platform,
  SigningDestination,
  SigningJobProps,
  SigningFunction,
  SigningProfile,
  SigningSource,
} from "../../src";
import { CERTIFICATE_ARN, DESTINATION, newStack, OTHER_ACCOUNT, signingJob, SOURCE, token } from "../synth/fixtures";
import { Template } from "../synth/template";

function declare(props: Partial<SigningJobProps>): () => void {
  return () => void signingJob(newStack(), props);
}

function profileOn(platform: Platform, scope: Construct = newStack()): SigningProfile {
  const needsCertificate = platform.platformId.startsWith("A") && platform !== Platform.AWS_LAMBDA_SHA384_ECDSA;
  return new SigningProfile(scope, "profile", {
    platform,
    signingMaterial: needsCertificate ? { certificateArn: CERTIFICATE_ARN } : undefined,
  });
}

function profileOf(profileOwner: string, platform?: Platform): ISigningProfile {
  const attributes = { signingProfileName: "theirs", profileOwner, platform };
  return SigningProfile.fromSigningProfileAttributes(newStack(), "theirs", attributes);
}

const source = (bucketName: string, key: string, version: string, kmsKeyArn?: string): Partial<SigningJobProps> => ({
  source: SigningSource.fromBucket(bucketName, key, version, { kmsKeyArn }),
});

const destination = (bucketName: string, prefix?: string, kmsKeyArn?: string): Partial<SigningJobProps> => ({
  destination: SigningDestination.toBucket(bucketName, prefix, { kmsKeyArn }),
});

describe("a signing job is refused, with an error that names the problem and the construct,", () => {
  test.each<[string, Partial<SigningJobProps>, string]>([
    [
      "with an ARN for a source bucket",
      source("arn:aws:s3:::bucket", "k", "v"),
      '[stack/job] "source.bucketName" must be the name of a bucket: 3 to 63 letters, digits, periods and hyphens (no ARN, no URL), received "arn:aws:s3:::bucket"',
    ],
    [
      "without source key",
      source("bucket", "", "v"),
      '"source.key" must be 1 to 1024 bytes long in UTF-8, received ""',
    ],
    [
      "with a source key of more bytes than Amazon S3 takes",
      source("bucket", "ä".repeat(513), "v"),
      '"source.key" must be 1 to 1024 bytes long in UTF-8, received "ää',
    ],
    [
      "with a source key that Terraform would change",
      source("bucket", "e\u0301.zip", "v"),
      '"source.key" must be in Unicode normalization form C, to which Terraform brings all its strings ("\u00e9.zip"), ' +
        'received "e\u0301.zip"',
    ],
    [
      "with a source key that is no Unicode text",
      source("bucket", "\ud800", "v"),
      '"source.key" must be valid Unicode text, without half of a surrogate pair, received "\\ud800"',
    ],
    [
      "with a source bucket that is not set where no compiler looks",
      source(undefined as unknown as string, "k", "v"),
      '"source.bucketName" must be the name of a bucket: 3 to 63 letters, digits, periods and hyphens (no ARN, no URL), received nothing',
    ],
    [
      "with a source key that is no text",
      source("bucket", 7 as unknown as string, "v"),
      '"source.key" must be 1 to 1024 bytes long in UTF-8, received 7',
    ],
    ["without source version", source("bucket", "k", ""), '"source.version" must be a non-empty string, received ""'],
    [
      "with a key alias for the source",
      source("bucket", "k", "v", "alias/my-key"),
      '"source.kmsKeyArn" must be the ARN of an AWS KMS key (not of an alias), received "alias/my-key"',
    ],
    [
      "with a URL for a destination bucket",
      destination("s3://bucket"),
      '"destination.bucketName" must be the name of a bucket: 3 to 63 letters, digits, periods and hyphens (no ARN, no URL), received "s3://bucket"',
    ],
    [
      "with a prefix that leaves no room for a name",
      destination("bucket", "x".repeat(985)),
      '"destination.prefix" must be 0 to 984 bytes long in UTF-8, received "xxx',
    ],
    [
      "with something else than a key for the destination",
      destination("bucket", "", "arn:aws:kms:eu-west-1:111111111111:alias/x"),
      '"destination.kmsKeyArn" must be the ARN of an AWS KMS key (not of an alias)',
    ],
    ["with an account that is none", { profileOwner: "me" }, '"profileOwner" must be an AWS account id of 12 digits'],
    ["with no time", { timeoutSeconds: 0 }, '"timeoutSeconds" must be a whole number from 1 to 900, received 0'],
    ["with more time than there is", { timeoutSeconds: 901 }, '"timeoutSeconds" must be a whole number from 1 to 900'],
    ["with part of a second", { timeoutSeconds: 1.5 }, "a whole number from 1 to 900, received 1.5"],
    ["with an empty job id to take over", { importJobId: "" }, '"importJobId" must be a non-empty string, received ""'],
    [
      "with a job to adopt whose signature is to be revoked",
      { importJobId: "job-1", revokeOnDestroy: true },
      'Adopt the job first: leave "revokeOnDestroy" out and apply. Then leave "importJobId" out, set "revokeOnDestroy" to true',
    ],
    [
      "with an empty reason to revoke",
      { revokeOnDestroy: true, revocationReason: "" },
      '"revocationReason" must be 1 to 500 characters, received ""',
    ],
    [
      "with a reason that is too long",
      { revokeOnDestroy: true, revocationReason: "x".repeat(501) },
      '"revocationReason" must be 1 to 500 characters, received "xxx',
    ],
    [
      "with a reason to revoke and no revocation",
      { revocationReason: "why" },
      '"revocationReason" has no effect without "revokeOnDestroy"',
    ],
    [
      "with a trigger that Terraform would change",
      { triggers: { release: "e\u0301" } },
      '"triggers.release" must be in Unicode normalization form C',
    ],
    [
      "with a trigger whose name Terraform would change",
      { triggers: { "e\u0301": "1" } },
      '"triggers" must be in Unicode normalization form C',
    ],
    [
      "with a trigger that would be lost",
      { triggers: JSON.parse('{ "__proto__": "1" }') },
      '"triggers" must be names other than "__proto__", which JavaScript would drop, received "__proto__"',
    ],
    [
      "with a trigger that is no text",
      { triggers: { build: 7 as unknown as string } },
      '"triggers.build" must be a string, received 7',
    ],
    [
      "with a flag that is none",
      { ignoreSigningJobFailure: "yes" as unknown as boolean },
      '"ignoreSigningJobFailure" must be one of true, false, received "yes"',
    ],
    [
      "with a text where it would revoke what it must not",
      { revokeOnDestroy: "false" as unknown as boolean },
      '"revokeOnDestroy" must be one of true, false, received "false"',
    ],
    [
      "on a platform without signing jobs",
      { profile: profileOn(Platform.NOTATION_OCI_SHA384_ECDSA) },
      '"profile" must be of a platform with signing jobs, received one of "Notation-OCI-SHA384-ECDSA": container images are ' +
        "signed with SignPayload",
    ],
    [
      "with a revocation where signatures cannot be revoked",
      { profile: profileOn(Platform.AWS_IOT_DEVICE_MANAGEMENT_SHA256_ECDSA), revokeOnDestroy: true },
      '"revokeOnDestroy" must not be set on the platform "AWSIoTDeviceManagement-SHA256-ECDSA", whose signatures cannot be revoked',
    ],
    [
      "with the profile of another account where only an account's own can sign",
      { profile: profileOn(Platform.AMAZON_FREE_RTOS_DEFAULT), profileOwner: OTHER_ACCOUNT },
      '"profileOwner" must not be given on the platform "AmazonFreeRTOS-Default", received "222222222222": AWS Signer lets no ' +
        "other account sign with such a profile. Sign in the profile's own account",
    ],
    [
      "with an imported profile of another account where only an account's own can sign",
      { profile: profileOf(OTHER_ACCOUNT, Platform.AWS_IOT_DEVICE_MANAGEMENT_SHA256_ECDSA) },
      '"profileOwner" must not be given on the platform "AWSIoTDeviceManagement-SHA256-ECDSA", received "222222222222"',
    ],
  ])("%s", (_, props, message) => {
    expect(declare(props)).toThrow(message);
  });

  test("with more time than its function may run", () => {
    const stack = newStack();
    const signingFunction = new SigningFunction(stack, "runner", { timeoutSeconds: 120 });
    expect(() => signingJob(stack, { signingFunction, timeoutSeconds: 121 })).toThrow(
      '[stack/job] "timeoutSeconds" must not exceed the function\'s timeout of 120 seconds, received 121: ' +
        'raise "timeoutSeconds" of the signing function "stack/runner", or lower it here',
    );
    expect(() => signingJob(stack, { signingFunction, timeoutSeconds: 120 }, "other")).not.toThrow();
  });
});

describe("a signing job is accepted", () => {
  test.each<[string, Partial<SigningJobProps>]>([
    ["with an object of a bucket whose versioning is suspended", source("bucket", "k", "null")],
    ["with a bucket of the early days", source("My_Old.Bucket", "k", "v")],
    ["with a key of 1024 bytes", source("bucket", "ä".repeat(512), "v")],
    ["with a prefix of 984 bytes", destination("bucket", "x".repeat(984))],
    ["with the longest time", { timeoutSeconds: 900 }],
    ["with the shortest time", { timeoutSeconds: 1 }],
    ["with the longest reason", { revokeOnDestroy: true, revocationReason: "x".repeat(500) }],
    [
      "on a platform whose rules are not known here",
      { profile: profileOn(Platform.of("Future")), revokeOnDestroy: true },
    ],
    [
      "with the Lambda profile of another account",
      { profile: profileOf(OTHER_ACCOUNT, Platform.AWS_LAMBDA_SHA384_ECDSA) },
    ],
    ["with another account's profile of unknown platform", { profile: profileOf(OTHER_ACCOUNT) }],
    ["on the IoT platform", { profile: profileOn(Platform.AWS_IOT_DEVICE_MANAGEMENT_SHA256_ECDSA) }],
  ])("%s", (_, props) => {
    expect(declare(props)).not.toThrow();
  });

  test("with texts that only Terraform can complete and check", () => {
    const stack = newStack();
    const { text } = token(stack);
    expect(() =>
      signingJob(stack, { triggers: { release: `e\u0301${text}`, [`e\u0301${text}`]: text } }),
    ).not.toThrow();
  });

  test("with any timeout if the function's timeout is unknown", () => {
    const stack = newStack();
    const signingFunction = SigningFunction.fromFunctionName(stack, "shared", "shared-function");
    expect(() => signingJob(stack, { signingFunction, timeoutSeconds: 900 })).not.toThrow();
  });

  test("on the IoT platform with an owner that is a token, because it may be this account", () => {
    const template = Template.of((stack) => {
      const profile = profileOn(Platform.AWS_IOT_DEVICE_MANAGEMENT_SHA256_ECDSA, stack);
      signingJob(stack, { profile, profileOwner: token(stack).text, triggers: { build: token(stack, "build").text } });
    });
    expect(template.resource("aws_lambda_invocation").input).toContain('"profileOwner" = terraform_data.unknown.');
  });

  test("and then synthesizes", () => {
    const template = Template.of((stack) => void signingJob(stack, { source: SOURCE, destination: DESTINATION }));
    expect(Object.keys(template.resources("aws_lambda_invocation"))).toHaveLength(1);
  });
});
