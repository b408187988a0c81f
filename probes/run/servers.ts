import { startSandbox } from "../../sandbox";
import { startMinistack } from "../servers/ministack";
import { startMoto } from "../servers/moto";
import type { RunningServer } from "../servers/python-server";

const STARTS = {
  sandbox: async (log: (line: string) => void): Promise<RunningServer> => {
    const sandbox = await startSandbox({ log, jobSeconds: 0.5 });
    return { url: sandbox.url, stop: async () => sandbox.stop() };
  },
  ministack: startMinistack,
  moto: startMoto,
};

export type ServerName = keyof typeof STARTS;

/** Servers that are started for a run. */
export const SERVERS = Object.keys(STARTS) as ServerName[];

export async function startServer(name: ServerName, log: (line: string) => void): Promise<RunningServer> {
  return STARTS[name](log);
}
