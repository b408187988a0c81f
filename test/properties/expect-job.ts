import { addressOf, AppliedJobs } from "./apply-jobs";
import type { Construction } from "./declare";
import { PLAIN } from "./declared-job";
import type { DeclaredRunner } from "./declared-runner";
import { valueOf } from "./declared-text";
import { ExpectedJob, textOrNull } from "./expected-job";
import { SigningFunction } from "../../src";
import { validateRequest } from "../../src/protocol/validate";

/** Throws if a declared job differs from the resources that Terraform created for it. */
export function expectJobAsDeclared(construction: Construction, applied: AppliedJobs): void {
  const expected = new ExpectedJob(construction, applied);
  expectSigning(construction, applied, expected);
  expectIdentity(construction, applied, expected);
  expectRevocation(construction, applied, expected);
  expectRunner(construction, applied);
  expect(applied.output(construction.output)).toEqual(expected.attributes);
}

/** The event, as the function receives it. */
function received(input: unknown, addedByTerraform: object = {}): unknown {
  const validated = validateRequest({ ...JSON.parse(input as string), ...addedByTerraform });
  return validated.valid ? validated.request : validated.problems;
}

function expectSigning({ declared, job }: Construction, applied: AppliedJobs, expected: ExpectedJob): void {
  const { input, lifecycle_scope } = applied.attributesOf(job.resource);
  expect(lifecycle_scope).toBe("CREATE_ONLY");
  expect(received(input)).toEqual({
    protocolVersion: 1,
    operation: "sign",
    requestToken: expected.requestToken,
    importJobId: expected.importJobId,
    source: expected.source,
    destination: expected.destination,
    profileName: expected.profileName,
    profileOwner: expected.profileOwner,
    ignoreSigningJobFailure: declared.ignoreSigningJobFailure?.value ?? false,
    timeoutSeconds: declared.timeoutSeconds?.value ?? null,
  });
}

function expectIdentity({ job }: Construction, applied: AppliedJobs, expected: ExpectedJob): void {
  expect(applied.attributesOf(job.request).triggers_replace).toEqual({
    source: expected.source,
    destination: expected.destination,
    profileName: expected.profileName,
    ...(expected.profileVersion === null ? {} : { profileVersion: expected.profileVersion }),
    ...(expected.profileOwner === null ? {} : { profileOwner: expected.profileOwner }),
    ...(Object.keys(expected.triggers).length === 0 ? {} : { triggers: expected.triggers }),
  });
}

function expectRevocation({ declared, job }: Construction, applied: AppliedJobs, expected: ExpectedJob): void {
  const isForgotten = applied.forgotten.some((address) => address.startsWith(expected.revocationAddress));
  expect(isForgotten).toBe(declared.revocation?.revokeOnDestroy === false);
  if (!declared.revocation?.revokeOnDestroy) {
    const addresses = applied.resourcesOf("aws_lambda_invocation").map(([address]) => address);
    expect(addresses.filter((address) => address.startsWith(expected.revocationAddress))).toEqual([]);
    return;
  }
  const { input, lifecycle_scope, triggers } = applied.attributesOf(job.revocation!);
  expect(lifecycle_scope).toBe("CRUD");
  expect(triggers).toEqual({ requestToken: expected.requestToken });
  expect(received(input, { tf: { action: "delete" } })).toEqual({
    protocolVersion: 1,
    operation: "revoke",
    signingJob: expected.result,
    reason: textOrNull(declared.revocation.reason) ?? "Destroyed or replaced by Terraform",
    address: addressOf(job.revocation!),
    tf: { action: "delete" },
  });
}

function expectRunner({ declared, job, runner }: Construction, applied: AppliedJobs): void {
  const { function_name } = applied.attributesOf(job.resource);
  if (job.revocation) expect(applied.attributesOf(job.revocation).function_name).toBe(function_name);
  const declaredRunner: DeclaredRunner = declared.runner ?? PLAIN.runner;
  if (declaredRunner.kind === "imported") {
    expect(function_name).toBe(valueOf(declaredRunner.functionName));
    return;
  }
  const { function: lambda, logGroup, role } = runner as SigningFunction;
  const made = applied.attributesOf(lambda);
  expect(function_name).toBe(made.function_name);
  if (declaredRunner.kind === "stack") return;
  const { options } = declaredRunner;
  if (options.functionName) expect(function_name).toBe(valueOf(options.functionName));
  expect(made.memory_size).toBe(options.memorySize ?? 256);
  const tags = options.tags ? Object.fromEntries(options.tags.map(([name, value]) => [name, valueOf(value)])) : null;
  expect(made.tags).toEqual(tags);
  expect(applied.attributesOf(logGroup)).toMatchObject({
    name: `/aws/lambda/${function_name}`,
    kms_key_id: textOrNull(options.logKmsKeyArn),
    retention_in_days: options.logRetentionDays ?? 30,
    tags,
  });
  if (declaredRunner.kind === "ownRole") {
    expect(made.role).toBe(valueOf(declaredRunner.roleArn));
    return;
  }
  const { rolePath, permissionsBoundaryArn } = declaredRunner;
  expect(applied.attributesOf(role!)).toMatchObject({
    path: rolePath,
    permissions_boundary: permissionsBoundaryArn,
    tags,
  });
}
