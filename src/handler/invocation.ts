import type { Deadline } from "./deadline";
import type { PatientSigner } from "./patient-signer";
import type { Clock, Log } from "./ports";

/** Where the function runs. `null` is what its ARN does not tell. */
export interface FunctionPlace {
  readonly accountId: string | null;
  readonly region: string | null;
}

/** What the handling of one request works with. */
export interface Invocation extends FunctionPlace {
  readonly signer: PatientSigner;
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly log: Log;
}
