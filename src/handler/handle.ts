import { HandlerError, invalidRequest, unexpectedError } from "./errors/handler-error";
import type { Age, FunctionList } from "./function-list";
import type { FunctionLocation, Invocation } from "./invocation";
import type { Clock, Log, SignerPort } from "./ports";
import { Deadline } from "./retry/deadline";
import type { LookTimes } from "./retry/look-times";
import { Pace } from "./retry/pace";
import { RetryingSigner } from "./retry/retrying-signer";
import { revoke } from "./revoke";
import { sign } from "./sign";
import type { HandlerRequest, RevocableSigningJob } from "../protocol/request";
import type { SigningResult } from "../protocol/result";
import { validateRequest } from "../protocol/validate";

/** The environment of one invocation of the function. */
export interface HandlerContext extends FunctionLocation {
  readonly signer: SignerPort;
  /** This and the next one are shared by the invocations of one execution environment. */
  readonly functionList: FunctionList;
  readonly lookTimes: LookTimes;
  readonly clock: Clock;
  readonly log: Log;
  /** Time until AWS Lambda ends the function. */
  readonly remainingTimeMs: number;
}

/** Handles one event. Every error that it throws is a `HandlerError`. */
export async function handle(event: unknown, context: HandlerContext): Promise<SigningResult | RevocableSigningJob> {
  try {
    const validated = validateRequest(event);
    if (!validated.valid) throw invalidRequest(validated.problems);
    const { request } = validated;
    const invocation = beginInvocation(request, context);
    return request.operation === "sign" ? await sign(request, invocation) : await revoke(request, invocation);
  } catch (error) {
    if (error instanceof HandlerError) throw error;
    context.log("unexpected-error", { stack: error instanceof Error ? error.stack : String(error) });
    throw unexpectedError(error);
  }
}

function beginInvocation(request: HandlerRequest, context: HandlerContext): Invocation {
  const { clock, log, remainingTimeMs, accountId, region } = context;
  const timeoutSeconds = request.operation === "sign" ? request.timeoutSeconds : null;
  const deadline = new Deadline(clock, remainingTimeMs, timeoutSeconds);
  const signer = new RetryingSigner(context.signer, { clock, log, deadline, pace: context.lookTimes.pace });
  // A separate pace: AWS Lambda has other quotas than AWS Signer.
  const listing = { clock, log, deadline, pace: new Pace(clock) };
  const functions = {
    recent: async (signature: Age) => context.functionList.recent(signature, listing),
    current: async () => context.functionList.current(listing),
  };
  const { lookTimes } = context;
  return { signer, functions, lookTimes, clock, deadline, log, accountId, region };
}
