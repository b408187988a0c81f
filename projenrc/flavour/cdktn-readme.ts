import { cdktnProgram } from "./cdktn-imports";

const REPOSITORY = "https://github.com/cdktf-aws-signer/cdktf-aws-signer";

/**
 * The README of the flavour for CDK Terrain: how to install it, the first program of the repository's README with the flavour's
 * module names, and where everything else is described.
 *
 * @param readme README.md of the repository
 */
export function cdktnReadme(readme: string): string {
  return `# cdktn-aws-signer

[![View on Construct Hub](https://constructs.dev/badge?package=cdktn-aws-signer)](https://constructs.dev/packages/cdktn-aws-signer)
[![Apache-2.0](https://img.shields.io/badge/license-Apache--2.0-blue)](${REPOSITORY}/blob/main/LICENSE)

CDK Terrain constructs that sign code with [AWS Signer](https://docs.aws.amazon.com/signer/) as part of \`cdktn deploy\`.

This package is built from the same source as \`cdktf-aws-signer\`, its sister for CDKTF. Both have the same API and
synthesize the same configuration, so a stack can move from one to the other without a change to what is deployed.
See [Move a stack to CDK Terrain](${REPOSITORY}/blob/main/docs/cdk-terrain.md).

## Install

\`\`\`sh
npm install cdktn-aws-signer cdktn constructs @cdktn/provider-aws
\`\`\`

Other languages: \`cdktn-aws-signer\` on PyPI, \`io.github.cdktf-aws-signer:cdktn-aws-signer\` on Maven Central,
\`CdktnAwsSigner\` on NuGet, \`github.com/cdktf-aws-signer/cdktf-aws-signer-go/cdktnawssigner\` for Go.

## A first stack

This program deploys the folder \`function\` as a Lambda function that accepts signed code only:

\`\`\`ts
${firstProgram(readme)}\`\`\`

## More

The [documentation](${REPOSITORY}#readme) of the repository applies to this package as well.
Replace \`cdktf\` with \`cdktn\` in module names and commands.
`;
}

/** The first TypeScript program of a README, with the module names of CDK Terrain. */
function firstProgram(readme: string): string {
  const [, program] = /^```ts\n(import [\s\S]*?)^```$/m.exec(readme) ?? [];
  if (program === undefined) throw new Error("README.md shows no TypeScript program that begins with an import");
  return cdktnProgram(program);
}
