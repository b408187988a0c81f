import { ListSigningJobsCommand, SigningJob } from "@aws-sdk/client-signer";
import { FUNCTION_NAME, Program, stackOfJobs } from "./stack-of-jobs";
import type { FaultEffect, SandboxClient } from "../../sandbox/client";
import { TestAccount } from "../sandbox/test-account";
import { Deployment } from "../scenarios/deployment";
import type { JobOutput } from "../scenarios/signing-stack";

/** A resource in Terraform's state. */
interface Resource {
  readonly type: string;
  readonly name: string;
  readonly instances: readonly {
    /** Set for a replaced resource that is not destroyed yet. */
    readonly deposed?: string;
    readonly attributes: { readonly id: string; readonly result?: string };
  }[];
}

/** The stack of jobs on real Terraform, with the records of AWS Signer, Terraform's state and the function's log. */
export class WatchedStack {
  public readonly account: TestAccount;
  /** Everything that Terraform has printed and stored so far. */
  public readonly written: string[] = [];
  private readonly deployment: Deployment;
  private state: readonly Resource[] = [];

  constructor(private readonly sandbox: SandboxClient) {
    this.account = new TestAccount(sandbox);
    this.deployment = new Deployment(sandbox.url, this.account.id);
  }

  public async declare(program: Program): Promise<void> {
    await this.deployment.declare(stackOfJobs(program));
  }

  public async apply(): Promise<string> {
    return this.keep(await this.deployment.terraform.apply());
  }

  public async failingApply(): Promise<string> {
    return this.keep(await this.deployment.terraform.failingApply());
  }

  public async plan(): Promise<string> {
    return (await this.deployment.terraform.plan()).output;
  }

  public async destroy(): Promise<void> {
    await this.keep(await this.deployment.terraform.destroy());
  }

  public async outputs(): Promise<Readonly<Record<string, JobOutput>>> {
    return (await this.deployment.terraform.outputs()) as Record<string, JobOutput>;
  }

  /** The token that Terraform keeps for each job. */
  public requestTokens(): Record<string, string> {
    const requests = this.current("terraform_data").filter(({ name }) => name.includes("-job_Request_"));
    return Object.fromEntries(requests.map(({ name, attributes }) => [name.split("-job_")[0], attributes.id]));
  }

  /** The function's answers in Terraform's state. */
  public storedResults(): Record<string, string | undefined> {
    const invocations = this.current("aws_lambda_invocation");
    return Object.fromEntries(invocations.map(({ name, attributes }) => [name, attributes.result]));
  }

  /** Those of Terraform's addresses that match. */
  public async addresses(pattern: RegExp): Promise<string[]> {
    return (await this.deployment.terraform.stateList()).filter((address) => pattern.test(address));
  }

  /** Ids of the jobs that AWS Signer has on record, by their status. */
  public async jobIds(status: "Succeeded" | "Failed" | "InProgress"): Promise<string[]> {
    const jobs = (await this.jobs()).filter((job) => job.status === status);
    return jobs.map(({ jobId = "" }) => jobId).sort();
  }

  public async revokedJobIds(): Promise<string[]> {
    return (await this.jobs()).filter(({ isRevoked }) => isRevoked).map(({ jobId = "" }) => jobId);
  }

  /** The different client request tokens that AWS Signer was sent. */
  public async tokensSent(): Promise<string[]> {
    const calls = await this.sandbox.calls({ operation: "StartSigningJob", accountId: this.account.id });
    return [...new Set(calls.map(({ clientRequestToken = "" }) => clientRequestToken))].sort();
  }

  /** How often an operation was called, with any outcome. */
  public async callsOf(operation: string): Promise<number> {
    return (await this.sandbox.calls({ operation, accountId: this.account.id })).length;
  }

  public async functionLog(): Promise<string[]> {
    return this.sandbox.functionLog(this.account.id, FUNCTION_NAME);
  }

  /** @returns what removes the fault */
  public async fault(operation: string, effect: FaultEffect, times?: number): Promise<() => Promise<void>> {
    const id = await this.sandbox.addFault({ match: { operation, accountId: this.account.id }, effect, times });
    return async () => this.sandbox.removeFault(id);
  }

  public async cleanUp(): Promise<void> {
    this.account.destroy();
    await this.deployment.cleanUp();
  }

  private async keep(output: string): Promise<string> {
    const { stdout } = await this.deployment.terraform.run(["state", "pull"]);
    this.written.push(output, stdout);
    this.state = (JSON.parse(stdout) as { resources: Resource[] }).resources;
    return output;
  }

  private current(type: string) {
    return this.state
      .filter((resource) => resource.type === type)
      .flatMap(({ name, instances }) =>
        instances.filter(({ deposed }) => deposed === undefined).map(({ attributes }) => ({ name, attributes })),
      );
  }

  private async jobs(): Promise<SigningJob[]> {
    const { jobs = [] } = await this.account.root.signer.send(new ListSigningJobsCommand({ maxResults: 25 }));
    return jobs;
  }
}
