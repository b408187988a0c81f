import { appendFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Progress } from "../runner/progress";

/** The story on standard output, and everything including Terraform's output in a file. */
export class DemoLog extends Progress {
  public readonly file = join(tmpdir(), `cdktf-aws-signer-demo-${process.pid}.log`);

  constructor() {
    super();
    writeFileSync(this.file, "");
  }

  public step(text: string): void {
    this.record(`\n[${this.elapsed()}] ${text}`);
    super.step(text);
  }

  public note(text: string): void {
    this.record(text);
    super.note(text);
  }

  /** Adds a line to the file alone. */
  public record(line: string): void {
    appendFileSync(this.file, `${line}\n`);
  }

  public delete(): void {
    rmSync(this.file, { force: true });
  }
}
