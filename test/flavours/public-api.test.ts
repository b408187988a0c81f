import { CDKTF, CDKTN, Flavour, readJson, withCdktfNames } from "../../packaging/flavour";
import { isTrueForCdktfOnly } from "../../projenrc/flavour/cdktn-imports";

interface Assembly {
  readonly types: Readonly<Record<string, { readonly docs?: object }>>;
}

const typesOf = (flavour: Flavour) => readJson<Assembly>(flavour, ".jsii").types;

test("both flavours have the same public API", () => {
  const types = JSON.parse(withCdktfNames(JSON.stringify(typesOf(CDKTN)))) as Assembly["types"];
  const expected = JSON.parse(withCdktfNames(JSON.stringify(typesOf(CDKTF)))) as Assembly["types"];
  expect(Object.keys(types).length).toBeGreaterThan(30);
  expect(types).toEqual(expected);
});

test("the documentation of the API names cdktf only together with cdktn", () => {
  const texts: string[] = [];
  JSON.stringify(typesOf(CDKTN), (key, value: unknown) => {
    if (typeof value === "string" && ["summary", "remarks", "default", "returns", "example", "see"].includes(key)) {
      texts.push(value);
    }
    return value;
  });
  expect(texts.length).toBeGreaterThan(100);
  expect(texts.filter(isTrueForCdktfOnly)).toEqual([]);
});
