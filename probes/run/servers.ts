import { startSandbox } from "../../sandbox";

/** Servers that are started for a run. */
export const SERVERS = ["sandbox"] as const;
export type ServerName = (typeof SERVERS)[number];

export interface RunningServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export async function startServer(_name: ServerName, log: (line: string) => void): Promise<RunningServer> {
  const sandbox = await startSandbox({ log, jobSeconds: 0.5 });
  return { url: sandbox.url, stop: async () => sandbox.stop() };
}
