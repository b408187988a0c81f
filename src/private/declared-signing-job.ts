import type { SigningJobProps } from "../signing-job-props";
import type { SigningSourceConfig } from "../signing-source";

/** A signing job as it was declared, with the object that its source stands for. */
export interface DeclaredSigningJob extends Omit<SigningJobProps, "source"> {
  readonly source: SigningSourceConfig;
}
