import type {
  Answer,
  RevokeSignatureInput,
  SignerPort,
  SigningJob,
  StartedSigningJob,
  StartSigningJobInput,
} from "../ports";
import { RetryLimits, retry, RetryContext } from "./retry";

/** Retried for as long as there is time: every request here may be repeated without harm. */
const ALWAYS: RetryLimits = {
  throttled: Infinity,
  unavailable: Infinity,
  // The SDK learns the right time from the answer that refuses the signature.
  badSignature: 10_000,
  // A role or policy made in the same apply takes a while to reach every part of AWS; 50 s were reported.
  // @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
  accessDenied: 60_000,
};

/** A profile made in the same apply. The Terraform provider, too, retries a new profile that is not found. */
const START: RetryLimits = { ...ALWAYS, notFound: 20_000 };

/** A job that StartSigningJob has only just announced. */
const ANNOUNCED_JOB: RetryLimits = { ...ALWAYS, notFound: 10_000 };

/** AWS Signer, asked until it answers: its passing failures are hidden, its lasting ones arrive as `RetriesExhausted`. */
export class RetryingSigner {
  constructor(
    private readonly signer: SignerPort,
    private readonly context: RetryContext,
  ) {}

  /** A lost answer does no harm: the repeated request carries the same token, and gets the same answer. */
  public async start(input: StartSigningJobInput): Promise<StartedSigningJob> {
    const answer = await retry((timeoutMs) => this.signer.startSigningJob(input, timeoutMs), START, this.context);
    return answer.value;
  }

  public async describe(jobId: string): Promise<Answer<SigningJob>> {
    return retry((timeoutMs) => this.signer.describeSigningJob(jobId, timeoutMs), ANNOUNCED_JOB, this.context);
  }

  /** @param check runs before every attempt, since the last may be a minute ago; an error of its own ends the retries */
  public async revoke(input: RevokeSignatureInput, check: () => Promise<void>): Promise<void> {
    return retry(
      async () => {
        await check();
        return this.signer.revokeSignature(input, this.context.deadline.requestTimeoutMs);
      },
      ANNOUNCED_JOB,
      this.context,
    );
  }
}
