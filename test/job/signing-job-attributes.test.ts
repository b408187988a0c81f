import { conditional, TerraformStack } from "cdktf";
import { ISigningJob, SigningJob } from "../../src";
import { valuesFor } from "../../src/protocol/result";
import { aliasedProvider, signingJob } from "../synth/fixtures";
import { showJob, TEXTS } from "../synth/show-job";
import { show, Template } from "../synth/template";

const INVOCATION = "aws_lambda_invocation";

describe("the attributes of a signing job", () => {
  test("are read from the result in Terraform's state, without a call to AWS", () => {
    const template = Template.of((stack) => showJob(stack, signingJob(stack)));
    const result = `jsondecode(${template.address(INVOCATION)}.result)`;
    expect(template.outputs).toEqual({
      ...valuesFor(TEXTS, (name) => `\${${result}.${name}}`),
      signedBucketName: `\${${result}.signedObject.bucketName}`,
      signedKey: `\${${result}.signedObject.key}`,
      imported: `\${tostring(${result}.imported)}`,
    });
    expect(template.dataSources("aws_signer_signing_job")).toEqual({});
  });

  test("call AWS Signer in each plan only for a revocation, and only if it is used", () => {
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

  test("are passed to another stack as lists if they can be missing", () => {
    const declare = (stack: TerraformStack): void => {
      const [made, read] = [signingJob(stack), SigningJob.fromJobId(stack, "read", "job-1")];
      const other = new TerraformStack(stack.node.root, "other");
      show(other, "revokedAt", made.revocationRecord.revokedAt);
      show(other, "key", read.signedObject.key);
    };
    expect(Object.values(Template.of(declare).outputs)).toEqual([
      expect.stringMatching(/^\$\{data\.aws_signer_signing_job\.job_Live_\w+\.revocation_record\}$/),
      expect.stringMatching(/^\$\{data\.aws_signer_signing_job\.read_\w+\["job-1"\]\.signed_object\}$/),
    ]);
    const { revokedAt, key } = Template.of(declare, "other").outputs;
    expect(revokedAt).toMatch(/^\$\{try\(data\.terraform_remote_state\.\S+\[0\]\.revoked_at, null\)\}$/);
    expect(key).toMatch(/^\$\{try\(data\.terraform_remote_state\.\S+\[0\]\.s3\[0\]\.key, null\)\}$/);
  });

  test("can be parts of other texts", () => {
    const template = Template.of((stack) => show(stack, "url", `s3://x/${signingJob(stack).signedObject.key}`));
    expect(template.outputs.url).toBe(`s3://x/\${jsondecode(${template.address(INVOCATION)}.result).signedObject.key}`);
  });
});

describe("the attributes of a signing job that are never null", () => {
  const showCompanions = (stack: TerraformStack, job: ISigningJob): void => {
    show(stack, "arn", job.signingJobArn);
    show(stack, "uri", job.signedObjectUri);
    show(stack, "revoked", job.isRevoked);
    show(stack, "origin", conditional(job.imported, "adopted", "signed"));
  };

  test("are computed from the result of a job that signs", () => {
    const template = Template.of((stack) => showCompanions(stack, signingJob(stack)));
    const result = `jsondecode(${template.address(INVOCATION)}.result)`;
    const environment = (type: string): string => template.dataAddress(type);
    const owner = `coalesce(${result}.jobOwner, ${environment("aws_caller_identity")}.account_id)`;
    expect(template.outputs).toEqual({
      arn:
        `arn:\${${environment("aws_partition")}.partition}:signer:\${${environment("aws_region")}.id}:\${${owner}}` +
        `:/signing-jobs/\${${result}.jobId}`,
      uri: `\${try("s3://\${${result}.signedObject.bucketName}/\${${result}.signedObject.key}", "")}`,
      revoked: `\${tostring((length(${environment("aws_signer_signing_job")}.revocation_record) >= 1))}`,
      origin: `\${tostring(${result}.imported) ? "adopted" : "signed"}`,
    });
  });

  test("are computed from the data of an existing job, with the AWS provider that reads it", () => {
    const template = Template.of((stack) => {
      const provider = aliasedProvider(stack, "us");
      showCompanions(stack, SigningJob.fromJobId(stack, "job", "job-1", { provider }));
    });
    const data = `${template.dataAddress("aws_signer_signing_job")}["job-1"]`;
    expect(template.outputs.arn).toContain(`:/signing-jobs/\${${data}.job_id}`);
    expect(template.outputs.uri).toMatch(
      /^\$\{try\("s3:\/\/\$\{try\(.*\.bucket, null\)\}\/\$\{try\(.*\.key, null\)\}", ""\)\}$/,
    );
    expect(template.outputs.revoked).toBe(`\${tostring((length(${data}.revocation_record) >= 1))}`);
    expect(template.outputs.origin).toBe('${true ? "adopted" : "signed"}');
    expect(template.dataSource("aws_region").provider).toBe("aws.us");
  });
});
