import { SigningJob } from "../../src";
import { valuesFor } from "../../src/protocol/result";
import { aliasedProvider, lambdaProfile, token } from "../synth/fixtures";
import { showJob, TEXTS } from "../synth/show-job";
import { show, Template } from "../synth/template";

describe("a signing job that is read by its id", () => {
  const DATA = "aws_signer_signing_job";
  /** The id is part of the address, because the provider's error for an unknown job omits it. */
  const only = { "job-1": "" };
  const addressOf = (template: Template): string => `${template.dataAddress(DATA)}["job-1"]`;

  test("is only read: no resource is created that could sign or revoke", () => {
    const template = Template.of((stack) => showJob(stack, SigningJob.fromJobId(stack, "job", "job-1")));
    expect(template.dataSource(DATA)).toEqual({ for_each: only, job_id: "job-1" });
    expect(template.resources("aws_lambda_invocation")).toEqual({});
    expect(template.resources("aws_lambda_function")).toEqual({});
    expect(template.resources("terraform_data")).toEqual({});
  });

  test("has the same attributes as a declared job, with null for values that AWS Signer did not report", () => {
    const template = Template.of((stack) => showJob(stack, SigningJob.fromJobId(stack, "job", "job-1")));
    const data = addressOf(template);
    const attribute = (name: string): string => {
      const read = `${data}.${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
      const isAlwaysReported = name === "jobId" || name === "status";
      return isAlwaysReported ? read : `(contains(["", "0001-01-01T00:00:00Z"], ${read}) ? null : ${read})`;
    };
    expect(template.outputs).toEqual({
      ...valuesFor(TEXTS, (name) => `\${${attribute(name)}}`),
      signedBucketName: `\${try(${data}.signed_object[0].s3[0].bucket, null)}`,
      signedKey: `\${try(${data}.signed_object[0].s3[0].key, null)}`,
      imported: "true",
    });
  });

  test("shows its revocation", () => {
    const template = Template.of((stack) =>
      show(stack, "reason", SigningJob.fromJobId(stack, "job", "job-1").revocationRecord.reason),
    );
    expect(template.outputs.reason).toBe(`\${try(${addressOf(template)}.revocation_record[0].reason, null)}`);
  });

  test("is read by the given AWS provider, after its dependencies, and can be a dependency", () => {
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

  test("can be looked up by an id that is known only when Terraform runs, or that an address cannot contain", () => {
    const template = Template.of((stack) => {
      SigningJob.fromJobId(stack, "later", token(stack).text);
      SigningJob.fromJobId(stack, "odd", 'job "${1}"');
    });
    expect(template.dataSource(DATA, "later")).toEqual({
      job_id: "${terraform_data.unknown.output.value}",
      lifecycle: {
        precondition: [
          {
            condition: '${terraform_data.unknown.output.value != null && terraform.workspace != ""}',
            error_message: expect.stringContaining('"jobId" of "stack/later" is null'),
          },
        ],
      },
    });
    expect(template.dataSource(DATA, "odd").for_each).toBeUndefined();
  });

  test("is refused without an id", () => {
    expect(() => Template.of((stack) => void SigningJob.fromJobId(stack, "job", ""))).toThrow(
      '[stack/job] "jobId" must be a non-empty string, received ""',
    );
  });
});
