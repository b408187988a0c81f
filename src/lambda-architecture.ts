/**
 * Instruction set of the function that runs signing jobs.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html
 */
export enum LambdaArchitecture {
  /** 64-bit Arm. */
  ARM_64 = "arm64",
  /** 64-bit x86, for Regions without Arm. */
  X86_64 = "x86_64",
}
