import type {
  Answer,
  RevokeSignatureInput,
  SignerPort,
  SigningJob,
  StartedSigningJob,
  StartSigningJobInput,
} from "../ports";
import { RetryLimits, retry, RetryContext } from "./retry";

/** Retried until the deadline: every request here can be repeated without harm. */
const ALWAYS: RetryLimits = {
  throttled: Infinity,
  unavailable: Infinity,
  // The SDK learns the correct time from the answer that refuses the signature.
  badSignature: 10_000,
  // A role or policy created in the same apply needs some time to reach every part of AWS; 50 s were reported.
  // @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
  accessDenied: 60_000,
};

/** A profile created in the same apply. The Terraform provider also retries when it does not find a new profile. */
const START: RetryLimits = { ...ALWAYS, notFound: 20_000 };

/** A job whose id StartSigningJob has just returned. */
const ANNOUNCED_JOB: RetryLimits = { ...ALWAYS, notFound: 10_000 };

/** AWS Signer with retries: temporary failures are hidden, and permanent ones become `RetriesExhausted`. */
export class RetryingSigner {
  constructor(
    private readonly signer: SignerPort,
    private readonly context: RetryContext,
  ) {}

  /** A lost answer does no harm: the repeated request has the same token and gets the same answer. */
  public async start(input: StartSigningJobInput): Promise<StartedSigningJob> {
    const answer = await retry((timeoutMs) => this.signer.startSigningJob(input, timeoutMs), START, this.context);
    return answer.value;
  }

  public async describe(jobId: string): Promise<Answer<SigningJob>> {
    return retry((timeoutMs) => this.signer.describeSigningJob(jobId, timeoutMs), ANNOUNCED_JOB, this.context);
  }

  /**
   * @param check runs before every attempt, because the last attempt may be a minute ago; its own error ends the
   * retries
   */
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
