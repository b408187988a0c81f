import { Fault, faultError } from "./fake-signer";
import type { VirtualClock } from "./virtual-clock";
import type { Answer, FunctionPage, FunctionsPort, ListedFunction } from "../../../src/handler/ports";

const LATENCY_MS = 20;
const PAGE = 2;

/** The functions of an account, as AWS Lambda lists them. */
export class FakeFunctions implements FunctionsPort {
  /** Faults for the next requests, in order. */
  public faults: (Fault | null)[] = [];
  /** When each request was made. */
  public readonly calls: number[] = [];
  private readonly functions = new Map<string, ListedFunction & { readonly until: number }>();

  constructor(
    private readonly clock: VirtualClock,
    public epoch: number = Date.UTC(2026, 0, 1),
  ) {}

  /** Lists a function with signing jobs: first that of its code, then those of its layers. */
  public deploy(name: string, ...jobIds: string[]): void {
    const signingJobArns = jobIds.map((id) => `arn:aws:signer:eu-central-1:111111111111:/signing-jobs/${id}`);
    this.functions.set(name, { name, signingJobArns, until: Infinity });
  }

  /** Deletes a function, which is still listed for a while. */
  public delete(name: string, listedForMs = 0): void {
    const deleted = this.functions.get(name);
    if (deleted) this.functions.set(name, { ...deleted, until: this.clock.now() + listedForMs });
  }

  public async listFunctions(marker: string | null): Promise<Answer<FunctionPage>> {
    this.calls.push(this.clock.now());
    const fault = this.faults.shift() ?? null;
    await this.clock.sleep(LATENCY_MS);
    if (fault !== null && fault !== "killed") throw faultError("ListFunctions", fault);
    const now = this.clock.now();
    const all = [...this.functions.values()].filter(({ until }) => until > now);
    const start = marker === null ? 0 : Number(marker);
    const functions = all.slice(start, start + PAGE).map(({ name, signingJobArns }) => ({ name, signingJobArns }));
    const nextMarker = start + PAGE < all.length ? String(start + PAGE) : null;
    const serverTime = new Date(Math.floor((this.epoch + now) / 1000) * 1000);
    return { value: { functions, nextMarker }, serverTime };
  }
}
