/**
 * What AWS Lambda does when code is deployed that no allowed publisher has signed, or whose signature has expired or is revoked.
 * Code that was changed after it was signed is refused in any case.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html
 */
export enum UntrustedArtifactOnDeployment {
  /** The code is deployed, and a metric counts it. */
  WARN = "Warn",
  /** The deployment is refused. */
  ENFORCE = "Enforce",
}
