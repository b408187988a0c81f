import { randomBytes } from "node:crypto";
import {
  DescribeSigningJobCommand,
  DescribeSigningJobCommandOutput,
  RevokeSignatureCommand,
  StartSigningJobCommand,
} from "@aws-sdk/client-signer";
import { eventually } from "../sandbox/eventually";
import { moduleZip, TestAccount } from "../sandbox/test-account";

/** A version of a package, as a signing job requires it. */
export interface Package {
  readonly bucketName: string;
  readonly key: string;
  readonly version: string;
}

/** Signs packages without Terraform, so Terraform can read or adopt the jobs. */
export class ReleasePipeline {
  public static async create(account: TestAccount): Promise<ReleasePipeline> {
    const profileName = `release_${randomBytes(4).toString("hex")}`;
    const profileVersionArn = await account.createProfile(profileName);
    return new ReleasePipeline(account, await account.createBucket(), profileName, profileVersionArn);
  }

  private constructor(
    private readonly account: TestAccount,
    public readonly bucketName: string,
    public readonly profileName: string,
    public readonly profileVersionArn: string,
  ) {}

  public async upload(key: string, source: string): Promise<Package> {
    const version = await this.account.putObject(this.bucketName, key, moduleZip(source));
    return { bucketName: this.bucketName, key, version };
  }

  /** @returns the id of a job that has succeeded */
  public async sign({ bucketName, key, version }: Package, prefix: string): Promise<string> {
    const { jobId = "" } = await this.account.root.signer.send(
      new StartSigningJobCommand({
        source: { s3: { bucketName, key, version } },
        destination: { s3: { bucketName: this.bucketName, prefix } },
        profileName: this.profileName,
      }),
    );
    await eventually(async () => (await this.describe(jobId)).status === "Succeeded");
    return jobId;
  }

  public async describe(jobId: string): Promise<DescribeSigningJobCommandOutput> {
    return this.account.root.signer.send(new DescribeSigningJobCommand({ jobId }));
  }

  public async revoke(jobId: string, reason: string): Promise<void> {
    await this.account.root.signer.send(new RevokeSignatureCommand({ jobId, reason }));
  }
}
