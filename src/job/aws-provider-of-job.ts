import { TerraformProvider, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { SigningJobOptions } from "./signing-job-props";
import { SigningFunction } from "../function/signing-function";

/**
 * The AWS provider of a signing job: its own, or the provider of its function, because another provider would not find
 * the function. A provider of another stack does not count.
 */
export function awsProviderOfJob(scope: Construct, options: SigningJobOptions): TerraformProvider | undefined {
  if (options.provider) return options.provider;
  const { provider } = options.signingFunction ?? SigningFunction._defaultOf(scope) ?? {};
  return provider && TerraformStack.of(provider) === TerraformStack.of(scope) ? provider : undefined;
}
