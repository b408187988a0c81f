import { randomUUID } from "node:crypto";
import {
  AddProfilePermissionCommand,
  DescribeSigningJobCommand,
  GetSigningProfileCommand,
  RevokeSignatureCommand,
  StartSigningJobCommand,
} from "@aws-sdk/client-signer";
import { ask, type Answer } from "../aws/answer";
import { accepts, refuses, refusesAs, says } from "../lies/lie";
import { observe } from "../observation";
import { choice, guide, type Probe } from "../probe";
import type { Asking } from "../run/asking";

const DOCUMENTED = guide("signing-profile-cross-account");
const EXAMPLE = "examples/cross-account, `profileOwner`";
const STARTED = { jobId: "00000000-0000-4000-8000-000000000000", jobOwner: "000000000000" };

/** Signing with a profile of another account. The account under test owns the profile, the other one invokes. */
export const crossAccount: readonly Probe[] = [
  {
    id: "cross-account/not-permitted",
    assumption: "Another account's profile cannot be used without a permission: 403 AccessDeniedException",
    source: DOCUMENTED,
    usedBy: "the handler repeats it for a minute, then reports AccessDenied and names the owner",
    isRelied: true,
    lie: refusesAs("StartSigningJob", 404, "ResourceNotFoundException"),
    ask: async (asking) => {
      const { name } = await asking.prepared.freshProfile("shared");
      return observe(await startAsOther(asking, name), { status: 403, error: "AccessDeniedException" });
    },
  },
  {
    id: "cross-account/permitted",
    assumption: "With a permission the job is started, and its owner is the profile's account",
    source: DOCUMENTED,
    usedBy: `${EXAMPLE}; a revocation names the owner that StartSigningJob reports`,
    isRelied: true,
    lie: says("StartSigningJob", (body) => {
      body.jobOwner = "000000000000";
    }),
    ask: async (asking) => {
      const name = await sharedProfile(asking, "signer:StartSigningJob");
      return observe(await startAsOther(asking, name), {
        status: 200,
        body: { jobOwner: asking.prepared.surroundings.accountId },
      });
    },
  },
  {
    id: "cross-account/invoker-describes",
    assumption: "The invoker can describe its job, which names both accounts",
    source: DOCUMENTED,
    usedBy: "the handler polls the job as its invoker",
    isRelied: true,
    lie: refuses("DescribeSigningJob", 404, "ResourceNotFoundException"),
    ask: async (asking) => {
      const jobId = await sharedJob(asking);
      const { accountId } = asking.prepared.surroundings;
      return observe(await ask(asking.other.clients.signer, new DescribeSigningJobCommand({ jobId })), {
        status: 200,
        body: {
          jobOwner: accountId,
          jobInvoker: (invoker: string) => /^\d{12}$/.test(invoker) && invoker !== accountId,
        },
      });
    },
  },
  {
    id: "cross-account/owner-describes",
    assumption: "The owner of the profile can describe the job too",
    source: DOCUMENTED,
    usedBy: "nothing but the sandbox",
    isRelied: false,
    lie: refuses("DescribeSigningJob", 404, "ResourceNotFoundException"),
    ask: async (asking) => observe(await asking.describe(await sharedJob(asking)), { status: 200 }),
  },
  {
    id: "cross-account/no-owner",
    assumption: "Without profileOwner the profile is looked for in the caller's account: 404 ResourceNotFoundException",
    source: guide("signing-profile-cross-account"),
    usedBy: "SigningProfile.fromProfileName of another account requires `profileOwner`",
    isRelied: true,
    lie: accepts("StartSigningJob", STARTED),
    ask: async (asking) => {
      const name = await sharedProfile(asking, "signer:StartSigningJob");
      return observe(await startAsOther(asking, name, null), { status: 404, error: "ResourceNotFoundException" });
    },
  },
  {
    id: "cross-account/other-action",
    assumption: "A permission for signer:GetSigningProfile does not allow signing: 403 AccessDeniedException",
    source: DOCUMENTED,
    usedBy: "`addPermission` grants each action by itself",
    isRelied: true,
    lie: accepts("StartSigningJob", STARTED),
    ask: async (asking) => {
      const name = await sharedProfile(asking, "signer:GetSigningProfile");
      return observe(await startAsOther(asking, name), { status: 403, error: "AccessDeniedException" });
    },
  },
  {
    id: "cross-account/get-profile",
    assumption: "With a permission for signer:GetSigningProfile another account can read the profile",
    source: DOCUMENTED,
    usedBy: "nothing: the library does not read profiles of other accounts",
    isRelied: false,
    lie: refuses("GetSigningProfile", 403, "AccessDeniedException"),
    ask: async (asking) => {
      const profileName = await sharedProfile(asking, "signer:GetSigningProfile");
      const profileOwner = asking.prepared.surroundings.accountId;
      const command = new GetSigningProfileCommand({ profileName, profileOwner });
      return observe(await ask(asking.other.clients.signer, command), { status: 200, body: { profileName } });
    },
  },
  {
    id: "cross-account/revoke-without-owner",
    assumption: "RevokeSignature without jobOwner does not find the job: 404 ResourceNotFoundException",
    source: choice("the API says that another account has to name the owner, and not what happens otherwise"),
    usedBy: "the handler always names the owner; it takes a 404 for nothing to revoke",
    isRelied: false,
    lie: accepts("RevokeSignature"),
    ask: async (asking) =>
      observe(await revokeAsOther(asking, await sharedJob(asking)), {
        status: 404,
        error: "ResourceNotFoundException",
      }),
  },
  {
    id: "cross-account/revoke-not-permitted",
    assumption: "RevokeSignature with jobOwner needs a permission: 403 AccessDeniedException",
    source: DOCUMENTED,
    usedBy: "docs/iam.md: what the owner has to permit for `revokeOnDestroy`",
    isRelied: true,
    lie: accepts("RevokeSignature"),
    ask: async (asking) => {
      const jobOwner = asking.prepared.surroundings.accountId;
      return observe(await revokeAsOther(asking, await sharedJob(asking), jobOwner), {
        status: 403,
        error: "AccessDeniedException",
      });
    },
  },
  {
    id: "cross-account/revoke-permitted",
    assumption: "RevokeSignature with jobOwner and a permission revokes",
    source: DOCUMENTED,
    usedBy: "`revokeOnDestroy` with `profileOwner`",
    isRelied: true,
    lie: refuses("RevokeSignature", 403, "AccessDeniedException"),
    ask: async (asking) => {
      const jobId = await sharedJob(asking, "signer:StartSigningJob", "signer:RevokeSignature");
      await asking.ended(jobId);
      const jobOwner = asking.prepared.surroundings.accountId;
      return observe(await revokeAsOther(asking, jobId, jobOwner), { status: 200 });
    },
  },
];

async function sharedProfile(asking: Asking, ...actions: string[]): Promise<string> {
  const principal = asking.other.accountId;
  const { name } = await asking.prepared.freshProfile("shared");
  let revisionId: string | undefined;
  for (const action of actions) {
    const statementId = action.replace("signer:", "");
    const permission = { profileName: name, statementId, action, principal, revisionId };
    const { status, body, message } = await asking.signer(new AddProfilePermissionCommand(permission));
    if (status !== 200) throw new Error(`AddProfilePermission was refused: ${message}`);
    revisionId = body.revisionId;
  }
  return name;
}

/** Source and destination are the other account's own: it reads and writes with its own rights. */
async function startAsOther(
  asking: Asking,
  profileName: string,
  profileOwner: string | null = asking.prepared.surroundings.accountId,
): Promise<Answer> {
  const { clients, prepared: theirs } = asking.other;
  return ask(
    clients.signer,
    new StartSigningJobCommand({
      profileName,
      profileOwner: profileOwner ?? undefined,
      source: { s3: await theirs.object("package") },
      destination: { s3: { bucketName: await theirs.bucket("source"), prefix: "signed/" } },
      clientRequestToken: randomUUID(),
    }),
  );
}

async function sharedJob(asking: Asking, ...actions: string[]): Promise<string> {
  const name = await sharedProfile(asking, ...(actions.length > 0 ? actions : ["signer:StartSigningJob"]));
  const { status, body, message } = await startAsOther(asking, name);
  if (status !== 200) throw new Error(`StartSigningJob was refused: ${message}`);
  return body.jobId as string;
}

async function revokeAsOther(asking: Asking, jobId: string, jobOwner?: string): Promise<Answer> {
  return ask(asking.other.clients.signer, new RevokeSignatureCommand({ jobId, jobOwner, reason: "probe" }));
}
