import { rootOf, type BackendClient, type BackendResponse } from "../backend/backend-client";
import { elementText } from "../backend/xml";
import type { Caller } from "../http/aws-request";
import { percentEncode, percentEncodePath } from "../http/percent-encoding";
import { ObjectStore, ObjectStoreError, StoredObject } from "../signer/ports";

/** The backend's S3. Objects are read and written with the credentials of the caller: a denied request fails. */
export class BackendObjectStore implements ObjectStore {
  constructor(private readonly backend: BackendClient) {}

  public async readVersion(
    caller: Caller,
    region: string,
    bucketName: string,
    key: string,
    version: string,
  ): Promise<StoredObject> {
    return this.read(caller, region, bucketName, key, { versionId: version });
  }

  public async readCurrent(caller: Caller, region: string, bucketName: string, key: string): Promise<StoredObject> {
    return this.read(caller, region, bucketName, key, {});
  }

  public async write(caller: Caller, region: string, bucketName: string, key: string, body: Buffer): Promise<void> {
    await this.send(caller, region, "PUT", objectPath(bucketName, key), {}, body);
  }

  /** Not requested as the caller: signing does not require `s3:GetBucketVersioning`. */
  public async versioningStatus(caller: Caller, region: string, bucketName: string): Promise<string | undefined> {
    const root = { ...caller, credentials: rootOf(caller.accountId) };
    const response = await this.send(root, region, "GET", `/${percentEncode(bucketName)}`, { versioning: "" });
    return elementText(response.body.toString("utf8"), "Status");
  }

  private async read(
    caller: Caller,
    region: string,
    bucketName: string,
    key: string,
    query: Record<string, string>,
  ): Promise<StoredObject> {
    const response = await this.send(caller, region, "GET", objectPath(bucketName, key), query);
    const versionId = response.headers["x-amz-version-id"];
    return { body: response.body, versionId: typeof versionId === "string" ? versionId : "null" };
  }

  private async send(
    caller: Caller,
    region: string,
    method: string,
    path: string,
    query: Record<string, string>,
    body?: Buffer,
  ): Promise<BackendResponse> {
    const { credentials } = caller;
    // A large object would keep every other request waiting while it is hashed.
    const headers = { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
    const request = { service: "s3", region, credentials, method, path, query, body, headers: body && headers };
    const response = await this.backend.send(request);
    if (response.status < 300) return response;
    const xml = response.body.toString("utf8");
    throw new ObjectStoreError(
      elementText(xml, "Code") ?? `HTTP ${response.status}`,
      elementText(xml, "Message") ?? `S3 answered with status ${response.status}`,
    );
  }
}

function objectPath(bucketName: string, key: string): string {
  return `/${percentEncode(bucketName)}/${percentEncodePath(key)}`;
}
