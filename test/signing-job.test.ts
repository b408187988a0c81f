import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import {
  ISigningJob,
  SigningDestination,
  SigningJob,
  SigningJobProps,
  SigningJobProvider,
  SigningProfile,
  SigningSource,
} from "../src";
import { aliasedProvider, lambdaProfile, OTHER_ACCOUNT, signingJob, token } from "./synth/fixtures";
import { show, Template } from "./synth/template";

const INVOCATION = "aws_lambda_invocation";
const REQUEST = "terraform_data";

function jobWith(props: Partial<SigningJobProps>): Template {
  return Template.of((stack) => void signingJob(stack, props));
}

/** The event as it stands in the configuration: an expression. */
function eventOf(template: Template, name: string = "job_Invocation"): string {
  return template.resource(INVOCATION, name).input;
}

function identityOf(template: Template, name: string = "job_Request"): Record<string, unknown> {
  return template.resource(REQUEST, name).triggers_replace;
}

describe("a signing job", () => {
  test("asks the function of its stack to sign", () => {
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
      importJobId: "job-1",
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
  });

  test("keeps the old result until the new one is there, and is never updated in place", () => {
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
      bucketName: "${aws_s3_object.object.bucket}",
      key: "${aws_s3_object.object.key}",
      version: "${aws_s3_object.object.version_id}",
    });
    expect(eventOf(template)).toContain(
      '"source" = {"bucketName" = aws_s3_object.object.bucket, "key" = aws_s3_object.object.key, ' +
        '"version" = aws_s3_object.object.version_id}',
    );
  });

  test("writes without prefix if none was given", () => {
    const template = jobWith({ destination: SigningDestination.toBucket("signed-bucket") });
    expect(identityOf(template).destination).toEqual({ bucketName: "signed-bucket", prefix: "" });
    expect(eventOf(template)).toContain('"destination" = {"bucketName" = "signed-bucket", "prefix" = ""}');
  });

  test("takes keys, versions, prefixes and triggers as they are written, template syntax included", () => {
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

  test("offers a job to take over once, after looking it up: a later change of its id changes nothing", () => {
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

  test("gives its owner precedence over the profile's", () => {
    const template = Template.of((stack) => {
      const profile = SigningProfile.fromSigningProfileAttributes(stack, "profile", {
        signingProfileName: "theirs",
        profileOwner: OTHER_ACCOUNT,
      });
      signingJob(stack, { profile, profileOwner: "333333333333" });
    });
    expect(eventOf(template)).toContain('"profileOwner" = "333333333333"');
  });

  test("is run by the function that was given, with the AWS provider that was given", () => {
    const template = Template.of((stack) => {
      const provider = aliasedProvider(stack, "us");
      const signingJobProvider = SigningJobProvider.fromFunctionName(stack, "shared", "shared-function");
      const job = signingJob(stack, { signingJobProvider, provider, revokeOnDestroy: true });
      show(stack, "revoked", job.revocationRecord.revokedAt);
    });
    expect(template.resources("aws_lambda_function")).toEqual({});
    for (const invocation of Object.values(template.resources(INVOCATION))) {
      expect(invocation).toMatchObject({ function_name: "shared-function", provider: "aws.us" });
    }
    expect(template.dataSource("aws_signer_signing_job").provider).toBe("aws.us");
  });

  test("passes values on that are known only later, without judging them", () => {
    const template = Template.of((stack) => {
      const { text, number } = token(stack);
      signingJob(stack, {
        source: SigningSource.fromBucket(text, `x/${text}`, text, { kmsKeyArn: text }),
        destination: SigningDestination.toBucket(text, text, { kmsKeyArn: text }),
        profileOwner: text,
        timeoutSeconds: number,
        importJobId: text,
        triggers: { any: text },
        revokeOnDestroy: true,
        revocationReason: text,
      });
    });
    const unknown = "terraform_data.unknown.output.value";
    expect(eventOf(template)).toContain(
      `"bucketName" = ${unknown}, "key" = "x/\${${unknown}}", "version" = ${unknown}`,
    );
    expect(eventOf(template)).toContain(`"timeoutSeconds" = ${unknown}`);
  });
});

describe("the order of a signing job", () => {
  test("is after the function that is allowed to run it, and after the permissions of its profile, made before or later", () => {
    const template = Template.of((stack) => {
      const profile = lambdaProfile(stack);
      profile.grantStartSigningJob("before", OTHER_ACCOUNT);
      signingJob(stack, { profile });
      profile.grantStartSigningJob("later", OTHER_ACCOUNT);
    });
    expect(template.resource(INVOCATION).depends_on).toEqual([
      template.address("aws_lambda_function"),
      template.address("aws_signer_signing_profile_permission", "profile_before"),
      template.address("aws_signer_signing_profile_permission", "profile_later"),
    ]);
  });

  test("is after what it depends on: by property, by its node, by the node of a scope around it", () => {
    const template = Template.of((stack) => {
      const [first, second] = [lambdaProfile(stack, {}, "first"), lambdaProfile(stack, {}, "second")];
      const [third, scope] = [new Construct(stack, "third"), new Construct(stack, "scope")];
      lambdaProfile(third, {}, "inner");
      signingJob(scope, { dependsOn: [first] }).node.addDependency(second);
      scope.node.addDependency(third);
    });
    expect(template.resource(INVOCATION).depends_on).toEqual([
      template.address("aws_lambda_function"),
      template.address("aws_signer_signing_profile", "first"),
      template.address("aws_signer_signing_profile", "third_inner"),
      template.address("aws_signer_signing_profile", "second"),
    ]);
  });

  test("lets others come after the job, and after its revocation if there is one", () => {
    const template = Template.of((stack) => {
      const [plain, revoking] = [signingJob(stack), signingJob(stack, { revokeOnDestroy: true }, "revoking")];
      lambdaProfile(stack, { dependsOn: [plain, revoking] }, "after");
    });
    expect(template.resource("aws_signer_signing_profile", "after").depends_on).toEqual([
      template.address(INVOCATION, "job_Invocation"),
      template.address(INVOCATION, "revoking_Revocation"),
    ]);
  });
});

describe("the attributes of a signing job", () => {
  test("are read from the result that Terraform keeps, without asking AWS", () => {
    const template = Template.of((stack) => showJob(stack, signingJob(stack)));
    const result = `jsondecode(${template.address(INVOCATION)}.result)`;
    expect(template.outputs).toEqual({
      jobId: `\${${result}.jobId}`,
      jobOwner: `\${${result}.jobOwner}`,
      jobInvoker: `\${${result}.jobInvoker}`,
      status: `\${${result}.status}`,
      statusReason: `\${${result}.statusReason}`,
      platformId: `\${${result}.platformId}`,
      platformDisplayName: `\${${result}.platformDisplayName}`,
      profileName: `\${${result}.profileName}`,
      profileVersion: `\${${result}.profileVersion}`,
      requestedBy: `\${${result}.requestedBy}`,
      createdAt: `\${${result}.createdAt}`,
      completedAt: `\${${result}.completedAt}`,
      signatureExpiresAt: `\${${result}.signatureExpiresAt}`,
      signedBucketName: `\${${result}.signedObject.bucketName}`,
      signedKey: `\${${result}.signedObject.key}`,
      imported: `\${${result}.imported}`,
    });
    expect(template.dataSources("aws_signer_signing_job")).toEqual({});
  });

  test("ask AWS Signer in each plan only for a revocation, and only if it is used", () => {
    const template = Template.of((stack) => {
      const job = signingJob(stack);
      show(stack, "reason", job.revocationRecord.reason);
      show(stack, "revokedAt", job.revocationRecord.revokedAt);
      show(stack, "revokedBy", job.revocationRecord.revokedBy);
    });
    const live = template.dataAddress("aws_signer_signing_job");
    expect(template.dataSource("aws_signer_signing_job").job_id).toBe(
      `\${jsondecode(${template.address(INVOCATION)}.result).jobId}`,
    );
    expect(template.outputs).toEqual({
      reason: `\${try(${live}.revocation_record[0].reason, null)}`,
      revokedAt: `\${try(${live}.revocation_record[0].revoked_at, null)}`,
      revokedBy: `\${try(${live}.revocation_record[0].revoked_by, null)}`,
    });
  });

  test("work as parts of other texts", () => {
    const template = Template.of((stack) => show(stack, "url", `s3://x/${signingJob(stack).signedObject.key}`));
    expect(template.outputs.url).toBe(`s3://x/\${jsondecode(${template.address(INVOCATION)}.result).signedObject.key}`);
  });
});

describe("a signing job that is read by its id", () => {
  const DATA = "aws_signer_signing_job";
  /** The id is part of the address, because the provider's error for an unknown job leaves it out. */
  const only = { "job-1": "" };
  const addressOf = (template: Template): string => `${template.dataAddress(DATA)}["job-1"]`;

  test("is only read: nothing is made that could sign or revoke", () => {
    const template = Template.of((stack) => showJob(stack, SigningJob.fromJobId(stack, "job", "job-1")));
    expect(template.dataSource(DATA)).toEqual({ for_each: only, job_id: "job-1" });
    expect(template.resources(INVOCATION)).toEqual({});
    expect(template.resources("aws_lambda_function")).toEqual({});
    expect(template.resources(REQUEST)).toEqual({});
  });

  test("has the same attributes as one that is made, with null for what AWS Signer did not report", () => {
    const template = Template.of((stack) => showJob(stack, SigningJob.fromJobId(stack, "job", "job-1")));
    const data = addressOf(template);
    const orNull = (name: string): string =>
      `\${(contains(["", "0001-01-01T00:00:00Z"], ${data}.${name}) ? null : ${data}.${name})}`;
    expect(template.outputs).toEqual({
      jobId: `\${${data}.job_id}`,
      jobOwner: orNull("job_owner"),
      jobInvoker: orNull("job_invoker"),
      status: `\${${data}.status}`,
      statusReason: orNull("status_reason"),
      platformId: orNull("platform_id"),
      platformDisplayName: orNull("platform_display_name"),
      profileName: orNull("profile_name"),
      profileVersion: orNull("profile_version"),
      requestedBy: orNull("requested_by"),
      createdAt: orNull("created_at"),
      completedAt: orNull("completed_at"),
      signatureExpiresAt: orNull("signature_expires_at"),
      signedBucketName: `\${try(${data}.signed_object[0].s3[0].bucket, null)}`,
      signedKey: `\${try(${data}.signed_object[0].s3[0].key, null)}`,
      imported: true,
    });
  });

  test("shows its revocation", () => {
    const template = Template.of((stack) =>
      show(stack, "reason", SigningJob.fromJobId(stack, "job", "job-1").revocationRecord.reason),
    );
    expect(template.outputs.reason).toBe(`\${try(${addressOf(template)}.revocation_record[0].reason, null)}`);
  });

  test("is read by the AWS provider that was given, after what it depends on, and can be depended on", () => {
    const template = Template.of((stack) => {
      const [first, second] = [lambdaProfile(stack, {}, "first"), lambdaProfile(stack, {}, "second")];
      const job = SigningJob.fromJobId(stack, "job", "job-1", {
        provider: aliasedProvider(stack, "us"),
        dependsOn: [first],
      });
      job.node.addDependency(second);
      lambdaProfile(stack, { dependsOn: [job] }, "after");
    });
    expect(template.dataSource(DATA)).toEqual({
      for_each: only,
      job_id: "job-1",
      provider: "aws.us",
      depends_on: [
        template.address("aws_signer_signing_profile", "first"),
        template.address("aws_signer_signing_profile", "second"),
      ],
    });
    expect(template.resource("aws_signer_signing_profile", "after").depends_on).toEqual([template.dataAddress(DATA)]);
  });

  test("is looked up by an id that is known only when Terraform runs, or that cannot stand in an address", () => {
    const template = Template.of((stack) => {
      SigningJob.fromJobId(stack, "later", token(stack).text);
      SigningJob.fromJobId(stack, "odd", 'job "${1}"');
    });
    expect(template.dataSource(DATA, "later")).toEqual({ job_id: "${terraform_data.unknown.output.value}" });
    expect(template.dataSource(DATA, "odd").for_each).toBeUndefined();
  });

  test("is refused without an id", () => {
    expect(() => Template.of((stack) => void SigningJob.fromJobId(stack, "job", ""))).toThrow(
      '[stack/job] "jobId" must be a non-empty string, received ""',
    );
  });
});

function showJob(stack: TerraformStack, job: ISigningJob): void {
  show(stack, "jobId", job.jobId);
  show(stack, "jobOwner", job.jobOwner);
  show(stack, "jobInvoker", job.jobInvoker);
  show(stack, "status", job.status);
  show(stack, "statusReason", job.statusReason);
  show(stack, "platformId", job.platformId);
  show(stack, "platformDisplayName", job.platformDisplayName);
  show(stack, "profileName", job.profileName);
  show(stack, "profileVersion", job.profileVersion);
  show(stack, "requestedBy", job.requestedBy);
  show(stack, "createdAt", job.createdAt);
  show(stack, "completedAt", job.completedAt);
  show(stack, "signatureExpiresAt", job.signatureExpiresAt);
  show(stack, "signedBucketName", job.signedObject.bucketName);
  show(stack, "signedKey", job.signedObject.key);
  show(stack, "imported", job.imported);
}
