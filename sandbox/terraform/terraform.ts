import { ChildProcess, spawn, spawnSync } from "node:child_process";

const BINARY_VARIABLE = "TERRAFORM_BINARY_NAME";

/** `terraform`, or the binary in cdktf's own variable, such as `tofu`. */
export function terraformBinary(environment: NodeJS.ProcessEnv = process.env): string {
  return environment[BINARY_VARIABLE] ?? "terraform";
}

/** Terraform's version, or `undefined` where it is not installed. */
export function terraformVersion(): string | undefined {
  const answer = spawnSync(terraformBinary(), ["version", "-json"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  if (answer.status !== 0) return undefined;
  return (JSON.parse(answer.stdout) as { terraform_version: string }).terraform_version;
}

export interface TerraformResult {
  readonly exitCode: number;
  readonly stdout: string;
  /** Standard output and error in the order in which they came. */
  readonly output: string;
}

export class TerraformError extends Error {
  constructor(
    command: string,
    public readonly result: TerraformResult,
  ) {
    super(`terraform ${command} ended with exit code ${result.exitCode}:\n${result.output.slice(-8000)}`);
    this.name = "TerraformError";
  }
}

/** Terraform in one working folder. */
export class Terraform {
  constructor(
    private readonly folder: string,
    private readonly environment: Readonly<Record<string, string>>,
    /** Called with each line that Terraform prints. */
    private readonly onLine: (line: string) => void = () => undefined,
  ) {}

  public async init(): Promise<void> {
    await this.expect(["init", "-input=false", "-no-color"]);
  }

  public async apply(...flags: string[]): Promise<string> {
    return (await this.expect(["apply", ...NON_INTERACTIVE, "-auto-approve", ...flags])).output;
  }

  public async destroy(...flags: string[]): Promise<string> {
    return (await this.expect(["destroy", ...NON_INTERACTIVE, "-auto-approve", ...flags])).output;
  }

  /** Runs an apply that must fail. @returns its output */
  public async failingApply(...flags: string[]): Promise<string> {
    const result = await this.run(["apply", ...NON_INTERACTIVE, "-auto-approve", ...flags]);
    if (result.exitCode === 0) {
      throw new Error(`terraform apply succeeded, but a failure was expected:\n${result.output}`);
    }
    return result.output;
  }

  /** A plan as Terraform prints it, and whether it is empty. */
  public async plan(...flags: string[]): Promise<{ readonly isEmpty: boolean; readonly output: string }> {
    const result = await this.run(["plan", ...NON_INTERACTIVE, "-detailed-exitcode", ...flags]);
    if (result.exitCode !== 0 && result.exitCode !== 2) throw new TerraformError("plan", result);
    return { isEmpty: result.exitCode === 0, output: result.output };
  }

  public async outputs(): Promise<Record<string, unknown>> {
    const { stdout } = await this.expect(["output", "-json", "-no-color"]);
    const outputs = JSON.parse(stdout) as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, output.value]));
  }

  /** Addresses of all resources in the state. */
  public async stateList(): Promise<string[]> {
    const { stdout } = await this.expect(["state", "list"]);
    return stdout.split("\n").filter((line) => line !== "");
  }

  /** The state as Terraform shows it to programs. */
  public async showState(): Promise<unknown> {
    return JSON.parse((await this.expect(["show", "-json", "-no-color"])).stdout);
  }

  /** A stored plan as Terraform shows it to programs. */
  public async showPlan(planFile: string): Promise<unknown> {
    return JSON.parse((await this.expect(["show", "-json", "-no-color", planFile])).stdout);
  }

  /** Starts a command and returns its process, which can be interrupted. */
  public start(command: readonly string[]): ChildProcess {
    return spawn(terraformBinary(), command, {
      cwd: this.folder,
      env: { ...process.env, ...TERRAFORM_QUIET, ...this.environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  public async run(command: readonly string[]): Promise<TerraformResult> {
    const child = this.start(command);
    let stdout = "";
    let output = "";
    const lines = new LineSplitter(this.onLine);
    const collect = (chunk: string): void => {
      output += chunk;
      lines.push(chunk);
    };
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk;
      collect(chunk);
    });
    child.stderr?.setEncoding("utf8").on("data", collect);
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (exitCode) => {
        lines.end();
        resolve({ exitCode: exitCode ?? -1, stdout, output });
      });
    });
  }

  private async expect(command: readonly string[]): Promise<TerraformResult> {
    const result = await this.run(command);
    if (result.exitCode !== 0) throw new TerraformError(command[0], result);
    return result;
  }
}

const NON_INTERACTIVE = ["-input=false", "-no-color"];

const TERRAFORM_QUIET = { TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1" };

class LineSplitter {
  private rest = "";

  constructor(private readonly onLine: (line: string) => void) {}

  public push(text: string): void {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop() ?? "";
    lines.forEach((line) => this.onLine(line));
  }

  public end(): void {
    if (this.rest !== "") this.onLine(this.rest);
  }
}
