import type { Age } from "./function-list";
import type { Clock, ListedFunction, Log } from "./ports";
import type { Deadline } from "./retry/deadline";
import type { LookTimes } from "./retry/look-times";
import type { RetryingSigner } from "./retry/retrying-signer";

/** Where the function runs. A value that its ARN does not contain is `null`. */
export interface FunctionLocation {
  readonly accountId: string | null;
  readonly region: string | null;
}

/** The functions of the account and Region, as `FunctionList` returns them. */
export interface Functions {
  recent(signature: Age): Promise<readonly ListedFunction[]>;
  current(): Promise<readonly ListedFunction[]>;
}

/** Everything that the handling of one request uses. */
export interface Invocation extends FunctionLocation {
  readonly signer: RetryingSigner;
  readonly functions: Functions;
  readonly lookTimes: LookTimes;
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly log: Log;
}
