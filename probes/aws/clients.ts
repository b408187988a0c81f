import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SignerClient } from "@aws-sdk/client-signer";
import { STSClient } from "@aws-sdk/client-sts";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Where and as whom requests are made. */
export interface Access {
  /** @default - AWS */
  readonly endpoint?: string;
  readonly region: string;
  /** @default - those of `profile`, or else those that the AWS SDK finds */
  readonly credentials?: Credentials;
  /** Profile of the AWS configuration files. */
  readonly profile?: string;
  /** How often a request is made. @default - the AWS SDK's number */
  readonly maxAttempts?: number;
  /** Milliseconds by which the client's clock is assumed to be slow. */
  readonly systemClockOffset?: number;
}

/** AWS SDK clients of one principal. */
export class Clients {
  public readonly iam: IAMClient;
  public readonly lambda: LambdaClient;
  public readonly s3: S3Client;
  public readonly signer: SignerClient;
  public readonly sts: STSClient;

  constructor(public readonly access: Access) {
    const settings = withoutUndefined(access);
    const isLocal = access.endpoint !== undefined;
    this.iam = new IAMClient(settings);
    this.lambda = new LambdaClient(settings);
    this.s3 = new S3Client({ ...settings, forcePathStyle: isLocal, followRegionRedirects: true });
    // An endpoint on this machine has no host of its own for GetRevocationStatus.
    this.signer = new SignerClient({ ...settings, disableHostPrefix: isLocal });
    this.sts = new STSClient(settings);
  }

  public with(changes: Partial<Access>): Clients {
    return new Clients({ ...this.access, ...changes });
  }

  public destroy(): void {
    for (const client of [this.iam, this.lambda, this.s3, this.signer, this.sts]) client.destroy();
  }
}

/** The AWS SDK treats a member that is `undefined` as given. */
function withoutUndefined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
