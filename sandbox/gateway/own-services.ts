import { AsyncLocalStorage } from "node:async_hooks";
import type { Authentication } from "./authentication";
import type { BackendProxy } from "./backend-proxy";
import { ConnectionDropped } from "./connection-dropped";
import { contentOf, type Incoming } from "./incoming";
import type { OwnService } from "./own-service";
import { requireUnderstoodCredentials, requireSignerScope } from "./required-signature";
import type { RequestSignature } from "./signed-request";
import type { SignerSubjects } from "./signer-subject";
import type { CallLog } from "../calls/call-log";
import type { RequestSubject } from "../calls/recorded-call";
import type { RequestFaults } from "../faults/request-faults";
import { AwsError } from "../http/aws-error";
import type { AwsRequest, AwsResponse, Caller } from "../http/aws-request";
import { readBody } from "../http/read-body";
import { functionNameIn } from "../lambda/function-reference";
import { withType } from "../lambda/lambda-error";
import { lambdaOperation } from "../lambda/lambda-operation";

/** Lambda accepts a deployment package of 50 MB, which is base64 in the request. */
const MAX_BODY = 70 * 1024 * 1024;

export interface OwnServicesParts {
  readonly signer: OwnService;
  readonly signerOperation: (method: string, path: string) => string | undefined;
  readonly lambda: OwnService;
  readonly authentication: Authentication;
  readonly proxy: BackendProxy;
  readonly signerSubjects: SignerSubjects;
  readonly faults: RequestFaults;
  readonly calls: CallLog;
}

/** A request to one of the sandbox's own services. */
interface OwnRequest {
  readonly incoming: Incoming;
  readonly signature: RequestSignature;
  readonly service: "signer" | "lambda";
  readonly operation?: string;
}

/** The path of a request to a service of the sandbox: authentication, faults, the service, the call log. */
export class OwnServices {
  private readonly accountIds = new AsyncLocalStorage<string>();

  constructor(private readonly parts: OwnServicesParts) {}

  /** The account whose request is being served, to whatever runs on its behalf. */
  public currentAccountId(): string | undefined {
    return this.accountIds.getStore();
  }

  /**
   * @returns `undefined` for requests that only the backend serves
   * @throws AwsError 403 for requests that neither may answer
   */
  public recognise(incoming: Incoming): OwnRequest | undefined {
    const { method, path, signature } = incoming;
    requireUnderstoodCredentials(incoming);
    requireSignerScope(incoming);
    if (signature?.service === "signer") {
      return { incoming, signature, service: "signer", operation: this.parts.signerOperation(method, path) };
    }
    const operation = signature?.service === "lambda" ? lambdaOperation(method, path)?.name : undefined;
    return signature && operation ? { incoming, signature, service: "lambda", operation } : undefined;
  }

  /** @throws ConnectionDropped */
  public async serve(request: OwnRequest): Promise<AwsResponse> {
    const startedAt = Date.now();
    const body = await bodyOf(request.incoming);
    let subject = this.subjectOf(request, body ?? Buffer.alloc(0));
    let caller: Caller | undefined;
    let answer: AwsResponse | undefined;
    try {
      if (!body) {
        throw new AwsError(413, "RequestEntityTooLargeException", `Request must be smaller than ${MAX_BODY} bytes`);
      }
      caller = await this.parts.authentication.callerOf(contentOf(request.incoming, body), request.signature);
      subject = { ...subject, accountId: caller.accountId };
      const intervention = await this.parts.faults.intervene(subject, caller.arn);
      if (intervention.dropConnection === "before") throw new ConnectionDropped();
      const work =
        intervention.answer ?? (await this.work(request, body, caller, intervention.killFunctionAfterSeconds));
      subject = this.learn(subject, work);
      if (intervention.dropConnection === "after") throw new ConnectionDropped();
      answer = work;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      answer = (request.service === "lambda" ? withType(error) : error).toResponse();
    } finally {
      this.parts.calls.add({
        ...subject,
        time: new Date(startedAt).toISOString(),
        durationMs: Date.now() - startedAt,
        region: request.signature.region,
        principalArn: caller?.arn,
        status: answer?.status,
        errorCode: answer?.headers["x-amzn-errortype"],
        functionError: answer?.headers["x-amz-function-error"],
      });
    }
    return answer;
  }

  private async work(
    { incoming, signature, service }: OwnRequest,
    body: Buffer,
    caller: Caller,
    killFunctionAfterSeconds?: number,
  ): Promise<AwsResponse> {
    const { method, path, query, headers, message } = incoming;
    const request: AwsRequest = { method, path, query, headers, body, region: signature.region, caller };
    const forward = async () => this.parts.proxy.exchange(message, body);
    return this.accountIds.run(caller.accountId, () =>
      this.parts[service].handle({ request, forward, killFunctionAfterSeconds }),
    );
  }

  private subjectOf({ incoming, service, operation }: OwnRequest, body: Buffer): RequestSubject {
    const { method, path } = incoming;
    if (service === "signer") {
      return { service, operation, ...this.parts.signerSubjects.ofRequest(operation ?? "", path, body) };
    }
    return { service, operation, functionName: functionNameIn(lambdaOperation(method, path)?.functionReference) };
  }

  private learn(subject: RequestSubject, answer: AwsResponse): RequestSubject {
    if (subject.service !== "signer" || answer.status >= 300) return subject;
    return { ...subject, ...this.parts.signerSubjects.learnFrom(subject.operation ?? "", subject, answer.body) };
  }
}

/** @returns `undefined` as soon as the body is too large */
async function bodyOf({ message, headers }: Incoming): Promise<Buffer | undefined> {
  if (Number(headers["content-length"]) <= MAX_BODY || headers["content-length"] === undefined) {
    return readBody(message, MAX_BODY);
  }
  message.resume();
  return undefined;
}
