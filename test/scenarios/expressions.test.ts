import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, DataResource, Fn, IResolvable, Lazy, TerraformOutput, TerraformStack, Token } from "cdktf";
import * as fc from "fast-check";
import { Terraform } from "../../sandbox/terraform/terraform";
import { iamText } from "../../src/role/policy/iam-text";
import { jsonText, plainText } from "../../src/terraform/hcl";
import { nullIfOneOf, partOrNull } from "../../src/terraform/nullable";
import { testWithTerraform } from "../with-terraform";

/** Texts with a special meaning in the Terraform language, JSON, IAM or cdktf, alone and in combination. */
const SUSPICIOUS = [
  ..."$%{}\"\\'`*?[]()<>&#/~=:,.|@!^;- \n\r\t\u0000\u0007\u001b\u007f\u0085\u2028\u2029\ufeff",
  ..."${ %{ $${ %%{ $$${ ${} ~} <<EOT \\u0024 \\${ ${*} ${$} 1e5 -1.5e+300 aé😀\u{10ffff}".split(" "),
];

/** Terraform converts its strings to normalization form C. Other strings are refused earlier. */
const text = fc
  .oneof(
    fc.string({ unit: fc.constantFrom(...SUSPICIOUS), maxLength: 8 }),
    fc.string({ unit: "binary", maxLength: 12 }),
    fc.string({ maxLength: 12 }),
  )
  .map((value) => value.normalize("NFC"));

const jsonValue = fc.jsonValue({ stringUnit: "grapheme-ascii", maxDepth: 3 });

const seed = Date.now() % 2 ** 31;

function samples<T>(arbitrary: fc.Arbitrary<T>, count: number): T[] {
  return fc.sample(arbitrary, { numRuns: count, seed });
}

/** Applies a stack of outputs and returns their values. */
async function applied(declare: (stack: TerraformStack) => Record<string, unknown>): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-hcl-"));
  try {
    const app = new App({ outdir: folder });
    const stack = new TerraformStack(app, "stack");
    for (const [name, value] of Object.entries(declare(stack))) {
      new TerraformOutput(stack, name, { value, staticId: true });
    }
    app.synth();
    const terraform = new Terraform(join(folder, "stacks", "stack"), { TF_CLI_CONFIG_FILE: "/dev/null" });
    await terraform.init();
    await terraform.apply();
    return await terraform.outputs();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Values that Terraform knows only when it applies. */
function tokensFor(stack: TerraformStack, id: string, values: readonly string[]): string[] {
  const resource = new DataResource(stack, id, { input: { values: values.map(plainText) } });
  return values.map((_, index) => Token.asString(resource.interpolationForAttribute(`output.values[${index}]`)));
}

function parsed(texts: unknown): unknown[] {
  return (texts as string[]).map((json) => JSON.parse(json));
}

describe(`expressions for Terraform (seed ${seed})`, () => {
  testWithTerraform("values of users arrive byte for byte, alone and together with tokens", async () => {
    const texts = samples(text, 150);
    const triples = samples(fc.tuple(text, text, text), 100);
    const values = samples(jsonValue, 100);

    const outputs = await applied((stack) => {
      const tokens = tokensFor(
        stack,
        "tokens",
        triples.map(([, value]) => value),
      );
      const mixed = triples.map(([before, , after], index) => `${before}${tokens[index]}${after}`);
      return {
        plain: texts.map(plainText),
        events: texts.map((value) => jsonText({ [value]: value })),
        values: values.map((value) => jsonText({ value })),
        mixed: mixed.map((value) => jsonText([value])),
        mixedPlain: mixed.map(plainText),
      };
    });

    expect(outputs.plain).toEqual(texts);
    expect(parsed(outputs.events)).toEqual(texts.map((value) => ({ [value]: value })));
    expect(parsed(outputs.values)).toEqual(values.map((value) => JSON.parse(JSON.stringify({ value }))));
    // Terraform joins the parts, and brings the whole to normalization form C.
    const wholes = triples.map((parts) => parts.join("").normalize("NFC"));
    expect(parsed(outputs.mixed)).toEqual(wholes.map((whole) => [whole]));
    expect(outputs.mixedPlain).toEqual(wholes);
  });

  testWithTerraform("IAM reads wildcards and variables in a key as literal characters", async () => {
    const keys = [...samples(text, 60), "a*b?c$d", "${aws:username}", "${*}", "$$", "*?$"];

    const outputs = await applied((stack) => ({
      literals: keys.map((key) => jsonText([`bucket/${iamText(key)}`])),
      tokens: tokensFor(stack, "keys", keys).map((key) => jsonText([`bucket/${iamText(`x${key}`)}`])),
    }));

    const escaped = keys
      .map((key) => [...key].map((it) => ("*?$".includes(it) ? `\${${it}}` : it)).join(""))
      // A wildcard replaces characters that no policy can contain.
      .map((key) => key.replace(/[^\u0000-\u00ff]+/gu, "*"));
    expect(parsed(outputs.literals)).toEqual(escaped.map((key) => [`bucket/${key}`]));
    expect(parsed(outputs.tokens)).toEqual(escaped.map((key) => [`bucket/x${key}`]));
  });

  testWithTerraform("tokens of every kind keep their value and their type", async () => {
    const outputs = await applied((stack) => {
      const number = new DataResource(stack, "number", {
        input: { value: 42, list: ["a", "b"], flag: true, map: { k: "v" } },
      });
      const attribute = (name: string): IResolvable => number.interpolationForAttribute(`output.${name}`);
      const tokens = {
        number: Token.asNumber(attribute("value")),
        numberInText: `n=${Token.asNumber(attribute("value"))}!`,
        numberAsText: `${Token.asNumber(attribute("value"))}`,
        list: Token.asList(attribute("list")),
        map: Token.asStringMap(attribute("map")),
        flag: attribute("flag"),
        lazyLiteral: Lazy.stringValue({ produce: () => 'a"${b}' }),
        lazyMixed: Lazy.stringValue({ produce: () => `<\${${Fn.upper("x")}>` }),
        lazyNumber: Lazy.numberValue({ produce: () => 7 }),
        lazyList: Lazy.listValue({ produce: () => ['"', "%{"] }),
        lazyAny: Lazy.anyValue({ produce: () => ({ "${k}": [null, 'q"'] }) }),
        callInText: `-${Fn.join("${", ["a", Token.asString(attribute("list[0]"))])}-`,
        nothing: Token.nullValue(),
        [`key-${Token.asString(attribute("map.k"))}-\${x}`]: 1,
        undefinedIsLeftOut: undefined,
      };
      return {
        event: jsonText(tokens),
        absent: partOrNull(attribute("list"), "[7]"),
        absentText: jsonText(nullIfOneOf(["", "v"], Token.asString(attribute("map.k")))),
        presentText: nullIfOneOf([""], Token.asString(attribute("map.k"))),
        plainLazy: plainText(Lazy.stringValue({ produce: () => 'a"${b}' })),
        plainLazyInText: plainText(
          `\${${Lazy.stringValue({ produce: () => "${" })}-${Token.asNumber(attribute("value"))}-x`,
        ),
      };
    });

    expect(JSON.parse(outputs.event as string)).toEqual({
      number: 42,
      numberInText: "n=42!",
      numberAsText: "42",
      list: ["a", "b"],
      map: { k: "v" },
      flag: true,
      lazyLiteral: 'a"${b}',
      lazyMixed: "<${X>",
      lazyNumber: 7,
      lazyList: ['"', "%{"],
      lazyAny: { "${k}": [null, 'q"'] },
      callInText: "-a${a-",
      nothing: null,
      "key-v-${x}": 1,
    });
    expect(outputs).toMatchObject({ absentText: "null", presentText: "v" });
    expect(outputs).toMatchObject({ plainLazy: 'a"${b}', plainLazyInText: "${${-42-x" });
    expect(outputs.absent).toBeUndefined();
  });
});
