import { randomUUID } from "node:crypto";
import type { StartSigningJobCommandInput } from "@aws-sdk/client-signer";
import { accepts, refusesFrom, says, type Lie } from "../lies/lie";
import { observe, type Observation } from "../observation";
import { api, choice, type Probe } from "../probe";
import type { Asking } from "../run/asking";

const EXACTLY_ONCE = "invariant 1: a request that is sent again, by anyone and at any time, finds the same job";
const FIRST_ANSWER = api("StartSigningJob");
const MINUTES = 60;
const HOURS = 2 * 60 * MINUTES;

/** Each start gives a new job, as if there were no tokens. */
const forgets: Lie = says("StartSigningJob", (body, { nth }) => {
  if (nth > 1) body.jobId = randomUUID();
});

/** What a client request token does. */
export const tokens: readonly Probe[] = [
  {
    id: "tokens/same-request",
    assumption: "The same request with the same token gives the same job while it runs",
    source: FIRST_ANSWER,
    usedBy: EXACTLY_ONCE,
    isRelied: true,
    lie: forgets,
    ask: async (asking) => replay(asking, {}, async () => undefined),
  },
  {
    id: "tokens/after-success",
    assumption: "The same request with the same token gives the same job after it has succeeded",
    source: FIRST_ANSWER,
    usedBy: EXACTLY_ONCE,
    isRelied: true,
    lie: forgets,
    ask: async (asking) => replay(asking, {}, async (jobId) => asking.ended(jobId)),
  },
  {
    id: "tokens/after-failure",
    assumption: "The same request with the same token gives the same job after it has failed",
    source: choice("follows from the words of the document, which does not speak of failed jobs"),
    usedBy: "the handler derives the token of the next attempt where it gets an earlier failure",
    isRelied: false,
    lie: forgets,
    ask: async (asking) => {
      const source = { s3: await asking.prepared.object("text") };
      return replay(asking, { source }, async (jobId) => asking.ended(jobId));
    },
  },
  {
    id: "tokens/after-a-minute",
    assumption: "A token is remembered for more than a minute",
    source: choice("AWS does not document how long"),
    usedBy: `${EXACTLY_ONCE}; the AWS provider repeats invocations within minutes`,
    isRelied: true,
    lie: forgets,
    ask: async (asking) => replay(asking, {}, async () => asking.pass(MINUTES + 10)),
  },
  {
    id: "tokens/after-hours",
    assumption: "A token is remembered for more than two hours",
    source: choice("AWS does not document how long"),
    usedBy: "an invocation that is replaced later, because of another timeout for example, signs nothing again",
    isRelied: true,
    isPatient: true,
    lie: forgets,
    ask: async (asking) => replay(asking, {}, async () => asking.pass(HOURS)),
  },
  {
    id: "tokens/side-by-side",
    assumption: "Two requests with one token at the same time give one job",
    source: choice("follows from the words of the document, which does not speak of concurrency"),
    usedBy: EXACTLY_ONCE,
    isRelied: true,
    lie: forgets,
    ask: async (asking) => {
      const request = await asking.request();
      const [one, other] = await Promise.all([asking.start(request), asking.start(request)]);
      return observe(
        { first: one.status, second: other.status, isSameJob: one.body.jobId === other.body.jobId },
        { first: 200, second: 200, isSameJob: true },
      );
    },
  },
  {
    id: "tokens/other-request",
    assumption: "A token with another request is refused with 400 ValidationException",
    source: choice("AWS does not document it; emulators disagree"),
    usedBy: "nothing: the library never uses a token for two requests",
    isRelied: false,
    lie: accepts("StartSigningJob", { jobId: randomUUID(), jobOwner: "000000000000" }),
    ask: async (asking) => {
      const request = await asking.request();
      await asking.start(request);
      const s3 = { ...request.destination?.s3, prefix: "signed/other/" };
      const second = await asking.start({ ...request, destination: { s3 } });
      return observe(second, { status: 400, error: "ValidationException" });
    },
  },
  {
    id: "tokens/after-refusal",
    assumption: "A refused request does not use its token up",
    source: choice("AWS does not document it"),
    usedBy: "a request that is denied until IAM has propagated is repeated with the same token",
    isRelied: true,
    lie: refusesFrom(2, "StartSigningJob", 400, "ValidationException"),
    ask: async (asking) => {
      const request = await asking.request();
      const refused = await asking.start({ ...request, profileName: asking.prepared.names.profileName("unknown") });
      const second = await asking.start(request);
      return observe({ first: refused.status, second: second.status }, { first: 404, second: 200 });
    },
  },
  {
    id: "tokens/after-cancellation",
    assumption: "A token still gives its job after the profile was canceled",
    source: choice("follows from the words of the document, which does not speak of profiles"),
    usedBy: "an invocation that is replaced after its profile was canceled still finds its result",
    isRelied: false,
    lie: refusesFrom(2, "StartSigningJob", 400, "ValidationException"),
    ask: async (asking) => {
      const profile = await asking.prepared.freshProfile("token");
      return replay(asking, { profileName: profile.name }, async () => asking.prepared.cancel(profile));
    },
  },
  {
    id: "tokens/other-token",
    assumption: "The same request with another token is another job",
    source: api("StartSigningJob"),
    usedBy: "`triggers` sign the same source again; the next attempt after a failure has a token of its own",
    isRelied: true,
    lie: says("StartSigningJob", (body) => {
      body.jobId = "00000000-0000-4000-8000-000000000000";
    }),
    ask: async (asking) => {
      const [one, other] = [await asking.start(), await asking.start()];
      return observe({ isSameJob: one.body.jobId === other.body.jobId }, { isSameJob: false });
    },
  },
];

async function replay(
  asking: Asking,
  changes: Partial<StartSigningJobCommandInput>,
  meanwhile: (jobId: string) => Promise<unknown>,
): Promise<Observation> {
  const request = await asking.request(changes);
  const first = await asking.start(request);
  if (first.status === 200) await meanwhile(first.body.jobId as string);
  const second = await asking.start(request);
  return observe(
    { first: first.status, second: second.status, isSameJob: first.body?.jobId === second.body?.jobId },
    { first: 200, second: 200, isSameJob: true },
  );
}
