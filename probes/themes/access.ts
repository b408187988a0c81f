import { RevokeSignatureCommand } from "@aws-sdk/client-signer";
import { ask, type Answer } from "../aws/answer";
import type { RoleKind } from "../aws/role-kinds";
import { accepts, hasHeader, refuses, refusesAs, says } from "../lies/lie";
import { observe, type Expected } from "../observation";
import { BY_OTHERS, choice, document, guide, type Probe } from "../probe";
import type { Asking } from "../run/asking";

const ROLE = "src/role/signing-job-statements.ts: the policy of the function's role";
const RIGHTS = guide("authen-iamuser");
const ACTIONS = document("https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssigner.html");
const STARTED = { jobId: "00000000-0000-4000-8000-000000000000", jobOwner: "000000000000" };

/** What failure-kind.ts takes for a denied request, which it repeats for a minute. */
const DENIED: Expected = (answer: Answer) =>
  answer.status === 403 ||
  /^AccessDenied/.test(answer.error ?? "") ||
  /not authorized|access ?denied|forbidden/i.test(answer.message ?? "");

/** What the caller has to be allowed. Each role may do all that is needed but for one thing. */
export const access: readonly Probe[] = [
  {
    id: "access/enough",
    assumption: "The statements that the library gives the function are enough to sign",
    source: RIGHTS,
    usedBy: ROLE,
    isRelied: true,
    lie: refuses("StartSigningJob", 403, "AccessDeniedException"),
    ask: async (asking) => {
      const role = await as(asking, "signing");
      return observe(await asking.outcome({}, role), { status: 200, body: { status: "Succeeded" } });
    },
  },
  {
    id: "access/no-list-bucket",
    assumption: "Signing an existing source needs no s3:ListBucket",
    source: choice("AWS's own policy for signing has it; nobody has published whether it is needed"),
    usedBy: `${ROLE}, which has it as AWS documents`,
    isRelied: false,
    lie: refuses("StartSigningJob", 403, "AccessDeniedException"),
    ask: async (asking) => {
      const role = await as(asking, "without-list-bucket");
      return observe(await asking.outcome({}, role), { status: 200, body: { status: "Succeeded" } });
    },
  },
  denied("start", "without-start", "signer:StartSigningJob", ACTIONS, { status: 403, error: "AccessDeniedException" }),
  denied("other-profile", "other-profile", "signer:StartSigningJob on this very profile", ACTIONS, { status: 403 }),
  denied("wrong-version", "wrong-version", "the profile's version, by signer:ProfileVersion", ACTIONS, { status: 403 }),
  {
    id: "access/right-version",
    assumption: "StartSigningJob is allowed by a policy with the condition signer:ProfileVersion",
    source: ACTIONS,
    usedBy: "docs/iam.md",
    isRelied: false,
    lie: refuses("StartSigningJob", 403, "AccessDeniedException"),
    ask: async (asking) => observe(await asking.start({}, await as(asking, "right-version")), { status: 200 }),
  },
  denied("source", "without-source", "s3:GetObjectVersion on the source", RIGHTS, DENIED),
  denied("destination", "without-destination", "s3:PutObject on the destination", RIGHTS, DENIED),
  denied("other-prefix", "other-prefix", "s3:PutObject under this very prefix", RIGHTS, DENIED),
  {
    id: "access/source-status",
    assumption:
      "A caller who may not read the source is refused with 403 AccessDeniedException, which names the action",
    source: choice("a refusal of StartSigningJob was observed; its code is not published"),
    usedBy: "the error AccessDenied names the action that is missing",
    isRelied: false,
    lie: refusesAs("StartSigningJob", 400, "ValidationException"),
    ask: async (asking) =>
      observe(await asking.start({}, await as(asking, "without-source")), {
        status: 403,
        error: "AccessDeniedException",
        message: /s3:GetObjectVersion/,
      }),
  },
  {
    id: "access/start-in-words",
    assumption: "A denied request names the principal, the action and the resource",
    source: document("https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"),
    usedBy: "src/handler/errors/request-errors.ts quotes it in the error AccessDenied",
    isRelied: false,
    lie: refusesAs("StartSigningJob", 403, "AccessDeniedException"),
    ask: async (asking) =>
      observe(await asking.start({}, await as(asking, "without-start")), {
        message: /User: arn:\S+ is not authorized to perform: signer:StartSigningJob on resource: arn:/,
      }),
  },
  {
    id: "access/describe",
    assumption: "DescribeSigningJob needs signer:DescribeSigningJob on the job: 403 AccessDeniedException without",
    source: ACTIONS,
    usedBy: ROLE,
    isRelied: true,
    lie: accepts("DescribeSigningJob", { status: "Succeeded" }),
    ask: async (asking) => {
      const { jobId = "" } = await asking.prepared.succeededJob();
      const role = await as(asking, "without-describe");
      return observe(await asking.describe(jobId, role), { status: 403, error: "AccessDeniedException" });
    },
  },
  {
    id: "access/revoke",
    assumption: "RevokeSignature needs signer:RevokeSignature on the job: 403 AccessDeniedException without",
    source: ACTIONS,
    usedBy: "the revocation has a policy of its own",
    isRelied: true,
    lie: hasHeader("RevokeSignature", "x-amzn-errortype", "ValidationException"),
    ask: async (asking) => {
      const { jobId } = await asking.prepared.failedJob();
      const role = await as(asking, "without-revoke");
      return observe(await ask(role.signer, new RevokeSignatureCommand({ jobId, reason: "probe" })), {
        status: 403,
        error: "AccessDeniedException",
      });
    },
  },
  {
    id: "access/requested-by",
    assumption: "requestedBy of a job is the ARN of the session of the role that started it",
    source: BY_OTHERS,
    usedBy: "the attribute `requestedBy`",
    isRelied: false,
    lie: says("DescribeSigningJob", (body) => {
      body.requestedBy = "arn:aws:iam::000000000000:root";
    }),
    ask: async (asking) => {
      const role = await as(asking, "signing");
      const { body } = await asking.start({}, role);
      return observe((await asking.describe(String(body?.jobId), role)).body, {
        requestedBy: new RegExp(`:assumed-role/${asking.prepared.names.name("signing")}/probe$`),
      });
    },
  },
];

function denied(what: string, kind: RoleKind, missing: string, source: Probe["source"], expected: Expected): Probe {
  return {
    id: `access/${what}`,
    assumption: `StartSigningJob is denied without ${missing}`,
    source,
    usedBy: ROLE,
    isRelied: true,
    lie: accepts("StartSigningJob", STARTED),
    ask: async (asking) => {
      const { status, error, message } = await asking.start({}, await as(asking, kind));
      const { holds } = observe({ status, error, message }, expected);
      return { holds, seen: `${status} ${error ?? "accepted"} ${message ?? ""}` };
    },
  };
}

async function as(asking: Asking, kind: RoleKind) {
  return asking.through(await asking.prepared.role(kind));
}
