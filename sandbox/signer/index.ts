import { randomUUID } from "node:crypto";
import { Access } from "./access";
import { ClientRequestTokens } from "./client-request-tokens";
import type { SignerPorts } from "./context";
import { internalError, notImplemented, SignerError } from "./errors";
import { JobRunner } from "./job-runner";
import { OperationInput } from "./operation";
import { allOperations } from "./operations";
import { isJobRevoked, isProfileVersionRevoked } from "./revocations";
import { Router } from "./router";
import { SignerState } from "./state";
import type { AwsRequest, AwsResponse } from "../http/aws-request";
import type { Persistent } from "../persistence/persistent";

export type { SignerPorts } from "./context";

/** AWS Signer, in memory. @see https://docs.aws.amazon.com/signer/latest/api/Welcome.html */
export interface Signer {
  /** The state that survives a restart. */
  readonly memory: Readonly<Record<string, Persistent>>;
  /** Answers a request to `signer` or `signer-data`. Never throws: every failure becomes an error response. */
  handle(request: AwsRequest): Promise<AwsResponse>;
  /** Name of the operation that a request is for, such as `StartSigningJob`. */
  operationOf(method: string, path: string): string | undefined;
  /**
   * Whether a signature lost its validity: its job was revoked, or its profile version for signatures of that time.
   *
   * @param signedAt the time of the signature, not of this call
   */
  isSignatureRevoked(jobArn: string, profileVersionArn: string, signedAt: Date): boolean;
  /** Forgets everything. Jobs in progress never end. */
  reset(): void;
}

export function createSigner(ports: SignerPorts): Signer {
  const state = new SignerState();
  const access = new Access(ports.authorizer, state);
  const runner = new JobRunner(ports.clock);
  const tokens = new ClientRequestTokens();
  const router = new Router(allOperations({ ports, state, access, runner, tokens }));

  return {
    handle: async (request) => {
      try {
        return success(await dispatch(router, request));
      } catch (error) {
        return failure(toSignerError(error));
      }
    },
    operationOf: (method, path) => router.match(method, path)?.operation.name,
    isSignatureRevoked: (jobArn, profileVersionArn, signedAt) =>
      isJobRevoked(state, jobArn) || isProfileVersionRevoked(state, profileVersionArn, signedAt),
    memory: { signerState: state, clientRequestTokens: tokens },
    reset: () => {
      runner.clear();
      tokens.clear();
      state.clear();
    },
  };
}

async function dispatch(router: Router, request: AwsRequest): Promise<object | undefined> {
  const match = router.match(request.method, request.path);
  if (match === undefined) {
    throw notImplemented(`${request.method} ${request.path} is no operation of AWS Signer that this sandbox knows`);
  }
  const input = new OperationInput(match.pathMembers, request.query, request.body);
  return match.operation.handle({ caller: request.caller, region: request.region, input });
}

function success(body: object | undefined): AwsResponse {
  return { status: 200, headers: headers(), body: body === undefined ? "" : JSON.stringify(body) };
}

function failure({ status, type, message, code }: SignerError): AwsResponse {
  return { status, headers: { ...headers(), "x-amzn-errortype": type }, body: JSON.stringify({ message, code }) };
}

function headers(): Record<string, string> {
  return { "content-type": "application/json", "x-amzn-requestid": randomUUID() };
}

function toSignerError(error: unknown): SignerError {
  if (error instanceof SignerError) return error;
  return internalError(`The sandbox failed: ${error instanceof Error ? error.message : String(error)}`);
}
