import { signatureInUse } from "./errors/handler-error";
import { explainGuard } from "./errors/request-errors";
import type { Age } from "./function-list";
import type { Invocation } from "./invocation";
import type { ListedFunction } from "./ports";
import { RetriesExhausted } from "./retry/retry";
import type { RevokeRequest } from "../protocol/request";

/** How long AWS Lambda may continue to list a deleted function, or its earlier code. AWS does not document it. */
const STALE_MS = 15_000;
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 3_000;

/**
 * Throws an error if a function of the account and Region uses the job whose signature is to be revoked, or if this
 * cannot be determined.
 *
 * Terraform's knowledge of the functions is no proof: the AWS provider stores new code even if AWS Lambda refuses it,
 * and other programs also use the signed object.
 *
 * @param age of the signature
 */
export async function refuseSignatureInUse(
  request: RevokeRequest,
  age: Age,
  { functions, clock, log, deadline }: Invocation,
): Promise<void> {
  const { jobId } = request.signingJob;
  try {
    let users = usersOf(jobId, await functions.recent(age));
    const since = clock.now();
    for (let pauseMs = FIRST_PAUSE_MS; users.length > 0; pauseMs = Math.min(MAX_PAUSE_MS, 2 * pauseMs)) {
      const leftMs = Math.min(STALE_MS - (clock.now() - since), deadline.remainingMs);
      if (leftMs <= 0) throw signatureInUse(request, users);
      log("signature-in-use", { jobId, functions: users });
      await clock.sleep(Math.min(pauseMs, leftMs));
      users = usersOf(jobId, await functions.current());
    }
  } catch (error) {
    throw error instanceof RetriesExhausted ? explainGuard(error, request) : error;
  }
}

/** Names of the functions that use a job. The account of the job does not matter, because its id is unique. */
function usersOf(jobId: string, functions: readonly ListedFunction[]): string[] {
  const isOfJob = (arn: string) => arn.endsWith(`/signing-jobs/${jobId}`);
  return functions.filter(({ signingJobArns }) => signingJobArns.some(isOfJob)).map(({ name }) => name);
}
