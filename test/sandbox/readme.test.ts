import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { USAGE } from "../../sandbox/cli-options";
import { parseFault } from "../../sandbox/faults/parse-fault";

const README = readFileSync(resolve(__dirname, "../../sandbox/README.md"), "utf8");
const faults = [...README.matchAll(/^curl -d '(.+)' \$FAULTS$/gm)].map(([, json]) => json);

test.each(faults)("the sandbox accepts the fault that its README shows: %s", (json) => {
  expect(parseFault(JSON.parse(json))).toMatchObject(JSON.parse(json) as object);
});

test("the sandbox's README shows every kind of fault, and every option", () => {
  const kinds = new Set(faults.map((json) => (JSON.parse(json) as { effect: { type: string } }).effect.type));
  expect(kinds.size).toBe(10);
  const options = [...USAGE.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, option]) => option);
  expect(options.filter((option) => option !== "--help" && !README.includes(`\`${option} `))).toEqual([]);
});
