import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FakeFunctions } from "./fake-functions";
import { Fault, FakeSigner } from "./fake-signer";
import { VirtualClock } from "./virtual-clock";
import { FunctionList } from "../../../src/handler/function-list";
import { handle } from "../../../src/handler/handle";
import { LookTimes } from "../../../src/handler/retry/look-times";
import { Pace } from "../../../src/handler/retry/pace";
import type { SigningResult } from "../../../src/protocol/result";

export type Event = Readonly<Record<string, unknown>>;

export interface InvokeOptions {
  readonly faults?: Iterable<Fault | null>;
  readonly remainingTimeMs?: number;
  readonly accountId?: string | null;
  /** State of one execution environment of the function. @default - the invocation has a new environment */
  readonly functionList?: FunctionList;
  readonly lookTimes?: LookTimes;
}

export interface LoggedEvent {
  readonly event: string;
  readonly [detail: string]: unknown;
}

/** One AWS account with a fake Signer and a fake Lambda, and the function in it. */
export class World {
  public readonly clock: VirtualClock;
  public readonly signer: FakeSigner;
  public readonly functions: FakeFunctions;
  public readonly logged: LoggedEvent[] = [];

  constructor(random?: () => number) {
    this.clock = new VirtualClock(random);
    this.signer = new FakeSigner(this.clock);
    this.functions = new FakeFunctions(this.clock);
  }

  /** Starts an invocation without letting time pass, for parallel invocations. */
  public async begin(event: unknown, options: InvokeOptions = {}): Promise<unknown> {
    return handle(event, {
      signer: this.signer.connect(options.faults),
      functionList: options.functionList ?? new FunctionList(this.functions),
      lookTimes: options.lookTimes ?? new LookTimes(new Pace(this.clock)),
      clock: this.clock,
      log: (name, details) => this.logged.push({ event: name, ...details }),
      remainingTimeMs: options.remainingTimeMs ?? 900_000,
      accountId: options.accountId === undefined ? "111111111111" : options.accountId,
      region: "eu-central-1",
    });
  }

  public async invoke(event: unknown, options?: InvokeOptions): Promise<SigningResult> {
    return (await this.clock.run(this.begin(event, options))) as SigningResult;
  }

  /** The error that an invocation must end with. */
  public async failToInvoke(event: unknown, options?: InvokeOptions): Promise<Error> {
    const outcome = await this.invoke(event, options).then(
      (result) => `succeeded: ${JSON.stringify(result)}`,
      (error: Error) => error,
    );
    if (typeof outcome === "string") throw new Error(`The invocation should have failed, but ${outcome}`);
    return outcome;
  }

  public loggedEvents(event: string): LoggedEvent[] {
    return this.logged.filter((entry) => entry.event === event);
  }
}

/** An event from `test/fixtures/events`, with some fields changed. */
export function eventFrom(fixture: string, changes: Event = {}): Event {
  const text = readFileSync(join(__dirname, "../../fixtures/events", `${fixture}.json`), "utf8");
  return { ...JSON.parse(text), ...changes };
}

export function signEvent(changes?: Event): Event {
  return eventFrom("valid/sign", changes);
}
