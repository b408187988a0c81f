import { homedir } from "node:os";
import { join } from "node:path";

/** Where the backend's installation is kept between runs: the user's cache folder. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const caches = env.XDG_CACHE_HOME || env.LOCALAPPDATA || join(homedir(), ".cache");
  return join(caches, "aws-signer-sandbox");
}
