import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CDKTN, ROOT } from "../../packaging/flavour";
import { cdktnSource } from "../../projenrc/flavour/cdktn-imports";

const cdktn = (text: string): string => cdktnSource("src/file.ts", text);

describe("a source file for CDK Terrain", () => {
  test("imports cdktn and its bindings, and is otherwise unchanged", () => {
    const source = [
      'import { Fn } from "cdktf";',
      'import type { S3Object } from "@cdktf/provider-aws/lib/s3-object";',
      'export { Token } from "cdktf";',
      'import { Construct } from "constructs";',
      "// cdktf keeps tokens in strings.",
      "const { cdktfStack } = this;",
    ].join("\n");
    expect(cdktn(source)).toBe(
      source.replace(/"cdktf"/g, '"cdktn"').replace("@cdktf/provider-aws/", "@cdktn/provider-aws/"),
    );
  });

  test.each([
    'import { SigningProfile } from "@cdktf/provider-aws";',
    'import { Tokenization } from "cdktf/lib/tokens";',
    'import { RandomId } from "@cdktf/provider-random/lib/id";',
    'const cdktf = require("cdktf");',
    'const cdktf = await import("cdktf");',
    'type Stack = import("cdktf").TerraformStack;',
    'throw new Error("run cdktf synth again");',
    "throw new Error(`${name} is not known to cdktf`);",
  ])("cannot be created from a source with %s", (line) => {
    expect(() => cdktn(`\n${line}`)).toThrow(/are not true for users of cdktn[^]*src\/file\.ts:2: /);
  });

  test("may name both in a message", () => {
    const source = 'const remedy = "Install @cdktf/provider-aws 21 or any @cdktn/provider-aws";';
    expect(cdktn(source)).toBe(source);
  });

  test("may name the folder and the file that both share", () => {
    const source = 'const folder = "cdktf.out/stacks, next to cdktf.json";';
    expect(cdktn(source)).toBe(source);
  });
});

test("every file of the library is in the flavour, and nothing else", () => {
  const files = (folder: string) => readdirSync(folder, { recursive: true }).map(String).sort();
  const sources = files(join(ROOT, "src"));
  expect(files(join(CDKTN.folder, "src")).filter((path) => !/\.(js|d\.ts)$/.test(path))).toEqual(sources);
  for (const path of sources.filter((each) => each.endsWith(".ts"))) {
    const source = readFileSync(join(ROOT, "src", path), "utf8");
    expect(readFileSync(join(CDKTN.folder, "src", path), "utf8")).toBe(
      source.replace(/(?<=^.* from ")(cdktf(?=";$)|@cdktf(?=\/provider-aws\/lib\/))/gm, (name) =>
        name.replace("cdktf", "cdktn"),
      ),
    );
  }
});
