import type { Clock, ListedFunction, Log } from "./ports";
import type { Deadline } from "./retry/deadline";
import type { LookTimes } from "./retry/look-times";
import type { RetryingSigner } from "./retry/retrying-signer";

/** Where the function runs. `null` is what its ARN does not tell. */
export interface FunctionLocation {
  readonly accountId: string | null;
  readonly region: string | null;
}

/** The functions of the account and Region, as `FunctionList` has them. */
export interface Functions {
  recent(now: Date | null): Promise<readonly ListedFunction[]>;
  current(): Promise<readonly ListedFunction[]>;
}

/** What the handling of one request works with. */
export interface Invocation extends FunctionLocation {
  readonly signer: RetryingSigner;
  readonly functions: Functions;
  readonly lookTimes: LookTimes;
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly log: Log;
}
