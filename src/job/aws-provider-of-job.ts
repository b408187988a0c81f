import { TerraformProvider, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { SigningJobOptions } from "./signing-job-props";
import { SigningFunction } from "../function/signing-function";

/**
 * AWS provider of a signing job: its own, or that of its function, which another would not find. That of another stack is none
 * of the job's stack.
 */
export function awsProviderOfJob(scope: Construct, options: SigningJobOptions): TerraformProvider | undefined {
  if (options.provider) return options.provider;
  const { provider } = options.signingFunction ?? SigningFunction._defaultOf(scope) ?? {};
  return provider && TerraformStack.of(provider) === TerraformStack.of(scope) ? provider : undefined;
}
