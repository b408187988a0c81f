import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ROOMS } from "../../projenrc/architecture-lint";

const ROOT = resolve(__dirname, "../..");

test("the architecture page lists the rooms in the order of the lint rule", () => {
  const order = ROOMS.map((row) => (row.length === 1 ? row[0] : `{ ${row.join(", ")} }`)).join(" < ");
  expect(readFileSync(resolve(ROOT, "docs/architecture.md"), "utf8")).toContain(`\n${order}\n`);
});

test("every folder of src is a room, the wire contract or the handler", () => {
  const folders = readdirSync(resolve(ROOT, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual([...ROOMS.flat(), "protocol", "handler"].sort());
});
