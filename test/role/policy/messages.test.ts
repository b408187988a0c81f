import { object, prefix, statement, unknownObject } from "./fixtures";
import { policyWarnings } from "../../../src/role/policy/messages";
import type { Widening } from "../../../src/role/policy/widening";

function widening(action: string, resources: Widening["resources"], start: string): Widening {
  const wildcard = prefix("b", start);
  return { statement: statement(action, resources), resources, wildcard, isHarmless: false };
}

describe("the warning of policies that allow more than is needed", () => {
  test("names what became what, and what it is that is allowed", () => {
    const widenings = [
      widening("s3:GetObjectVersion", [object("b", "a/1"), object("b", "a/2"), unknownObject("b", "a/", 1)], "a/"),
      widening("s3:GetObjectVersion", [unknownObject("b", "", 1)], ""),
      widening("s3:PutObject", [prefix("b", "s/1"), prefix("b", "s/2")], "s/"),
    ];
    const [warning, ...others] = policyWarnings({ documents: [], widenings });
    expect(others).toEqual([]);
    expect(warning).toContain(
      '. 3 objects of bucket "b" with the prefix "a/" became "a/*" (s3:GetObjectVersion); ' +
        '1 object of bucket "b" with the prefix "" became "*" (s3:GetObjectVersion); ' +
        '2 prefixes of bucket "b" with the prefix "s/" became "s/*" (s3:PutObject). ',
    );
  });

  test("names no more than somebody would read", () => {
    const widenings = Array.from({ length: 25 }, (_, index) =>
      widening("s3:GetObjectVersion", [object("b", `${index}/1`), object("b", `${index}/2`)], `${index}/`),
    );
    const [warning] = policyWarnings({ documents: [], widenings });
    expect(warning.match(/became/g)).toHaveLength(20);
    expect(warning).toContain("; and 5 more. ");
  });

  test("is not given where nothing was widened", () => {
    const documents = [[statement("s3:GetObjectVersion", [object("b", "é.zip")])]];
    expect(policyWarnings({ documents, widenings: [] })).toEqual([]);
  });
});
