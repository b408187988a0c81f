import { paginateListSigningJobs, type SigningJob } from "@aws-sdk/client-signer";
import { renameStackIn } from "./renamed-stack";
import type { ScenarioPlace, StartedJob } from "./scenario-place";
import type { Clients } from "../aws/clients";
import type { RunNames } from "../aws/names";

export interface RunPlaceOptions {
  readonly accountId: string;
  readonly clients: Clients;
  readonly environment: Readonly<Record<string, string>>;
  readonly stateFolder: string;
  readonly names: RunNames;
}

/** An account, in which everything that is deployed gets the prefix and the tag of a run. */
export class RunPlace implements ScenarioPlace {
  public readonly accountId: string;
  public readonly clients: Clients;
  public readonly environment: Readonly<Record<string, string>>;
  public readonly stateFolder: string;

  private earlierJobs: readonly string[] = [];

  constructor(private readonly options: RunPlaceOptions) {
    this.accountId = options.accountId;
    this.clients = options.clients;
    this.environment = options.environment;
    this.stateFolder = options.stateFolder;
  }

  public readonly prepareStack = (folder: string): void => renameStackIn(folder, this.options.names);

  /** Begins a scenario: jobs of earlier ones do not count. */
  public async begin(): Promise<void> {
    this.earlierJobs = (await this.jobs()).map(({ jobId = "" }) => jobId);
  }

  public nameOf(name: string): string {
    return this.options.names.name(name);
  }

  public async startedJobs(): Promise<StartedJob[]> {
    return (await this.jobs()).map(({ jobId = "", source }) => ({ jobId, key: source?.s3?.key ?? "" }));
  }

  public async revokedJobs(): Promise<string[]> {
    return (await this.jobs()).filter(({ isRevoked }) => isRevoked).map(({ jobId = "" }) => jobId);
  }

  /** Other jobs of the account have profiles with other names. */
  private async jobs(): Promise<SigningJob[]> {
    const prefix = this.options.names.profileName("");
    const jobs: SigningJob[] = [];
    for await (const page of paginateListSigningJobs({ client: this.clients.signer }, {})) {
      jobs.push(...(page.jobs ?? []).filter(({ profileName }) => profileName?.startsWith(prefix)));
    }
    return jobs
      .filter(({ jobId = "" }) => !this.earlierJobs.includes(jobId))
      .sort((one, other) => Number(one.createdAt) - Number(other.createdAt));
  }
}
