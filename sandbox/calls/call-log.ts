import type { RecordedCall } from "./recorded-call";

/** More calls than a test makes, and little memory. */
const CAPACITY = 10_000;

export type CallFilter = Partial<
  Pick<RecordedCall, "service" | "operation" | "accountId" | "profileName" | "functionName">
>;

/** The calls that the sandbox has answered, oldest first. */
export class CallLog {
  private calls: RecordedCall[] = [];

  /** @param onCall called after each answered call */
  constructor(private readonly onCall: (call: RecordedCall) => void = () => undefined) {}

  public add(call: RecordedCall): void {
    this.onCall(call);
    this.calls.push(call);
    if (this.calls.length > CAPACITY) this.calls.shift();
  }

  public find(filter: CallFilter): RecordedCall[] {
    return this.calls.filter((call) => matches(call, filter));
  }

  public clear(filter: CallFilter): void {
    this.calls = this.calls.filter((call) => !matches(call, filter));
  }
}

function matches(call: RecordedCall, filter: CallFilter): boolean {
  return Object.entries(filter).every(([name, value]) => call[name as keyof CallFilter] === value);
}
