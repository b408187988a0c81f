import { join } from "node:path";
import { startPythonServer, type RunningServer } from "./python-server";
import { cacheFolder } from "../../sandbox/backend/cache-folder";
import { preparePythonEnvironment } from "../../sandbox/backend/python-environment";

const PROGRAM = `
sys.argv = ["ministack"]
from ministack.app import main
main()
`;

/** ministack with its own Signer, as its authors publish it, with IAM enforced. */
export async function startMinistack(log: (line: string) => void): Promise<RunningServer> {
  return startPythonServer({
    python: await preparePythonEnvironment(cacheFolder(), log),
    program: PROGRAM,
    readyPath: "/_ministack/ready",
    environment: (port, folder) => ({
      AUTH: "true",
      GATEWAY_PORT: String(port),
      BIND_HOST: "127.0.0.1",
      MINISTACK_HOST: "127.0.0.1",
      // Its functions call it in place of AWS.
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      LOG_LEVEL: "WARNING",
      // It would bind fixed ports for these, and remove containers that look like its own.
      IOT_MTLS_ENABLED: "0",
      SFTP_ENABLED: "0",
      DOCKER_HOST: `unix://${join(folder, "no-docker.sock")}`,
    }),
  });
}
