import * as sdk from "@aws-sdk/client-signer";
import type { Client } from "./calls";

type Output = Record<string, unknown>;
type Command = new (input: unknown) => { readonly input: unknown };
type Paginate = (config: object, input: object) => AsyncIterable<Output>;

const exported = sdk as unknown as Record<string, unknown>;

/** Members that the SDK wants as a date, or as bytes. */
const CONVERSIONS: Readonly<Record<string, (text: string) => unknown>> = {
  signatureTimestamp: (text) => new Date(text),
  effectiveTime: (text) => new Date(text),
  payload: (text) => Buffer.from(text, "base64"),
};

/** The AWS SDK for JavaScript v3. */
export class SdkForJavaScript implements Client {
  private readonly client: sdk.SignerClient;

  constructor(config: sdk.SignerClientConfig) {
    this.client = new sdk.SignerClient({ ...config, disableHostPrefix: true });
  }

  public async call(operation: string, input: object): Promise<Output> {
    const converted = Object.entries(input).map(([name, value]) => [name, CONVERSIONS[name]?.(String(value)) ?? value]);
    const command = new (exported[`${operation}Command`] as Command)(Object.fromEntries(converted));
    return (await this.client.send(command as sdk.GetSigningProfileCommand)) as unknown as Output;
  }

  public async paginate(operation: string, items: string): Promise<readonly unknown[]> {
    const all: unknown[] = [];
    const pages = (exported[`paginate${operation}`] as Paginate)({ client: this.client, pageSize: 1 }, {});
    for await (const page of pages) all.push(...(page[items] as unknown[]));
    return all;
  }

  public async wait(waiter: string, input: object): Promise<unknown> {
    const wait = exported[`waitUntil${waiter}`] as typeof sdk.waitUntilSuccessfulSigningJob;
    return wait({ client: this.client, maxWaitTime: 60 }, input as { jobId: string });
  }

  public destroy(): void {
    this.client.destroy();
  }
}
