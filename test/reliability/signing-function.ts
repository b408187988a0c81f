import { randomUUID } from "node:crypto";
import { CreateCodeSigningConfigCommand, DeleteFunctionCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { GetSigningProfileCommand, ListSigningJobsCommand, type SigningJob } from "@aws-sdk/client-signer";
import type { FunctionPackage } from "./handler-package";
import type { FaultEffect, FaultMatch, SandboxClient } from "../../sandbox/client";
import { moduleZip, TestAccount } from "../sandbox/test-account";

const FUNCTION_NAME = "signer";
const ROLE_NAME = "signer";
const USER_NAME = "user-of-the-signature";

/** The source. */
const SOURCE_PACKAGE = moduleZip("export const handler = () => 1;");

/** The permissions of the function's role, extended to every object and profile of the account. */
const STATEMENTS = [
  {
    Effect: "Allow",
    Action: [
      "signer:StartSigningJob",
      "signer:DescribeSigningJob",
      "signer:RevokeSignature",
      "lambda:ListFunctions",
      "s3:GetObjectVersion",
      "s3:PutObject",
      "s3:ListBucket",
    ],
    Resource: "*",
  },
];

export type Event = Readonly<Record<string, unknown>>;

/** Lambda's answer to an invocation: the handler's result, or its error as Terraform prints it. */
export interface Answer {
  readonly functionError?: string;
  readonly payload: any;
}

export interface AccountFault {
  readonly match?: FaultMatch;
  readonly effect: FaultEffect;
  readonly times?: number;
  readonly skip?: number;
}

/** The custom resource's function, deployed in a separate account, with a profile, a source and a destination. */
export class SigningFunction {
  /** @param timeoutSeconds after which Lambda ends the function */
  public static async deploy(
    sandbox: SandboxClient,
    { zip, handler }: FunctionPackage,
    timeoutSeconds = 60,
  ): Promise<SigningFunction> {
    const account = new TestAccount(sandbox);
    const Role = await account.createRole(ROLE_NAME, STATEMENTS);
    const [source, destination] = [await account.createBucket(), await account.createBucket()];
    await account.createProfile("app_profile");
    const Code = { ZipFile: zip };
    await account.createFunction(FUNCTION_NAME, { Role, Code, Handler: handler, Timeout: timeoutSeconds });
    const version = await account.putObject(source, "app.zip", SOURCE_PACKAGE);
    return new SigningFunction(account, source, destination, version, Role);
  }

  public readonly roleName = ROLE_NAME;
  public readonly functionName = FUNCTION_NAME;
  private faultIds: string[] = [];

  private constructor(
    public readonly account: TestAccount,
    public readonly sourceBucket: string,
    public readonly destinationBucket: string,
    private readonly version: string,
    private readonly roleArn: string,
  ) {}

  /** A new request to sign `app.zip`. */
  public event(changes: Event = {}): Event {
    return {
      protocolVersion: 1,
      operation: "sign",
      requestToken: randomUUID(),
      source: { bucketName: this.sourceBucket, key: "app.zip", version: this.version },
      destination: { bucketName: this.destinationBucket, prefix: "signed/" },
      profileName: "app_profile",
      ...changes,
    };
  }

  /** Stores the package under another key, and returns its location in the form of an event. */
  public async copySource(key: string): Promise<Event> {
    const version = await this.account.putObject(this.sourceBucket, key, SOURCE_PACKAGE);
    return { bucketName: this.sourceBucket, key, version };
  }

  /** @throws if no answer arrives */
  public async invoke(event: unknown, abortSignal?: AbortSignal): Promise<Answer> {
    const command = new InvokeCommand({ FunctionName: FUNCTION_NAME, Payload: JSON.stringify(event) });
    const { FunctionError, Payload } = await this.account.root.lambda.send(command, { abortSignal });
    return { functionError: FunctionError, payload: JSON.parse(Buffer.from(Payload ?? []).toString("utf8")) };
  }

  /** Injects a fault for this account only. */
  public async fault({ match, ...fault }: AccountFault): Promise<void> {
    const id = await this.account.sandbox.addFault({ ...fault, match: { ...match, accountId: this.account.id } });
    this.faultIds.push(id);
  }

  public async removeFaults(): Promise<void> {
    const ids = this.faultIds;
    this.faultIds = [];
    await Promise.all(ids.map(async (id) => this.account.sandbox.removeFault(id)));
  }

  /** The event that Terraform sends when it destroys the revocation of a job. */
  public revocationOf(jobId: string): Event {
    const signingJob = { jobId, jobOwner: this.account.id, status: "Succeeded", profileName: "app_profile" };
    return { protocolVersion: 1, operation: "revoke", signingJob, reason: "Destroyed", tf: { action: "delete" } };
  }

  public async isRevoked(jobId: string): Promise<boolean> {
    // Not DescribeSigningJob, because its faults are meant for the function.
    return (await this.jobs()).find((job) => job.jobId === jobId)?.isRevoked === true;
  }

  /** Creates a function from a signed object. AWS Lambda checks its signature. */
  public async deployUser(signedKey: string): Promise<void> {
    const { lambda, signer } = this.account.root;
    const { profileVersionArn = "" } = await signer.send(new GetSigningProfileCommand({ profileName: "app_profile" }));
    const AllowedPublishers = { SigningProfileVersionArns: [profileVersionArn] };
    const { CodeSigningConfig } = await lambda.send(new CreateCodeSigningConfigCommand({ AllowedPublishers }));
    await this.account.createFunction(USER_NAME, {
      Role: this.roleArn,
      CodeSigningConfigArn: CodeSigningConfig?.CodeSigningConfigArn,
      Code: { S3Bucket: this.destinationBucket, S3Key: signedKey },
    });
  }

  public async deleteUser(): Promise<void> {
    await this.account.root.lambda.send(new DeleteFunctionCommand({ FunctionName: USER_NAME }));
  }

  /** All jobs of the account, as AWS Signer lists them. */
  public async jobs(): Promise<SigningJob[]> {
    const jobs: SigningJob[] = [];
    let nextToken: string | undefined;
    do {
      const page = await this.account.root.signer.send(new ListSigningJobsCommand({ nextToken, maxResults: 25 }));
      jobs.push(...(page.jobs ?? []));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return jobs;
  }

  /** Whether no invocation of the function runs, including invocations whose caller has disconnected. */
  public async isIdle(): Promise<boolean> {
    const log = await this.account.sandbox.functionLog(this.account.id, FUNCTION_NAME);
    const requestIds = (word: string) =>
      log.flatMap((line) => new RegExp(`^${word} RequestId: (\\S+)`).exec(line)?.[1] ?? []);
    const ended = new Set(requestIds("END"));
    return requestIds("START").every((requestId) => ended.has(requestId));
  }

  /** Ends this program's connections. What was deployed stays with the sandbox. */
  public close(): void {
    this.account.destroy();
  }
}
