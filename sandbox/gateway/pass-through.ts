import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { forwardedHeaders, type BackendProxy } from "./backend-proxy";
import { ConnectionDropped } from "./connection-dropped";
import type { CredentialBook } from "./credential-book";
import type { Incoming } from "./incoming";
import { withRequestId, writeAnswer } from "./write-answer";
import type { CallLog } from "../calls/call-log";
import type { RequestSubject } from "../calls/recorded-call";
import type { RequestFaults } from "../faults/request-faults";
import { readBody } from "../http/read-body";

/** Services whose answers may hold credentials. Their requests may also be unsigned (`AssumeRoleWithWebIdentity`). */
const CREDENTIAL_ISSUERS: readonly (string | undefined)[] = ["sts", "iam", undefined];

/** Forwards everything else to the backend as a stream, unchanged. */
export class PassThrough {
  constructor(
    private readonly proxy: BackendProxy,
    private readonly credentials: CredentialBook,
    private readonly faults: RequestFaults,
    private readonly calls: CallLog,
  ) {}

  /** @throws ConnectionDropped */
  public async serve(incoming: Incoming, response: ServerResponse): Promise<void> {
    const startedAt = Date.now();
    const { signature } = incoming;
    const subject: RequestSubject = {
      service: signature?.service ?? "unsigned",
      accountId: signature && this.credentials.accountOf(signature.accessKeyId),
    };
    try {
      await this.serveUnderFaults(incoming, response, subject);
    } finally {
      const errorType = response.getHeader("x-amzn-errortype");
      this.calls.add({
        ...subject,
        time: new Date(startedAt).toISOString(),
        durationMs: Date.now() - startedAt,
        region: signature?.region,
        status: response.headersSent ? response.statusCode : undefined,
        errorCode: typeof errorType === "string" ? errorType : undefined,
      });
    }
  }

  private async serveUnderFaults(incoming: Incoming, response: ServerResponse, subject: RequestSubject): Promise<void> {
    const { answer, dropConnection } = await this.faults.intervene(subject);
    if (answer) return writeAnswer(response, answer);
    if (dropConnection === "before") throw new ConnectionDropped();
    const backendAnswer = await this.proxy.open(incoming.message);
    if (dropConnection === "after") {
      await readBody(backendAnswer);
      throw new ConnectionDropped();
    }
    const issuesCredentials = incoming.method === "POST" && CREDENTIAL_ISSUERS.includes(incoming.signature?.service);
    if (issuesCredentials) await this.passCredentials(backendAnswer, response, subject.accountId);
    else await pass(backendAnswer, response);
  }

  private async passCredentials(answer: IncomingMessage, response: ServerResponse, accountId?: string): Promise<void> {
    const body = (await readBody(answer)) ?? Buffer.alloc(0);
    this.credentials.learnFrom(body.toString("utf8"), accountId);
    response.writeHead(answer.statusCode ?? 502, withRequestId(forwardedHeaders(answer.rawHeaders))).end(body);
  }
}

async function pass(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(answer.statusCode ?? 502, withRequestId(forwardedHeaders(answer.rawHeaders)));
  // A client that goes away mid-answer is not an error of the sandbox.
  await pipeline(answer, response).catch(() => response.destroy());
}
