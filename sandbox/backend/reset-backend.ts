import { AwsError } from "../http/aws-error";

/** Makes the backend forget everything. */
export async function resetBackend(url: string): Promise<void> {
  const response = await fetch(`${url}/_ministack/reset`, { method: "POST" });
  if (!response.ok) {
    throw new AwsError(501, "NotImplemented", `The backend at ${url} cannot be reset: it answered ${response.status}.`);
  }
}
