/** A language that the library is packaged for, other than TypeScript. */
interface Language {
  readonly name: string;
  readonly fence: string;
  /** The example, below `examples/languages`. `npm run languages` builds and synthesizes it. */
  readonly program: string;
  /** How to install version `version`, with the bindings that the example was tested with. */
  readonly install: (version: string) => string;
  /** The property `timeoutSeconds` in this language. */
  readonly property: string;
}

/** By the names that jsii uses for its targets. */
export const LANGUAGES: Readonly<Record<string, Language>> = {
  python: {
    name: "Python",
    fence: "python",
    program: "python/main.py",
    install: () => "```sh\npip install cdktf-aws-signer cdktf==0.21.0 cdktf-cdktf-provider-aws==20.1.0\n```",
    property: "timeout_seconds",
  },
  java: {
    name: "Java",
    fence: "java",
    program: "java/src/main/java/com/example/Main.java",
    install: (version) =>
      "```xml\n<dependency>\n  <groupId>io.github.cdktf-aws-signer</groupId>\n" +
      `  <artifactId>cdktf-aws-signer</artifactId>\n  <version>${version}</version>\n</dependency>\n\`\`\``,
    property: "timeoutSeconds",
  },
  dotnet: {
    name: "C#",
    fence: "csharp",
    program: "csharp/Program.cs",
    install: () => "```sh\ndotnet add package CdktfAwsSigner\n```",
    property: "TimeoutSeconds",
  },
  go: {
    name: "Go",
    fence: "go",
    program: "go/main.go",
    install: () => "```sh\ngo get github.com/cdktf-aws-signer/cdktf-aws-signer-go/cdktfawssigner\n```",
    property: "TimeoutSeconds",
  },
};

const REPOSITORY = "https://github.com/cdktf-aws-signer/cdktf-aws-signer";

/** Where the programs in `examples/languages` find the code of their function. */
const CODE_OF_EXAMPLE = "../../signed-lambda-function/function";

/** Names of CDKTF in programs and commands, and what they are called in CDK Terrain. The longer one comes first. */
const CDKTN_NAMES: readonly (readonly [string | RegExp, string])[] = [
  ["cdktf-cdktf-provider-aws==20.1.0", "cdktn-provider-aws==25.5.0"],
  ["cdktf==0.21.0", "cdktn==0.24.0"],
  ["cdktf_cdktf_provider_aws", "cdktn_provider_aws"],
  ["from cdktf import", "from cdktn import"],
  ["com.hashicorp.cdktf.providers", "io.cdktn.providers"],
  ["com.hashicorp.cdktf", "io.cdktn.cdktn"],
  ["github.com/cdktf/cdktf-provider-aws-go/aws/v20", "github.com/cdktn-io/cdktn-provider-aws-go/aws/v25"],
  ["github.com/hashicorp/terraform-cdk-go/cdktf", "github.com/open-constructs/cdk-terrain-go/cdktn"],
  [/\bcdktf\.(?=[A-Z])/g, "cdktn."],
  ["HashiCorp.Cdktf", "Io.Cdktn"],
  ["CdktfAwsSigner", "CdktnAwsSigner"],
  ["cdktf_aws_signer", "cdktn_aws_signer"],
  ["cdktfawssigner", "cdktnawssigner"],
  // Leaves the owner in the names of repository, Go module and Maven group unchanged.
  [/cdktf-aws-signer(?!-go|\/|<\/groupId>)/g, "cdktn-aws-signer"],
];

/**
 * The README of the package for a language. jsii would translate the TypeScript in the README of the repository, but it
 * does not know the modules that a snippet imports, so the result would not run.
 *
 * @param target name of the language, as jsii calls its target
 * @param program text of the language's example
 */
export function languageReadme(
  target: string,
  { name, version }: { readonly name: string; readonly version: string },
  program: string,
): string {
  const { name: language, fence, install, property } = LANGUAGES[target];
  if (!program.includes(CODE_OF_EXAMPLE)) {
    throw new Error(
      `The example in ${language} does not name the folder "${CODE_OF_EXAMPLE}", so README cannot show it`,
    );
  }
  const isCdktn = name === "cdktn-aws-signer";
  const flavoured = (text: string): string =>
    isCdktn ? CDKTN_NAMES.reduce((result, [from, to]) => result.replaceAll(from, to), text) : text;
  const naming =
    property === "timeoutSeconds"
      ? ""
      : `\nDescriptions and errors name a property as TypeScript does: \`timeoutSeconds\` is \`${property}\` in ${language}.\n`;
  return `# ${name}

${isCdktn ? "CDK Terrain" : "CDKTF"} constructs that sign code with [AWS Signer](https://docs.aws.amazon.com/signer/) as
part of \`${isCdktn ? "cdktn" : "cdktf"} deploy\`. This is the package for ${language}.

## Install

${flavoured(install(version))}

## A first stack

This program deploys the folder \`function\` as a Lambda function that accepts signed code only:

\`\`\`${fence}
${flavoured(program).replaceAll(CODE_OF_EXAMPLE, "function").trimEnd()}
\`\`\`

## More
${naming}
The [documentation](${REPOSITORY}#readme) of the repository applies to all languages. Its programs are in TypeScript.
`;
}
