import { setTimeout as sleep } from "node:timers/promises";
import { Asking, type OtherParty, type Patience } from "./asking";
import type { Target } from "./target";
import { Clients } from "../aws/clients";
import { RunNames } from "../aws/names";
import { Preparations } from "../aws/preparations";
import { LyingServer } from "../lies/lying-server";
import { NotAsked } from "../not-asked";
import type { Probe } from "../probe";

export type Verdict =
  | { readonly kind: "holds"; readonly seen: string }
  | { readonly kind: "differs"; readonly seen: string }
  | { readonly kind: "not asked"; readonly why: string };

export interface Result {
  readonly probe: Probe;
  readonly verdict: Verdict;
}

export interface RunOptions {
  readonly probes: readonly Probe[];
  readonly names: RunNames;
  /** Whether to run the probes that take hours. */
  readonly isPatient: boolean;
  readonly signal: AbortSignal;
  readonly onResult?: (result: Result) => void;
}

/** A server on this machine gets several questions at once. AWS Signer's quotas are too small for that. */
const SIDE_BY_SIDE = 6;
const AWS_JOB_SECONDS = 120;
const LOCAL_JOB_SECONDS = 20;
/** A question that is under way at the interruption may still create something. */
const LAST_ANSWER_MS = 30_000;

/** Asks a target, directly or with the lie of each probe. */
export class Runner {
  private readonly prepared: Preparations;
  private readonly theirs?: Preparations;
  private readonly patience: Patience;

  constructor(
    private readonly target: Target,
    private readonly options: RunOptions,
  ) {
    this.prepared = this.preparationsFor(target.clients, target.accountId);
    if (target.other) this.theirs = this.preparationsFor(target.other.clients, target.other.accountId);
    this.patience = { isReal: target.isAws, jobSeconds: target.isAws ? AWS_JOB_SECONDS : LOCAL_JOB_SECONDS };
  }

  public async askAll(): Promise<Result[]> {
    return this.each(async (probe) => this.judge(probe, this.target.clients.access.endpoint));
  }

  /** Each probe gets its own lie, and must report a difference. */
  public async askAllLyingServers(): Promise<Result[]> {
    const { endpoint } = this.target.clients.access;
    if (endpoint === undefined) throw new Error("Only a server on this machine can be made to lie.");
    return this.each(async (probe) => {
      const server = await LyingServer.start(endpoint, probe.lie);
      try {
        return await this.judge(probe, server.url);
      } finally {
        await server.close();
      }
    });
  }

  private async each(judge: (probe: Probe) => Promise<Verdict>): Promise<Result[]> {
    const { probes, signal, onResult } = this.options;
    const results: Result[] = [];
    const waiting = [...probes];
    const work = async (): Promise<void> => {
      for (let probe = waiting.shift(); probe !== undefined && !signal.aborted; probe = waiting.shift()) {
        const result = { probe, verdict: await judge(probe) };
        results.push(result);
        onResult?.(result);
      }
    };
    const all = Promise.all(Array.from({ length: this.target.isAws ? 1 : SIDE_BY_SIDE }, work));
    await Promise.race([all, interruption(signal)]);
    return results.sort((one, other) => probes.indexOf(one.probe) - probes.indexOf(other.probe));
  }

  private async judge(probe: Probe, endpoint: string | undefined): Promise<Verdict> {
    if (probe.isPatient && !this.options.isPatient) return { kind: "not asked", why: "takes hours: --patient" };
    const judged: Clients[] = [];
    const through = (clients: Clients): Clients => {
      const copy = clients.with({ endpoint, maxAttempts: 1 });
      judged.push(copy);
      return copy;
    };
    try {
      const asking = new Asking({
        clients: through(this.target.clients),
        prepared: this.prepared,
        patience: this.patience,
        other: this.otherParty(through),
        provokeThrottling: this.target.provokeThrottling,
      });
      const { holds, seen } = await probe.ask(asking);
      return { kind: holds ? "holds" : "differs", seen };
    } catch (error) {
      if (error instanceof NotAsked) return { kind: "not asked", why: error.message };
      return { kind: "differs", seen: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
    } finally {
      judged.forEach((clients) => clients.destroy());
    }
  }

  private otherParty(through: (clients: Clients) => Clients): OtherParty | undefined {
    const { other } = this.target;
    if (other === undefined || this.theirs === undefined) return undefined;
    return { accountId: other.accountId, clients: through(other.clients), prepared: this.theirs };
  }

  private preparationsFor(clients: Clients, accountId: string): Preparations {
    const { partition, certificateArn, other } = this.target;
    const { names, signal } = this.options;
    return new Preparations(clients, {
      // Bucket names are unique in all of AWS.
      names: accountId === other?.accountId ? new RunNames(names.run, "other-") : names,
      accountId,
      region: clients.access.region,
      partition,
      certificateArn,
      signal,
    });
  }
}

/** Ends some time after the interruption. */
async function interruption(signal: AbortSignal): Promise<void> {
  await new Promise<void>((done) => {
    if (signal.aborted) done();
    else signal.addEventListener("abort", () => done(), { once: true });
  });
  await sleep(LAST_ANSWER_MS, undefined, { ref: false });
}
