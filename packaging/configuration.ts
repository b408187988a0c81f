import { readFileSync } from "node:fs";

interface Configuration {
  readonly terraform: { readonly required_providers: Record<string, { source: string; version: string }> };
  readonly "//": { readonly metadata: { version?: string } };
}

/**
 * The configuration that a program has synthesized, in a form that can be compared with that of another program: without the
 * framework's version, without source and version of the AWS provider, and without the folder it was made in.
 *
 * @param path the stack's `cdk.tf.json`
 * @param workFolder where the program was run
 */
export function comparableConfiguration(path: string, workFolder: string): unknown {
  const configuration = JSON.parse(readFileSync(path, "utf8").replaceAll(workFolder, "/work")) as Configuration;
  delete configuration["//"].metadata.version;
  for (const [name, { source, version }] of Object.entries(configuration.terraform.required_providers)) {
    if (!/^((registry\.terraform\.io\/)?hashicorp\/)?aws$/.test(source) || !/^[56]\.\d+\.\d+$/.test(version)) {
      throw new Error(`${path} requires an unknown provider: ${source} ${version}`);
    }
    configuration.terraform.required_providers[name] = { source: "aws", version: "any" };
  }
  return configuration;
}
