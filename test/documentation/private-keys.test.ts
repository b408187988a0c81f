import { codeBlocks, documents } from "./documents";

test("no page tells the reader to write a private key into the repository", () => {
  const commands = documents()
    .flatMap(codeBlocks)
    .filter(({ code }) => code.includes("-keyout"));
  expect(commands).not.toEqual([]);
  for (const { code } of commands) expect(code).toMatch(/^KEYS=\$\(mktemp -d\).*\n.*-keyout "\$KEYS\/key\.pem"/);
});
