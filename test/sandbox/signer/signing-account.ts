import {
  DescribeSigningJobCommand,
  DescribeSigningJobResponse,
  SignerClient,
  StartSigningJobCommand,
  StartSigningJobCommandInput,
} from "@aws-sdk/client-signer";
import { putProfile, SignerService, signingRequest } from "./signer-service";

/** An account that signs with the profile "app", at an AWS Signer that each test of a file has for itself. */
export class SigningAccount {
  public static forEachTest(): SigningAccount {
    const account = new SigningAccount();
    beforeEach(async () => account.open());
    afterEach(async () => account.service.close());
    return account;
  }

  public service!: SignerService;
  /** Acts as the account's root. */
  public client!: SignerClient;

  public async start(changes: Partial<StartSigningJobCommandInput> = {}): Promise<string> {
    const { jobId } = await this.client.send(new StartSigningJobCommand({ ...signingRequest("app"), ...changes }));
    return jobId ?? "";
  }

  public async describe(jobId: string): Promise<DescribeSigningJobResponse> {
    return this.client.send(new DescribeSigningJobCommand({ jobId }));
  }

  /** Starts a job, and lets the default duration of a job pass. */
  public async run(changes?: Partial<StartSigningJobCommandInput>): Promise<DescribeSigningJobResponse> {
    const jobId = await this.start(changes);
    this.service.clock.advance(5);
    return this.describe(jobId);
  }

  private async open(): Promise<void> {
    this.service = await SignerService.start();
    this.client = this.service.root();
    await putProfile(this.client, "app");
  }
}
