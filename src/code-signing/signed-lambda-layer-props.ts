import type { SignedLambdaCodeOptions } from "./signed-lambda-code-options";

/** Properties of a signed Lambda layer. */
export interface SignedLambdaLayerProps extends SignedLambdaCodeOptions {
  /**
   * Name of the layer: 1 to 140 letters, digits, underscores and hyphens.
   *
   * @default - a name that begins with the end of the construct's path, and that no other deployment uses
   */
  readonly layerName?: string;

  /**
   * Runtimes that the layer is compatible with, such as `nodejs22.x`: at most 15. AWS Lambda only filters lists by
   * them, and does not check them when a function uses the layer.
   *
   * @default - none are listed
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
   */
  readonly compatibleRuntimes?: string[];

  /**
   * Instruction set architectures that the layer is compatible with: `arm64`, `x86_64`, or both.
   *
   * @default - none are listed
   */
  readonly compatibleArchitectures?: string[];

  /**
   * Description of this version of the layer, 256 characters at most.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * License of the layer, 512 characters at most: an SPDX identifier such as `MIT`, a URL, or the full text.
   *
   * @default - none
   */
  readonly licenseInfo?: string;

  /**
   * Whether AWS Lambda keeps the version when Terraform destroys or replaces it. Other accounts and stacks that use the
   * version can then still deploy functions with it. It must not be combined with `revokeOnDestroy: true`, because such
   * a deployment would fail after the revocation.
   *
   * @default false
   */
  readonly skipDestroy?: boolean;
}
