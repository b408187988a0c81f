import type { SignatureAuthority } from "../signature";
import type { Access } from "./access";
import type { ClientRequestTokens } from "./client-request-tokens";
import type { JobRunner } from "./job-runner";
import type { Authorizer, CertificateStore, Clock, JobFaults, ObjectStore } from "./ports";
import type { SignerState } from "./state";

/** What AWS Signer needs from the rest of the sandbox. */
export interface SignerPorts {
  readonly objects: ObjectStore;
  readonly authorizer: Authorizer;
  readonly certificates: CertificateStore;
  readonly faults: JobFaults;
  readonly clock: Clock;
  readonly signatures: SignatureAuthority;
}

/** What the operations use. */
export interface SignerContext {
  readonly ports: SignerPorts;
  readonly state: SignerState;
  readonly access: Access;
  readonly tokens: ClientRequestTokens;
  readonly runner: JobRunner;
}
