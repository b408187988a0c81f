import type { AssetContent } from "./content";
import { zippedFiles } from "./zip-directory";

/** @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_UNPACKED_BYTES = 250 * 1024 * 1024;

const NAMED_FILES = 5;

/**
 * Refuses content that AWS Signer cannot sign for AWS Lambda, or that no function can be created from, before it is
 * stored.
 *
 * @throws Error that states the reason
 */
export function requireLambdaPackage({ path, entries }: AssetContent): void {
  const files = entries ?? zippedFiles(path);
  if (files === undefined) {
    throw new Error(
      "the file is no zip archive, and AWS Signer signs nothing else for AWS Lambda. Name the folder that the file is in, or a zip",
    );
  }
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (entries === undefined && files.length === 0) throw new Error("there are no files in the archive");
  if (size <= MAX_UNPACKED_BYTES) return;
  const largest = [...files].sort((a, b) => b.size - a.size).slice(0, NAMED_FILES);
  throw new Error(
    `its files have ${megabytes(size)}, and AWS Lambda takes ${megabytes(MAX_UNPACKED_BYTES)} at most, unpacked. The largest ` +
      `are ${largest.map((file) => `${JSON.stringify(file.name)} (${megabytes(file.size)})`).join(", ")}. ` +
      'Leave out what the function does not need with "exclude"',
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
