import {
  DescribeSigningJobCommand,
  DescribeSigningJobCommandOutput,
  RevokeSignatureCommand,
  SignerClient,
  SignerClientConfig,
  SignerClientResolvedConfig,
  StartSigningJobCommand,
} from "@aws-sdk/client-signer";
import type {
  Answer,
  RevokeSignatureInput,
  SignerPort,
  SigningJob,
  StartedSigningJob,
  StartSigningJobInput,
} from "../ports";
import { awsRequestError, foreignAnswer } from "./sdk-error";
import { REPORTED_TEXTS, REPORTED_TIMES, valuesFor } from "../../protocol/result";
import { AwsRequestError, AwsOperation } from "../ports";

const CONNECTION_TIMEOUT_MS = 3_000;

/** AWS Signer through the AWS SDK. */
export class SdkSigner implements SignerPort {
  private readonly client: SignerClient;
  private readonly serverTimes = new WeakMap<object, Date>();

  constructor(config: SignerClientConfig = {}) {
    this.client = new SignerClient({
      // Only this function knows how long to retry each failure, and what to report when it stops.
      maxAttempts: 1,
      requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS },
      ...config,
    });
    this.noteServerTimes();
    this.refuseForeignAnswers();
  }

  /** The function's access to AWS: its credentials, Region and connections. */
  public get connection(): SignerClientResolvedConfig {
    return this.client.config;
  }

  public async startSigningJob(input: StartSigningJobInput, timeoutMs: number): Promise<Answer<StartedSigningJob>> {
    const { source, destination, profileName, profileOwner, clientRequestToken } = input;
    const command = new StartSigningJobCommand({
      source: { s3: source },
      destination: { s3: { bucketName: destination.bucketName, prefix: destination.prefix || undefined } },
      profileName,
      profileOwner: profileOwner ?? undefined,
      clientRequestToken,
    });
    const output = await send("StartSigningJob", timeoutMs, async (options) => this.client.send(command, options));
    const { jobId, jobOwner } = output;
    if (jobId === undefined) {
      throw new AwsRequestError("StartSigningJob", "IncompleteAnswer", "the answer has no jobId", 200);
    }
    return { value: { jobId, jobOwner: jobOwner ?? null }, serverTime: this.serverTimeOf(output) };
  }

  public async describeSigningJob(jobId: string, timeoutMs: number): Promise<Answer<SigningJob>> {
    const command = new DescribeSigningJobCommand({ jobId });
    const output = await send("DescribeSigningJob", timeoutMs, async (options) => this.client.send(command, options));
    // An answer without both is not a description. Its missing revocation record would mean nothing.
    if (output.jobId !== jobId || output.status === undefined) {
      throw new AwsRequestError("DescribeSigningJob", "IncompleteAnswer", "the answer does not describe the job", 200);
    }
    return { value: signingJob(jobId, output), serverTime: this.serverTimeOf(output) };
  }

  public async revokeSignature({ jobId, jobOwner, reason }: RevokeSignatureInput, timeoutMs: number): Promise<void> {
    const command = new RevokeSignatureCommand({ jobId, jobOwner: jobOwner ?? undefined, reason });
    await send("RevokeSignature", timeoutMs, async (options) => this.client.send(command, options));
  }

  /** The SDK exposes the headers of a response only while it deserializes the response. */
  private noteServerTimes(): void {
    this.client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        const time = new Date(dateHeader(result.response) ?? NaN);
        if (result.output && !Number.isNaN(time.getTime())) this.serverTimes.set(result.output, time);
        return result;
      },
      // This runs outside the SDK's own deserializer, because it notes the time in the output.
      { step: "deserialize", priority: "high", name: "noteServerTimes" },
    );
  }

  /**
   * AWS Signer answers in JSON, or without a body. The SDK judges every other answer by its status and drops the
   * content.
   */
  private refuseForeignAnswers(): void {
    this.client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const result = await next(args);
          const response = result.response as HttpAnswer;
          if (/\bjson\b|^$/.test(contentType(response))) return result;
          const body = await this.client.config.streamCollector(response.body);
          if (body.length === 0) return result;
          const operation = String(commandName).replace(/Command$/, "") as AwsOperation;
          throw foreignAnswer(operation, response.statusCode, Buffer.from(body).toString("utf8"));
        },
      // This runs inside the SDK's own deserializer, which would read the body.
      { step: "deserialize", priority: "low", name: "refuseForeignAnswers" },
    );
  }

  private serverTimeOf(output: object): Date | null {
    return this.serverTimes.get(output) ?? null;
  }
}

async function send<T>(
  operation: AwsOperation,
  timeoutMs: number,
  request: (options: { abortSignal: AbortSignal }) => Promise<T>,
): Promise<T> {
  const abortSignal = AbortSignal.timeout(Math.ceil(timeoutMs));
  try {
    return await request({ abortSignal });
  } catch (error) {
    throw awsRequestError(operation, error, timeoutMs);
  }
}

/** The HTTP response, which the SDK passes to middleware without a type. */
interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

function dateHeader(response: unknown): string | undefined {
  return (response as HttpAnswer).headers.date;
}

function contentType({ headers }: HttpAnswer): string {
  return headers["content-type"] ?? "";
}

/** The SDK's output as plain data. A value that AWS Signer did not report is `null`. */
function signingJob(jobId: string, output: DescribeSigningJobCommandOutput): SigningJob {
  return {
    jobId,
    status: output.status ?? "unknown",
    ...valuesFor(REPORTED_TEXTS, (name) => output[name] ?? null),
    ...valuesFor(REPORTED_TIMES, (name) => output[name] ?? null),
    source: sourceOf(output),
    signedObject: signedObjectOf(output),
    revocation: revocationOf(output),
  };
}

function sourceOf({ source: { s3 } = {} }: DescribeSigningJobCommandOutput): SigningJob["source"] {
  if (s3?.bucketName === undefined || s3.key === undefined || s3.version === undefined) return null;
  return { bucketName: s3.bucketName, key: s3.key, version: s3.version };
}

function signedObjectOf({ signedObject: { s3 } = {} }: DescribeSigningJobCommandOutput): SigningJob["signedObject"] {
  return s3 === undefined ? null : { bucketName: s3.bucketName ?? null, key: s3.key ?? null };
}

function revocationOf({ revocationRecord: record }: DescribeSigningJobCommandOutput): SigningJob["revocation"] {
  if (record === undefined) return null;
  return {
    reason: record.reason ?? null,
    revokedAt: record.revokedAt ?? null,
    revokedBy: record.revokedBy ?? null,
  };
}
