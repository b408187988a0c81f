import type { AppliedJobs } from "./apply-jobs";
import type { Construction } from "./declare";
import { ExpectedJob, textOrNull } from "./expected-job";
import { Allowed, allowedBy, rolePolicies } from "./role-policies";
import { SigningFunction } from "../../src";
import { covers, literally, withSingleWildcards } from "../synth/iam-pattern";

/** A permission that a role needs. */
interface Need extends Allowed {
  /** Objects that the resource certainly covers. */
  readonly objects?: readonly string[];
}

/** Throws if a job's role has no permission for a job, or has one that none of its jobs needs. */
export function expectRoleAsNeeded(construction: Construction, applied: AppliedJobs): void {
  const { runner } = construction;
  if (!(runner instanceof SigningFunction)) return;
  const allowed = rolePolicies(construction, applied).flatMap(allowedBy);
  const missing = needsOf(construction, applied).filter((need) => !allowed.some((each) => isEnough(each, need)));
  expect(missing).toEqual([]);

  const all = applied.constructions.filter((each) => each.runner === runner).flatMap((each) => needsOf(each, applied));
  const needed = new Set([...all, ...needsToRun(construction, applied)].map(asText));
  expect(allowed.filter((each) => !needed.has(asText(each)))).toEqual([]);
}

function needsOf(construction: Construction, applied: AppliedJobs): Need[] {
  const { declared } = construction;
  const { source, destination, profileArn, jobArns } = new ExpectedJob(construction, applied);
  const [sourceKey, destinationKey] = [textOrNull(declared.sourceKmsKey), textOrNull(declared.destinationKmsKey)];
  const [sourceBucket, destinationBucket] = [source, destination].map(({ bucketName }) => `arn:aws:s3:::${bucketName}`);
  return [
    { action: "signer:StartSigningJob", resource: profileArn },
    { action: "signer:DescribeSigningJob", resource: jobArns },
    {
      action: "s3:GetObjectVersion",
      resource: `${sourceBucket}/${literally(source.key)}`,
      objects: [`${sourceBucket}/${source.key}`],
    },
    {
      action: "s3:PutObject",
      resource: withSingleWildcards(`${destinationBucket}/${literally(destination.prefix)}*`),
      objects: ["1b2c.zip", "*"].map((name) => `${destinationBucket}/${destination.prefix}${name}`),
    },
    { action: "s3:ListBucket", resource: sourceBucket },
    { action: "s3:ListBucket", resource: destinationBucket },
    ...(sourceKey ? [{ action: "kms:Decrypt", resource: sourceKey }] : []),
    ...["kms:Decrypt", "kms:GenerateDataKey"].flatMap((action) =>
      destinationKey ? [{ action, resource: destinationKey }] : [],
    ),
    ...(declared.revocation?.revokeOnDestroy
      ? [
          { action: "signer:RevokeSignature", resource: jobArns },
          { action: "lambda:ListFunctions", resource: "*" },
        ]
      : []),
  ];
}

/** The permissions that a role needs for any jobs. A user's own role can revoke even after its last revoking job is removed. */
function needsToRun(construction: Construction, applied: AppliedJobs): Need[] {
  const { declared, runner, ownPolicies } = construction;
  const { arn } = applied.attributesOf((runner as SigningFunction).logGroup);
  const isInNetwork = declared.runner && "options" in declared.runner && declared.runner.options.isInNetwork;
  const [interfaces, addresses] = [
    ["Create", "Delete"],
    ["Assign", "Unassign"],
  ];
  const ofNetwork = [
    ...interfaces.map((verb) => `${verb}NetworkInterface`),
    ...addresses.map((verb) => `${verb}PrivateIpAddresses`),
    "DescribeNetworkInterfaces",
    "DescribeSubnets",
  ];
  const { ownJobArns } = new ExpectedJob(construction, applied);
  const toRevoke = ["signer:DescribeSigningJob", "signer:RevokeSignature"];
  return [
    ...(ownPolicies ? toRevoke.map((action) => ({ action, resource: ownJobArns })) : []),
    ...(ownPolicies ? [{ action: "lambda:ListFunctions", resource: "*" }] : []),
    ...["logs:CreateLogStream", "logs:PutLogEvents"].map((action) => ({ action, resource: `${arn}:log-stream:*` })),
    ...ofNetwork.flatMap((action) => (isInNetwork ? [{ action: `ec2:${action}`, resource: "*" }] : [])),
  ];
}

function isEnough(allowed: Allowed, { action, resource, objects }: Need): boolean {
  if (allowed.action !== action) return false;
  return objects ? objects.every((each) => covers(allowed.resource, each)) : allowed.resource === resource;
}

function asText({ action, resource }: Allowed): string {
  return `${action} ${resource}`;
}
