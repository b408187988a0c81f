import type { ChildProcess } from "node:child_process";
import { setTimeout } from "node:timers";
import { Terraform } from "../../sandbox/terraform/terraform";

/** Terraform's first interrupt lets running operations finish. The second one ends Terraform at once. */
const SECOND_INTERRUPT_MS = 500;

/** Terraform that an abort ends, together with its provider. */
export class AbortableTerraform extends Terraform {
  constructor(
    folder: string,
    environment: Readonly<Record<string, string>>,
    onLine: (line: string) => void,
    private readonly signal: AbortSignal,
  ) {
    super(folder, environment, onLine);
  }

  public start(command: readonly string[]): ChildProcess {
    this.signal.throwIfAborted();
    const child = super.start(command);
    const interrupt = (): void => {
      child.kill("SIGINT");
      setTimeout(() => child.kill("SIGINT"), SECOND_INTERRUPT_MS).unref();
    };
    this.signal.addEventListener("abort", interrupt, { once: true });
    child.once("close", () => this.signal.removeEventListener("abort", interrupt));
    return child;
  }
}
