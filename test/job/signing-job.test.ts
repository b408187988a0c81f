import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import * as cdktf from "cdktf";
import { SigningDestination, SigningJobProps, SigningFunction, SigningProfile, SigningSource } from "../../src";
import { aliasedProvider, OTHER_ACCOUNT, signingJob, token } from "../synth/fixtures";
import { show, Template } from "../synth/template";

const INVOCATION = "aws_lambda_invocation";
const REQUEST = "terraform_data";

function jobWith(props: Partial<SigningJobProps>): Template {
  return Template.of((stack) => void signingJob(stack, props));
}

/** The event in the configuration: an expression. */
function eventOf(template: Template, name: string = "job_Invocation"): string {
  return template.resource(INVOCATION, name).input;
}

function identityOf(template: Template, name: string = "job_Request"): Record<string, unknown> {
  return template.resource(REQUEST, name).triggers_replace;
}

/** A second copy of this library, with the same framework, as another package brings it. */
function secondCopy(): typeof import("../../src") {
  let copy: unknown;
  jest.isolateModules(() => {
    jest.doMock("cdktf", () => cdktf);
    copy = jest.requireActual("../../src");
  });
  return copy as typeof import("../../src");
}

describe("a signing job", () => {
  test("calls the function of its stack to sign", () => {
    const template = jobWith({});
    const request = template.address(REQUEST, "job_Request");
    const profile = template.address("aws_signer_signing_profile");
    expect(template.resource(INVOCATION).function_name).toBe(
      `\${${template.address("aws_lambda_function")}.function_name}`,
    );
    expect(eventOf(template)).toBe(
      '${jsonencode({"protocolVersion" = 1, "operation" = "sign", ' +
        `"requestToken" = ${request}.id, "importJobId" = ${request}.output.importJobId, ` +
        '"source" = {"bucketName" = "source-bucket", "key" = "unsigned/code.zip", "version" = "version-1"}, ' +
        '"destination" = {"bucketName" = "signed-bucket", "prefix" = "signed/"}, ' +
        `"profileName" = ${profile}.name, "profileOwner" = null, ` +
        '"ignoreSigningJobFailure" = false, "timeoutSeconds" = null})}',
    );
  });

  test("signs again when source, destination, profile, its version, owner or triggers change, and for nothing else", () => {
    const template = jobWith({
      profileOwner: OTHER_ACCOUNT,
      triggers: { release: "7" },
      ignoreSigningJobFailure: true,
      timeoutSeconds: 60,
      revokeOnDestroy: true,
      revocationReason: "why",
    });
    const profile = template.address("aws_signer_signing_profile");
    expect(identityOf(template)).toEqual({
      source: { bucketName: "source-bucket", key: "unsigned/code.zip", version: "version-1" },
      destination: { bucketName: "signed-bucket", prefix: "signed/" },
      profileName: `\${${profile}.name}`,
      profileVersion: `\${${profile}.version}`,
      profileOwner: OTHER_ACCOUNT,
      triggers: { release: "7" },
    });
    expect(identityOf(jobWith({ importJobId: "job-1" }))).toEqual(identityOf(jobWith({})));
  });

  test("keeps the old result until the new one exists, and is never updated in place", () => {
    expect(jobWith({}).resource(INVOCATION)).toMatchObject({
      lifecycle_scope: "CREATE_ONLY",
      lifecycle: { create_before_destroy: true },
    });
  });

  test("signs the object that an S3Object stores, in each of its versions", () => {
    const template = Template.of((stack) => {
      const source = SigningSource.fromObject(new S3Object(stack, "object", { bucket: "b-1", key: "k" }));
      signingJob(stack, { source });
    });
    expect(identityOf(template).source).toEqual({
      bucketName: "b-1",
      key: "k",
      version: "${aws_s3_object.object.version_id}",
    });
    expect(eventOf(template)).toContain(
      '"source" = {"bucketName" = "b-1", "key" = "k", "version" = aws_s3_object.object.version_id}',
    );
  });

  test.each<[string, (object: S3Object) => void]>([
    ["has overrides", (object) => object.addOverride("key", "overridden")],
    ["ignores changes", (object) => (object.lifecycle = { ignoreChanges: ["bucket", "key"] })],
    ["has templates", (object) => ([object.bucket, object.key] = ["${local.b}", "${local.k}"])],
  ])("signs what an S3Object stores that %s, wherever that turns out to be", (_, change) => {
    const template = Template.of((stack) => {
      const object = new S3Object(stack, "object", { bucket: "b-1", key: "k" });
      signingJob(stack, { source: SigningSource.fromObject(object) });
      change(object);
    });
    expect(identityOf(template).source).toMatchObject({
      bucketName: "${aws_s3_object.object.bucket}",
      key: "${aws_s3_object.object.key}",
    });
  });

  test("writes without a prefix by default", () => {
    const template = jobWith({ destination: SigningDestination.toBucket("signed-bucket") });
    expect(identityOf(template).destination).toEqual({ bucketName: "signed-bucket", prefix: "" });
    expect(eventOf(template)).toContain('"destination" = {"bucketName" = "signed-bucket", "prefix" = ""}');
  });

  test("passes keys, versions, prefixes and triggers on unchanged, including template syntax", () => {
    const template = jobWith({
      source: SigningSource.fromBucket("source-bucket", "a${b}", "%{v}"),
      destination: SigningDestination.toBucket("signed-bucket", "${c}/"),
      triggers: { "${n}": "$${x}" },
    });
    expect(identityOf(template)).toMatchObject({
      source: { key: '${"a$${b}"}', version: '${"%%{v}"}' },
      destination: { prefix: '${"$${c}/"}' },
      triggers: { '${"$${n}"}': '${"\\u0024$${x}"}' },
    });
    expect(eventOf(template)).toContain('"key" = "a$${b}", "version" = "%%{v}"');
  });

  test.each([
    [{ ignoreSigningJobFailure: true }, '"ignoreSigningJobFailure" = true'],
    [{ timeoutSeconds: 90 }, '"timeoutSeconds" = 90'],
    [{ profileOwner: OTHER_ACCOUNT }, `"profileOwner" = "${OTHER_ACCOUNT}"`],
  ])("sends %j", (props, expected) => {
    expect(eventOf(jobWith(props))).toContain(expected);
  });

  test("looks up the job to adopt, and adopts it once: a later change of its id changes nothing", () => {
    const template = jobWith({ importJobId: "job-1" });
    const lookup = `${template.dataAddress("aws_signer_signing_job")}["job-1"]`;
    expect(template.dataSource("aws_signer_signing_job").job_id).toBe("job-1");
    expect(template.resource(REQUEST, "job_Request")).toMatchObject({
      input: { importJobId: `\${${lookup}.job_id}` },
      lifecycle: { ignore_changes: ["input"] },
    });
    expect(jobWith({}).resource(REQUEST, "job_Request").input).toEqual({ importJobId: "${null}" });
  });

  test("uses an imported profile's owner", () => {
    const template = Template.of((stack) => {
      const profile = SigningProfile.fromSigningProfileAttributes(stack, "profile", {
        signingProfileName: "theirs",
        profileOwner: OTHER_ACCOUNT,
      });
      signingJob(stack, { profile });
    });
    expect(eventOf(template)).toContain(`"profileName" = "theirs", "profileOwner" = "${OTHER_ACCOUNT}"`);
    const { profileName, profileVersion, profileOwner } = identityOf(template);
    expect({ profileName, profileVersion, profileOwner }).toEqual({
      profileName: "theirs",
      profileVersion: undefined,
      profileOwner: OTHER_ACCOUNT,
    });
  });

  test("recognizes a profile that another copy of this library looks up: its version is not part of the request", () => {
    const template = Template.of((stack) => {
      const profile = secondCopy().SigningProfile.fromSigningProfileName(stack, "profile", "looked_up");
      signingJob(stack, { profile });
    });
    expect(identityOf(template).profileName).toMatch(/^\$\{data\.aws_signer_signing_profile\..*\.name\}$/);
    expect(identityOf(template)).not.toHaveProperty("profileVersion");
  });

  test("prefers its profileOwner to the owner of the profile", () => {
    const template = Template.of((stack) => {
      const profile = SigningProfile.fromSigningProfileAttributes(stack, "profile", {
        signingProfileName: "theirs",
        profileOwner: OTHER_ACCOUNT,
      });
      signingJob(stack, { profile, profileOwner: "333333333333" });
    });
    expect(eventOf(template)).toContain('"profileOwner" = "333333333333"');
  });

  test("is run by the given function, with the given AWS provider", () => {
    const template = Template.of((stack) => {
      const provider = aliasedProvider(stack, "us");
      const signingFunction = SigningFunction.fromFunctionName(stack, "shared", "shared-function");
      const job = signingJob(stack, { signingFunction, provider, revokeOnDestroy: true });
      show(stack, "revoked", job.revocationRecord.revokedAt);
    });
    expect(template.resources("aws_lambda_function")).toEqual({});
    for (const invocation of Object.values(template.resources(INVOCATION))) {
      expect(invocation).toMatchObject({ function_name: "shared-function", provider: "aws.us" });
    }
    expect(template.dataSource("aws_signer_signing_job").provider).toBe("aws.us");
  });

  test("passes tokens on without checking them", () => {
    const template = Template.of((stack) => {
      const { text, number } = token(stack);
      signingJob(stack, {
        source: SigningSource.fromBucket(text, `x/${text}`, text, { kmsKeyArn: text }),
        destination: SigningDestination.toBucket(text, text, { kmsKeyArn: text }),
        profileOwner: text,
        timeoutSeconds: number,
        triggers: { any: text },
        revokeOnDestroy: true,
        revocationReason: text,
      });
      signingJob(stack, { importJobId: text }, "adopted");
    });
    const unknown = "terraform_data.unknown.output.value";
    expect(eventOf(template)).toContain(
      `"bucketName" = ${unknown}, "key" = "x/\${${unknown}}", "version" = ${unknown}`,
    );
    expect(eventOf(template)).toContain(`"timeoutSeconds" = ${unknown}`);
  });
});
