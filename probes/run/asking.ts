import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  DescribeSigningJobCommand,
  ListSigningProfilesCommand,
  StartSigningJobCommand,
  type StartSigningJobCommandInput,
} from "@aws-sdk/client-signer";
import { ask, askOnce, type Answer } from "../aws/answer";
import type { Clients } from "../aws/clients";
import type { Preparations } from "../aws/preparations";
import { NotAsked } from "../not-asked";

const POLL_MS = 500;

/** More requests at once than AWS accepts. */
const BURST = 60;

/** The account that signs with profiles of the account under test. */
export interface OtherParty {
  readonly accountId: string;
  /** Clients whose answers are judged. */
  readonly clients: Clients;
  readonly prepared: Preparations;
}

export interface Patience {
  /** Whether waiting takes real time, as on AWS, and not on a server that was started for this run. */
  readonly isReal: boolean;
  /** How long a job may take at most. */
  readonly jobSeconds: number;
}

export interface AskingOptions {
  /** Clients whose answers are judged. */
  readonly clients: Clients;
  readonly prepared: Preparations;
  readonly patience: Patience;
  readonly other?: OtherParty;
  readonly provokeThrottling?: () => Promise<void>;
}

/** The tools of a probe. */
export class Asking {
  /** Clients whose answers are judged. */
  public readonly as: Clients;
  /** Things to ask about. They are prepared with other clients, whose answers are not judged. */
  public readonly prepared: Preparations;

  constructor(private readonly options: AskingOptions) {
    this.as = options.clients;
    this.prepared = options.prepared;
  }

  public get other(): OtherParty {
    const { other } = this.options;
    if (other === undefined) throw new NotAsked("needs a second account: --other-account and --other-profile");
    return other;
  }

  /** Clients with other credentials, whose answers are judged. */
  public through({ access: { credentials } }: Clients): Clients {
    return this.as.with({ credentials, profile: undefined });
  }

  public async signer(command: object): Promise<Answer> {
    return ask(this.as.signer, command);
  }

  public async lambda(command: object): Promise<Answer> {
    return ask(this.as.lambda, command);
  }

  /** A request that AWS Signer should accept, under a token of its own. */
  public async request(changes: Partial<StartSigningJobCommandInput> = {}): Promise<StartSigningJobCommandInput> {
    const { prepared } = this;
    return {
      profileName: changes.profileName ?? (await prepared.profile("main")).name,
      source: changes.source ?? { s3: await prepared.object("package") },
      destination: changes.destination ?? { s3: { bucketName: await prepared.bucket("source"), prefix: "signed/" } },
      clientRequestToken: randomUUID(),
      ...changes,
    };
  }

  public async start(changes: Partial<StartSigningJobCommandInput> = {}, as: Clients = this.as): Promise<Answer> {
    return ask(as.signer, new StartSigningJobCommand(await this.request(changes)));
  }

  public async describe(jobId: string, as: Clients = this.as): Promise<Answer> {
    return ask(as.signer, new DescribeSigningJobCommand({ jobId }));
  }

  /** The description of a job when it has ended, or when the time is over. */
  public async ended(jobId: string, as: Clients = this.as): Promise<Answer> {
    const deadline = Date.now() + this.options.patience.jobSeconds * 1000;
    for (;;) {
      const answer = await this.describe(jobId, as);
      if (answer.status !== 200 || answer.body?.status !== "InProgress" || Date.now() > deadline) return answer;
      await sleep(POLL_MS);
    }
  }

  /** Starts a job and returns its description at the end, or the refusal of the start. */
  public async outcome(changes: Partial<StartSigningJobCommandInput> = {}, as: Clients = this.as): Promise<Answer> {
    const started = await this.start(changes, as);
    return started.status === 200 ? this.ended(started.body.jobId as string, as) : started;
  }

  /** On a server that was started for this run, a tenth of a second is as good as a minute. */
  public async pass(seconds: number): Promise<void> {
    await sleep(this.options.patience.isReal ? seconds * 1000 : 100);
  }

  /** The first refusal among too many requests. */
  public async throttled(): Promise<Answer> {
    await this.options.provokeThrottling?.();
    const requests = Array.from({ length: BURST }, async () =>
      askOnce(this.as.signer, new ListSigningProfilesCommand({})),
    );
    const refused = (await Promise.all(requests)).find(
      ({ status, error }) => status === 429 || /throttl|limit|too ?many|slow ?down/i.test(error ?? ""),
    );
    if (refused === undefined) throw new NotAsked(`the server answered ${BURST} requests at once`);
    return refused;
  }
}
