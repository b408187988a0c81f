import type { Clock, Log } from "./ports";
import type { Deadline } from "./retry/deadline";
import type { RetryingSigner } from "./retry/retrying-signer";

/** Where the function runs. `null` is what its ARN does not tell. */
export interface FunctionLocation {
  readonly accountId: string | null;
  readonly region: string | null;
}

/** What the handling of one request works with. */
export interface Invocation extends FunctionLocation {
  readonly signer: RetryingSigner;
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly log: Log;
}
