import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { SandboxClient } from "../../sandbox/client";
import { describeWithSandbox } from "../sandbox-under-test";
import { urlOf } from "./printed-url";
import { TestAccount } from "./test-account";

const PACKAGE = resolve(__dirname, "../../sandbox");
/** An installation, and a start of the sandbox with it. */
const TIME_LIMIT = 300_000;

let folder: string;
let paths: string[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "aws-signer-sandbox-package-"));
  npm(PACKAGE, "run", "build");
  const [packed] = JSON.parse(npm(PACKAGE, "pack", "--json", "--pack-destination", folder)) as {
    filename: string;
    files: { path: string }[];
  }[];
  paths = packed.files.map(({ path }) => path);
  npm(folder, "init", "--yes");
  npm(folder, "install", "--prefer-offline", "--no-audit", "--no-fund", `./${packed.filename}`);
}, TIME_LIMIT);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the sandbox's package contains the program, its types, the code for Python and for functions, licences and a README", () => {
  expect(paths).toEqual(
    expect.arrayContaining([
      "Containerfile",
      "LICENSE",
      "README.md",
      "lib/backend/layer_actions.py",
      "lib/backend/object_arns.py",
      "lib/backend/policy_escapes.py",
      "lib/backend/requirements.txt",
      "lib/backend/serve.py",
      "lib/cli.js",
      "lib/index.d.ts",
      "lib/index.js",
      "lib/lambda/runtime/aws-lambda-ric/LICENSE",
      "lib/lambda/runtime/aws-lambda-ric/index.mjs",
      "lib/lambda/runtime/native-client.cjs",
      "package.json",
    ]),
  );
});

test("the sandbox's package contains nothing else except compiled modules", () => {
  const others = paths.filter((path) => !/^lib\/.+\.(js|d\.ts)$/.test(path));
  expect(
    others.filter(
      (path) => !/^(Containerfile|LICENSE|README\.md|package\.json|lib\/(backend|lambda\/runtime)\/)/.test(path),
    ),
  ).toEqual([]);
});

test(
  "npx aws-signer-sandbox runs from the tarball in an empty folder",
  () => {
    const help = execFileSync("npx", ["--no", "--", "aws-signer-sandbox", "--help"], { cwd: folder, encoding: "utf8" });
    expect(help).toContain("npx aws-signer-sandbox [--port");
  },
  TIME_LIMIT,
);

describeWithSandbox("a sandbox from the tarball", () => {
  let cli: ChildProcess | undefined;
  afterEach(() => cli?.kill("SIGKILL"));

  test(
    "signs, and runs functions",
    async () => {
      const program = join(folder, "node_modules/aws-signer-sandbox/lib/cli.js");
      cli = spawn(process.execPath, [program, "--port", "0"], { cwd: folder, stdio: "pipe" });
      const account = new TestAccount(new SandboxClient(await urlOf(cli)));
      expect(await account.createProfile("profile")).toMatch(/^arn:aws:signer:/);
      await account.createFunction("echo");
      expect((await account.invoke("echo", { hello: "world" })).payload).toEqual({ hello: "world" });
      account.destroy();
    },
    TIME_LIMIT,
  );
});

function npm(cwd: string, ...args: string[]): string {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}
