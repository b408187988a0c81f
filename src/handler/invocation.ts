import type { Deadline } from "./deadline";
import type { PatientSigner } from "./patient-signer";
import type { Clock, Log } from "./ports";

/** What the handling of one request works with. */
export interface Invocation {
  readonly signer: PatientSigner;
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly log: Log;
  /** Account of the function. `null` if its ARN does not tell. */
  readonly accountId: string | null;
}
