import {
  AddProfilePermissionCommand,
  ListProfilePermissionsCommand,
  RemoveProfilePermissionCommand,
  type AddProfilePermissionCommandInput,
} from "@aws-sdk/client-signer";
import type { Answer } from "../aws/answer";
import { accepts, refuses, refusesAs, refusesFrom, says } from "../lies/lie";
import { observe } from "../observation";
import { BY_MINISTACK, BY_OTHERS, measured, type Probe } from "../probe";
import type { Asking } from "../run/asking";

const PROVIDER = "aws_signer_signing_profile_permission of the AWS provider, which the library uses";
const CHECKED = "`addPermission` checks it at synthesis";
const ACCEPTED = { revisionId: "00000000-0000-4000-8000-000000000000" };

/** Permissions on signing profiles. */
export const permissions: readonly Probe[] = [
  {
    id: "permissions/none",
    assumption: "ListProfilePermissions of a profile without permissions is refused with 404 ResourceNotFoundException",
    source: BY_OTHERS,
    usedBy: PROVIDER,
    isRelied: true,
    lie: accepts("ListProfilePermissions", { permissions: [] }),
    ask: async (asking) =>
      observe(await list(asking, await profileName(asking)), { status: 404, error: "ResourceNotFoundException" }),
  },
  {
    id: "permissions/empty-revision",
    assumption: "The first permission is accepted with an empty revisionId, as the AWS provider sends it",
    source: measured("the AWS provider's own acceptance tests on AWS pass with it"),
    usedBy: PROVIDER,
    isRelied: true,
    lie: refuses("AddProfilePermission", 400, "ValidationException"),
    ask: async (asking) =>
      observe(await add(asking, await profileName(asking), { revisionId: "" }), {
        status: 200,
        body: { revisionId: /./ },
      }),
  },
  {
    id: "permissions/no-revision",
    assumption: "The first permission is accepted without a revisionId",
    source: BY_OTHERS,
    usedBy: PROVIDER,
    isRelied: false,
    lie: refuses("AddProfilePermission", 400, "ValidationException"),
    ask: async (asking) => observe(await add(asking, await profileName(asking)), { status: 200 }),
  },
  {
    id: "permissions/second-without-revision",
    assumption: "A second permission without a revisionId is refused with 400 ValidationException",
    source: BY_MINISTACK,
    usedBy: "the AWS provider adds the permissions of one profile one after the other",
    isRelied: false,
    lie: accepts("AddProfilePermission", ACCEPTED),
    ask: async (asking) => {
      const name = await profileName(asking);
      await add(asking, name);
      return observe(await add(asking, name, { statementId: "second" }), {
        status: 400,
        error: "ValidationException",
      });
    },
  },
  {
    id: "permissions/stale-revision",
    assumption: "A permission with a stale revisionId is refused with 409 ConflictException",
    source: BY_OTHERS,
    usedBy: "the AWS provider repeats a permission that is refused with 409",
    isRelied: true,
    lie: refusesFrom(3, "AddProfilePermission", 400, "ValidationException"),
    ask: async (asking) => {
      const name = await profileName(asking);
      const first = await add(asking, name);
      const revisionId = first.body?.revisionId;
      await add(asking, name, { statementId: "second", revisionId });
      return observe(await add(asking, name, { statementId: "third", revisionId }), {
        status: 409,
        error: "ConflictException",
      });
    },
  },
  {
    id: "permissions/same-again",
    assumption: "The same permission again is accepted and changes no revision",
    source: BY_OTHERS,
    usedBy: "a request that the AWS provider repeats after a lost answer succeeds",
    isRelied: true,
    lie: refusesFrom(2, "AddProfilePermission", 400, "ValidationException"),
    ask: async (asking) => {
      const name = await profileName(asking);
      const first = await add(asking, name);
      const again = await add(asking, name);
      return observe(
        { status: again.status, isSameRevision: again.body?.revisionId === first.body?.revisionId },
        { status: 200, isSameRevision: true },
      );
    },
  },
  {
    id: "permissions/same-id",
    assumption: "Another permission with the same statementId is refused with 400 ValidationException",
    source: BY_MINISTACK,
    usedBy: "statement ids that the library generates are unique",
    isRelied: false,
    lie: accepts("AddProfilePermission", ACCEPTED),
    ask: async (asking) => {
      const name = await profileName(asking);
      const { body } = await add(asking, name);
      const other = { action: "signer:RevokeSignature", revisionId: body?.revisionId };
      return observe(await add(asking, name, other), { status: 400, error: "ValidationException" });
    },
  },
  {
    id: "permissions/list-is-not-grantable",
    assumption: "signer:ListProfilePermissions cannot be granted: 400 ValidationException",
    source: BY_OTHERS,
    usedBy: CHECKED,
    isRelied: false,
    lie: accepts("AddProfilePermission", ACCEPTED),
    ask: async (asking) => refusedAdd(asking, { action: "signer:ListProfilePermissions" }),
  },
  {
    id: "permissions/sign-payload-on-lambda",
    assumption: "signer:SignPayload cannot be granted on a profile of the Lambda platform: 400 ValidationException",
    source: BY_OTHERS,
    usedBy: CHECKED,
    isRelied: false,
    lie: accepts("AddProfilePermission", ACCEPTED),
    ask: async (asking) => refusedAdd(asking, { action: "signer:SignPayload" }),
  },
  {
    id: "permissions/principal",
    assumption:
      "A principal that is neither an account id nor the ARN of a role is refused with 400 ValidationException",
    source: BY_MINISTACK,
    usedBy: CHECKED,
    isRelied: false,
    lie: refusesAs("AddProfilePermission", 404, "ResourceNotFoundException"),
    ask: async (asking) => refusedAdd(asking, { principal: "lambda.amazonaws.com" }),
  },
  {
    id: "permissions/long-id",
    assumption: "A statementId of 64 characters is accepted",
    source: BY_MINISTACK,
    usedBy: CHECKED,
    isRelied: false,
    lie: refuses("AddProfilePermission", 400, "ValidationException"),
    ask: async (asking) =>
      observe(await add(asking, await profileName(asking), { statementId: "s".repeat(64) }), { status: 200 }),
  },
  {
    id: "permissions/too-long-id",
    assumption: "A statementId of 65 characters is refused with 400 ValidationException",
    source: BY_MINISTACK,
    usedBy: CHECKED,
    isRelied: false,
    lie: accepts("AddProfilePermission", ACCEPTED),
    ask: async (asking) => refusedAdd(asking, { statementId: "s".repeat(65) }),
  },
  {
    id: "permissions/blank-in-id",
    assumption: "A statementId with a blank is refused with 400 ValidationException",
    source: BY_MINISTACK,
    usedBy: CHECKED,
    isRelied: false,
    lie: accepts("AddProfilePermission", ACCEPTED),
    ask: async (asking) => refusedAdd(asking, { statementId: "two words" }),
  },
  {
    id: "permissions/wrong-version",
    assumption: "A permission for a version that does not exist is refused with 404 ResourceNotFoundException",
    source: BY_MINISTACK,
    usedBy: "nothing but the sandbox: the library names no version",
    isRelied: false,
    lie: accepts("AddProfilePermission", ACCEPTED),
    ask: async (asking) =>
      observe(await add(asking, await profileName(asking), { profileVersion: "AAAAAAAAAA" }), {
        status: 404,
        error: "ResourceNotFoundException",
      }),
  },
  {
    id: "permissions/too-many",
    assumption: "Permissions of more than 2000 bytes are refused with 402 ServiceLimitExceededException",
    source: BY_OTHERS,
    usedBy: "docs/troubleshooting.md explains the error",
    isRelied: false,
    lie: refusesAs("AddProfilePermission", 400, "ValidationException"),
    ask: async (asking) => {
      const name = await profileName(asking);
      let revisionId: string | undefined;
      for (let count = 0; count < 20; count++) {
        const answer = await add(asking, name, { statementId: `${count}-`.padEnd(60, "s"), revisionId });
        if (answer.status !== 200) return observe(answer, { status: 402, error: "ServiceLimitExceededException" });
        revisionId = answer.body.revisionId;
      }
      return { holds: false, seen: "20 permissions with ids of 60 characters were accepted" };
    },
  },
  {
    id: "permissions/on-canceled",
    assumption: "A permission on a canceled profile is refused with 400 ValidationException",
    source: BY_OTHERS,
    usedBy: "nothing but the sandbox",
    isRelied: false,
    lie: accepts("AddProfilePermission", ACCEPTED),
    ask: async (asking) => {
      const { name } = await asking.prepared.profile("canceled");
      return observe(await add(asking, name), { status: 400, error: "ValidationException" });
    },
  },
  {
    id: "permissions/last-is-removed",
    assumption: "When the last permission is removed, ListProfilePermissions answers 404 again",
    source: BY_OTHERS,
    usedBy: PROVIDER,
    isRelied: true,
    lie: accepts("ListProfilePermissions", { permissions: [] }),
    ask: async (asking) => {
      const name = await profileName(asking);
      const { body } = await add(asking, name);
      const removal = { profileName: name, statementId: "probe", revisionId: body?.revisionId as string };
      const removed = await asking.signer(new RemoveProfilePermissionCommand(removal));
      const { status } = await list(asking, name);
      return observe({ removed: removed.status, listed: status }, { removed: 200, listed: 404 });
    },
  },
  {
    id: "permissions/remove-unknown",
    assumption: "RemoveProfilePermission of an unknown statement is refused with 404 ResourceNotFoundException",
    source: BY_MINISTACK,
    usedBy: "the AWS provider treats it as a missing permission",
    isRelied: true,
    lie: refusesAs("RemoveProfilePermission", 400, "ValidationException"),
    ask: async (asking) => {
      const name = await profileName(asking);
      const { body } = await add(asking, name);
      const removal = { profileName: name, statementId: "unknown", revisionId: body?.revisionId as string };
      return observe(await asking.signer(new RemoveProfilePermissionCommand(removal)), {
        status: 404,
        error: "ResourceNotFoundException",
      });
    },
  },
  {
    id: "permissions/listed",
    assumption: "ListProfilePermissions reports action, principal and statementId as they were given",
    source: BY_OTHERS,
    usedBy: "a plan after the deployment of a permission is empty",
    isRelied: true,
    lie: says("ListProfilePermissions", (body) => {
      body.permissions[0].principal = `arn:aws:iam::${body.permissions[0].principal}:root`;
    }),
    ask: async (asking) => {
      const name = await profileName(asking);
      await add(asking, name);
      const { accountId } = asking.prepared.surroundings;
      const expected = { action: "signer:StartSigningJob", principal: accountId, statementId: "probe" };
      return observe((await list(asking, name)).body, { permissions: [expected] });
    },
  },
];

async function profileName(asking: Asking): Promise<string> {
  return (await asking.prepared.freshProfile("permissions")).name;
}

async function add(
  asking: Asking,
  name: string,
  changes: Partial<AddProfilePermissionCommandInput> = {},
): Promise<Answer> {
  return asking.signer(
    new AddProfilePermissionCommand({
      profileName: name,
      action: "signer:StartSigningJob",
      principal: asking.prepared.surroundings.accountId,
      statementId: "probe",
      ...changes,
    }),
  );
}

async function refusedAdd(asking: Asking, changes: Partial<AddProfilePermissionCommandInput>) {
  const { name } = await asking.prepared.profile("main");
  return observe(await add(asking, name, changes), { status: 400, error: "ValidationException" });
}

async function list(asking: Asking, name: string): Promise<Answer> {
  return asking.signer(new ListProfilePermissionsCommand({ profileName: name }));
}
