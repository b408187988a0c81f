import { resolve } from "node:path";
import { parseOptions, UsageError } from "../../sandbox/cli-options";

test("the sandbox listens on its usual port by default", () => {
  expect(parseOptions([])).toEqual({ port: 4747, backendUrl: undefined, jobSeconds: undefined });
});

test("options are taken from the command line", () => {
  const args = ["--port", "0", "--backend", "http://127.0.0.1:4566/", "--job-seconds=0.5"];
  expect(parseOptions(args)).toEqual({ port: 0, backendUrl: "http://127.0.0.1:4566", jobSeconds: 0.5 });
  expect(parseOptions(["--persist", "state", "--host", "0.0.0.0"])).toMatchObject({
    persist: resolve("state"),
    host: "0.0.0.0",
  });
});

test("help is recognized", () => {
  expect(parseOptions(["--help"])).toBeUndefined();
});

test.each([
  [["--port", "http"], /^--port must be a whole number from 0 to 65535, not "http"\.$/],
  [["--port", "70000"], /^--port must be/],
  [["--job-seconds", "-1"], /^(--job-seconds must be|Option '--job-seconds' argument is ambiguous)/],
  [["--job-seconds", ""], /^--job-seconds must be a number from 0 to 3600, not ""\.$/],
  [
    ["--backend", "localhost:4566"],
    /^--backend must be a URL such as http:\/\/127\.0\.0\.1:4566, not "localhost:4566"\.$/,
  ],
  [["--prot", "1"], /^Unknown option '--prot'/],
  [["extra"], /^Unexpected argument 'extra'/],
])("an invalid command line is refused with a reason: %j", (args, message) => {
  expect(() => parseOptions(args)).toThrow(UsageError);
  expect(() => parseOptions(args)).toThrow(message);
});
