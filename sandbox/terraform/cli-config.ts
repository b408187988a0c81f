import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { findProviderMirror } from "./provider-mirror";

/**
 * Settings with which Terraform finds the AWS provider on this machine.
 *
 * A CLI configuration of the user stays in use. Without one, a configuration is written
 * that uses a filesystem mirror, or else a download cache below `stateFolder`.
 */
export function terraformCliEnvironment(
  stateFolder: string,
  environment: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  if (hasUserConfig(environment)) return {};
  mkdirSync(stateFolder, { recursive: true });
  const configFile = join(stateFolder, "terraform.rc");
  const mirror = findProviderMirror(environment);
  if (mirror === undefined) {
    writeFileSync(configFile, downloadIntoCache(stateFolder));
    return { TF_CLI_CONFIG_FILE: configFile };
  }
  writeFileSync(configFile, useMirror(mirror));
  return {
    TF_CLI_CONFIG_FILE: configFile,
    // `cdktf deploy` locks the providers, which ignores the configuration and asks the registry.
    TF_CLI_ARGS_providers_lock: `-fs-mirror=${mirror}`,
  };
}

function hasUserConfig(environment: NodeJS.ProcessEnv): boolean {
  // Terraform only warns about a named file that does not exist, and then works without any configuration.
  const named = environment.TF_CLI_CONFIG_FILE;
  if (named) return existsSync(named);
  return existsSync(join(homedir(), ".terraformrc"));
}

function useMirror(mirror: string): string {
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ["registry.terraform.io/hashicorp/aws"]
  }
  direct {
    exclude = ["registry.terraform.io/hashicorp/aws"]
  }
}
`;
}

function downloadIntoCache(stateFolder: string): string {
  const cache = join(stateFolder, "plugin-cache");
  mkdirSync(cache, { recursive: true });
  return `plugin_cache_dir = ${JSON.stringify(cache)}\nplugin_cache_may_break_dependency_lock_file = true\n`;
}
