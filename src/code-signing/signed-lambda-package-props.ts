import type { ICodeSigningConfig, UntrustedArtifactOnDeployment } from "./code-signing-config";
import type { SignedLambdaCodeOptions } from "./signed-lambda-code-options";

/** Properties of a signed Lambda package. */
export interface SignedLambdaPackageProps extends SignedLambdaCodeOptions {
  /**
   * The config that accepts the package. If you set it, also set `profile` to a profile that the config allows.
   *
   * @default - a new config, which accepts signatures of the profile
   */
  readonly codeSigningConfig?: ICodeSigningConfig;

  /**
   * What AWS Lambda does with other code, in the config that the construct creates. Not with `codeSigningConfig`.
   *
   * @default UntrustedArtifactOnDeployment.ENFORCE
   */
  readonly untrustedArtifactOnDeployment?: UntrustedArtifactOnDeployment;
}
