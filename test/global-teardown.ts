import { keptSandbox } from "./shared-sandbox";

export default async function globalTeardown(): Promise<void> {
  await keptSandbox()?.stop();
}
