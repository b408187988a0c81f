import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FLAVOURS, ROOT } from "../../packaging/flavour";
import { languageReadme, LANGUAGES } from "../../projenrc/language-readme";

/** The beginning of a line that only a program in the language has. */
const IMPORTS: Readonly<Record<string, readonly [string, string]>> = {
  python: ["from cdktf_aws_signer import", "from cdktn_aws_signer import"],
  java: ["import io.github.cdktf_aws_signer.", "import io.github.cdktn_aws_signer."],
  dotnet: ["using CdktfAwsSigner;", "using CdktnAwsSigner;"],
  go: ["cdktfawssigner.NewSignedLambdaPackage(", "cdktnawssigner.NewSignedLambdaPackage("],
};

describe.each(Object.keys(LANGUAGES))("the README of the package for %s", (target) => {
  const program = readFileSync(join(ROOT, "examples/languages", LANGUAGES[target].program), "utf8");

  test.each(FLAVOURS)("shows a program with $name in that language, and no TypeScript", ({ name, framework }) => {
    const readme = languageReadme(target, { name, version: "1.2.3" }, program);
    expect(readme).toContain(IMPORTS[target][framework === "cdktf" ? 0 : 1]);
    const fences = [...readme.matchAll(/^```(\w+)$/gm)].map(([, fence]) => fence);
    expect(fences).toEqual([expect.stringMatching(/^(sh|xml)$/), LANGUAGES[target].fence]);
    expect(readme).toContain('"function"');
  });

  test("names CDKTF nowhere in the package for CDK Terrain, except in names that both packages share", () => {
    const readme = languageReadme(target, { name: "cdktn-aws-signer", version: "1.2.3" }, program);
    const shared = /cdktf-aws-signer\/cdktf-aws-signer(-go)?\b|<groupId>io\.github\.cdktf-aws-signer</g;
    expect(readme.replace(shared, "")).not.toMatch(/cdktf/i);
  });

  test("cannot be created from an example without the folder of code, which a user has elsewhere", () => {
    const other = program.replaceAll("signed-lambda-function/function", "other");
    expect(() => languageReadme(target, { name: "cdktf-aws-signer", version: "1.2.3" }, other)).toThrow(
      'does not name the folder "../../signed-lambda-function/function"',
    );
  });
});
