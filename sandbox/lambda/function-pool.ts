import type { FunctionInstance } from "./function-instance";

/** About as long as Lambda keeps an idle environment. A sandbox may run for days. */
const IDLE_MS = 10 * 60 * 1000;

interface PooledInstance {
  /** Account, region and name of the function. */
  readonly functionKey: string;
  readonly revision: string;
  readonly instance: FunctionInstance;
  busy: boolean;
  /** Must be ended instead of used again. */
  retired: boolean;
  idleTimer?: NodeJS.Timeout;
}

/** The running instances of functions: one for each concurrent invocation, reused while their revision is current. */
export class FunctionPool {
  private readonly instances = new Set<PooledInstance>();

  /** Runs `use` with an idle instance of that revision, or with a new one. */
  public async with<T>(
    functionKey: string,
    revision: string,
    start: () => Promise<FunctionInstance>,
    use: (instance: FunctionInstance) => Promise<T>,
  ): Promise<T> {
    const pooled = this.takeIdle(functionKey, revision) ?? this.add(functionKey, revision, await start());
    try {
      return await use(pooled.instance);
    } finally {
      this.giveBack(pooled);
    }
  }

  /** Ends the function's instances: idle ones now, others when their invocation is over. */
  public retire(functionKey: string): void {
    for (const pooled of this.instances) {
      if (pooled.functionKey === functionKey) this.retireOne(pooled);
    }
  }

  /** Ends every instance, busy or not. */
  public async endAll(): Promise<void> {
    const all = [...this.instances];
    this.instances.clear();
    for (const { idleTimer } of all) clearTimeout(idleTimer);
    await Promise.all(all.map(async ({ instance }) => instance.end()));
  }

  private takeIdle(functionKey: string, revision: string): PooledInstance | undefined {
    for (const pooled of this.instances) {
      if (pooled.busy || pooled.functionKey !== functionKey || pooled.revision !== revision) continue;
      if (!pooled.instance.usable) {
        this.retireOne(pooled);
        continue;
      }
      clearTimeout(pooled.idleTimer);
      pooled.busy = true;
      return pooled;
    }
    return undefined;
  }

  private add(functionKey: string, revision: string, instance: FunctionInstance): PooledInstance {
    const pooled: PooledInstance = { functionKey, revision, instance, busy: true, retired: false };
    this.instances.add(pooled);
    return pooled;
  }

  private giveBack(pooled: PooledInstance): void {
    pooled.busy = false;
    if (pooled.retired || !pooled.instance.usable) this.retireOne(pooled);
    else pooled.idleTimer = setTimeout(() => this.retireOne(pooled), IDLE_MS).unref();
  }

  private retireOne(pooled: PooledInstance): void {
    pooled.retired = true;
    if (pooled.busy) return;
    clearTimeout(pooled.idleTimer);
    this.instances.delete(pooled);
    void pooled.instance.end();
  }
}
