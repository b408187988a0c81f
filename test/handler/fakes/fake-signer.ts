import type { VirtualClock } from "./virtual-clock";
import type {
  Answer,
  RevokeSignatureInput,
  Revocation,
  SignerPort,
  SigningJob,
  StartedSigningJob,
  StartSigningJobInput,
} from "../../../src/handler/ports";
import { AwsRequestError, AwsOperation, FOREIGN_ANSWER } from "../../../src/handler/ports";

/** The outcome of a job. */
export interface JobPlan {
  readonly durationMs: number;
  readonly failure?: string;
}

/** The fault of one request. With `lost after work`, AWS Signer received the request; with `lost`, it did not. */
export type Fault = FailedRequest | "killed";

type FailedRequest =
  | "throttled"
  | "internal"
  | "denied"
  | "not found"
  | "bad signature"
  | "bad credentials"
  | "foreign"
  | "refused"
  | "lost"
  | "lost after work";

const THROWN: Record<FailedRequest, readonly [code: string, message: string, httpStatus: number | null]> = {
  throttled: ["ThrottlingException", "Rate exceeded", 429],
  internal: ["InternalServiceErrorException", "Internal error", 500],
  denied: ["AccessDeniedException", "", 403],
  "not found": ["ResourceNotFoundException", "There is no such thing", 404],
  "bad signature": ["InvalidSignatureException", "Signature expired", 403],
  "bad credentials": ["ExpiredTokenException", "The security token included in the request is expired", 403],
  foreign: [FOREIGN_ANSWER, "<html>Not Found</html>", 404],
  refused: ["ValidationException", "The version of the source is no good", 400],
  lost: ["ECONNRESET", "read ECONNRESET", null],
  "lost after work": ["ECONNRESET", "socket hang up", null],
};

interface Job extends StartSigningJobInput {
  readonly jobId: string;
  readonly createdAt: number;
  readonly plan: JobPlan;
  revocation: Revocation | null;
}

export interface Call {
  readonly operation: AwsOperation;
  readonly at: number;
  readonly timeoutMs: number;
}

const LATENCY_MS = 20;
const ACCOUNT = "111111111111";

/** AWS Signer as far as it is documented or measured, on its own clock, which can differ from the function's. */
export class FakeSigner {
  public readonly calls: Call[] = [];
  /** For the next jobs, in order. The last one applies to all later jobs. */
  public plans: JobPlan[] = [{ durationMs: 1_000 }];
  public platformId = "AWSLambda-SHA384-ECDSA";
  private readonly jobs = new Map<string, Job>();

  constructor(
    private readonly clock: VirtualClock,
    /** AWS's time when the clock of the test is at 0. */
    public epoch: number = Date.UTC(2026, 0, 1),
  ) {}

  /** The connection of one invocation to AWS Signer. Each request gets the next fault, or none. */
  public connect(faults: Iterable<Fault | null> = []): SignerPort {
    const queue = faults[Symbol.iterator]();
    const request = async <T>(operation: AwsOperation, timeoutMs: number, work: () => T): Promise<Answer<T>> => {
      this.calls.push({ operation, at: this.clock.now(), timeoutMs });
      const fault = queue.next().value ?? null;
      await this.clock.sleep(LATENCY_MS / 2);
      // The function that sent this request has ended, so nothing waits for it.
      if (fault === "killed") return new Promise(() => undefined);
      if (fault !== null && fault !== "lost after work") throw faultError(operation, fault);
      const value = work();
      const serverTime = wholeSeconds(this.epoch + this.clock.now());
      await this.clock.sleep(LATENCY_MS / 2);
      if (fault !== null) throw faultError(operation, fault);
      return { value, serverTime };
    };
    return {
      startSigningJob: async (input, timeoutMs) => request("StartSigningJob", timeoutMs, () => this.start(input)),
      describeSigningJob: async (jobId, timeoutMs) => request("DescribeSigningJob", timeoutMs, () => this.job(jobId)),
      revokeSignature: async (input, timeoutMs) => {
        await request("RevokeSignature", timeoutMs, () => this.revoke(input));
      },
    };
  }

  public get allJobs(): SigningJob[] {
    return [...this.jobs.values()].map(({ jobId }) => this.job(jobId));
  }

  /** Tokens by which the jobs were started, in order. */
  public get tokens(): string[] {
    return [...this.jobs.values()].map(({ clientRequestToken }) => clientRequestToken);
  }

  public callsOf(operation: AwsOperation): Call[] {
    return this.calls.filter((call) => call.operation === operation);
  }

  public start(input: StartSigningJobInput): StartedSigningJob {
    const known = [...this.jobs.values()].find((job) => job.clientRequestToken === input.clientRequestToken);
    if (known !== undefined) return { jobId: known.jobId, jobOwner: known.profileOwner ?? ACCOUNT };
    const jobId = `job-${this.jobs.size}`;
    const plan = (this.plans.length > 1 ? this.plans.shift() : this.plans[0]) as JobPlan;
    this.jobs.set(jobId, { ...input, jobId, plan, createdAt: this.clock.now(), revocation: null });
    return { jobId, jobOwner: input.profileOwner ?? ACCOUNT };
  }

  public revoke({ jobId, reason }: RevokeSignatureInput): void {
    const job = this.jobs.get(jobId);
    if (job === undefined) throw faultError("RevokeSignature", "not found");
    if (job.revocation !== null) {
      throw new AwsRequestError("RevokeSignature", "ValidationException", "Already revoked", 400);
    }
    job.revocation = {
      reason,
      revokedAt: wholeSeconds(this.epoch + this.clock.now()),
      revokedBy: "arn:aws:iam::111111111111:user/eve",
    };
  }

  public forget(jobId: string): void {
    this.jobs.delete(jobId);
  }

  private job(jobId: string): SigningJob {
    const job = this.jobs.get(jobId);
    if (job === undefined) throw faultError("DescribeSigningJob", "not found");
    const endsAt = job.createdAt + job.plan.durationMs;
    const hasEnded = this.clock.now() >= endsAt;
    const hasFailed = job.plan.failure !== undefined;
    const hasSucceeded = hasEnded && !hasFailed;
    return {
      jobId,
      jobOwner: job.profileOwner ?? ACCOUNT,
      jobInvoker: ACCOUNT,
      status: !hasEnded ? "InProgress" : hasFailed ? "Failed" : "Succeeded",
      statusReason: hasSucceeded ? "Signing Succeeded" : hasEnded ? (job.plan.failure ?? null) : null,
      platformId: this.platformId,
      platformDisplayName: "AWS Lambda",
      profileName: job.profileName,
      profileVersion: "AbCdEf1234",
      requestedBy: `arn:aws:sts::${ACCOUNT}:assumed-role/signer/function`,
      createdAt: wholeSeconds(this.epoch + job.createdAt),
      completedAt: hasEnded ? wholeSeconds(this.epoch + endsAt) : null,
      signatureExpiresAt: hasSucceeded ? wholeSeconds(this.epoch + job.createdAt + 11 * 365 * 86_400_000) : null,
      source: job.source,
      signedObject: hasSucceeded
        ? { bucketName: job.destination.bucketName, key: `${job.destination.prefix}${jobId}.zip` }
        : null,
      revocation: job.revocation,
    };
  }
}

export function faultError(operation: AwsOperation, fault: FailedRequest): AwsRequestError {
  const [code, message, httpStatus] = THROWN[fault];
  return new AwsRequestError(operation, code, message, httpStatus);
}

/** HTTP dates, and the times that AWS Signer reports, have no fractions. */
function wholeSeconds(time: number): Date {
  return new Date(Math.floor(time / 1000) * 1000);
}
