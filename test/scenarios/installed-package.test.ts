import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { describeWithTerraform } from "./terraform-under-test";
import { run } from "../../packaging/command";
import { copyExample, TYPESCRIPT } from "../../packaging/example-project";
import { CDKTF, CDKTN, Flavour } from "../../packaging/flavour";
import { NpmProject, pack } from "../../packaging/npm-project";
import { terraformCliEnvironment } from "../../sandbox/terraform/cli-config";
import { sandboxEnvironment } from "../../sandbox/terraform/sandbox-environment";
import { codeBlocks } from "../documentation/documents";
import { freshAccountId } from "../sandbox-under-test";

/** The AWS provider that the tests run with, instead of the one that the newest bindings require. */
const PROVIDER_VERSION = "5.100.0";

interface Packaged {
  readonly flavour: Flavour;
  readonly other: string;
  /** The oldest supported peers. npm chooses the newest by itself. */
  readonly oldestPeers: readonly string[];
  /** An npm package with the Node.js that the framework's command requires, if this process may run on an older one. */
  readonly node?: string;
}

const PACKAGED: readonly Packaged[] = [
  {
    flavour: CDKTF,
    other: "cdktn",
    oldestPeers: ["cdktf@0.21.0", "constructs@10.5.0", "@cdktf/provider-aws@20.1.0"],
  },
  {
    flavour: CDKTN,
    other: "cdktf",
    oldestPeers: ["cdktn@0.24.0", "constructs@10.6.0", "@cdktn/provider-aws@25.5.0"],
    node: `node-${process.platform}-${process.arch}@22.23.3`,
  },
];

describeWithTerraform("the packed library in an empty project", (sandbox) => {
  const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-installed-"));

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe.each(PACKAGED)("of $flavour.framework", ({ flavour, other, oldestPeers, node }) => {
    const { framework, name } = flavour;
    const work = join(folder, framework);
    test("is installed by a plain npm install, with the newest peers and without the other framework", async () => {
      const newest = new NpmProject(join(work, "newest"));
      await newest.install(await pack(flavour, work), ...TYPESCRIPT);
      const installed = newest.installed();
      expect(installed).toEqual(expect.arrayContaining([name, framework, `@${framework}/provider-aws`, "constructs"]));
      expect(installed.filter((each) => each.split("/")[0].replace("@", "") === other)).toEqual([]);
      copyExample("sign-lambda-package", flavour, newest.folder, PROVIDER_VERSION);
      await newest.run("tsc", STRICT);
      await newest.run("tsx", ["main.ts"]);
    });

    test("synthesizes with the oldest supported peers as well", async () => {
      const oldest = new NpmProject(join(work, "oldest"));
      await oldest.install(await pack(flavour, work), ...oldestPeers, ...TYPESCRIPT);
      copyExample("sign-lambda-package", flavour, oldest.folder, PROVIDER_VERSION);
      await oldest.run("tsc", STRICT);
      await oldest.run("tsx", ["main.ts"]);
      expect(readFileSync(join(oldest.folder, "cdktf.out/stacks/sign-lambda-package/cdk.tf.json"), "utf8")).toContain(
        '"aws_lambda_invocation"',
      );
    });

    test(`is deployed, found unchanged and destroyed by ${framework}, in a project created as the documentation says`, async () => {
      const project = join(work, "project");
      const tools = new NpmProject(join(work, "tools"));
      if (node) await tools.install(node);
      const environment = {
        ...sandboxEnvironment(sandbox.url, freshAccountId()),
        ...terraformCliEnvironment(work),
        // The Node.js that was installed for the command, if any, precedes that of this process.
        PATH: [join(tools.folder, "node_modules", (node ?? "").split("@")[0], "bin"), process.env.PATH].join(delimiter),
        CHECKPOINT_DISABLE: "1",
      };
      const outputs = join(work, "outputs.json");
      const command = async (...args: string[]): Promise<string> =>
        run("npx", [framework, ...args], { cwd: project, env: environment });

      await createAsDocumented(flavour, project, await pack(flavour, work), environment);
      await run("npx", ["tsc"], { cwd: project, env: environment });
      await command("synth");
      const first = await command("deploy", "--auto-approve", "--skip-provider-lock", "--outputs-file", outputs);
      expect(first).toMatch(/Apply complete! Resources: [1-9]\d* added, 0 changed, 0 destroyed/);
      const stack = (JSON.parse(readFileSync(outputs, "utf8")) as Record<string, Record<string, string>>)[
        "sign-lambda-package"
      ];
      expect(stack.status).toBe("Succeeded");
      expect(stack.signedObjectKey).toBe(`signed/${stack.jobId}.zip`);

      const second = await command("deploy", "--auto-approve", "--skip-provider-lock");
      expect(second).toContain("Apply complete! Resources: 0 added, 0 changed, 0 destroyed.");

      expect(await command("destroy", "--auto-approve", "--skip-provider-lock")).toContain("Destroy complete!");
    });
  });
});

const STRICT = ["--strict", "--noEmit", "--module", "node16", "--target", "es2022", "main.ts"];

/** Runs the commands of docs/getting-started.md, and writes the files that it shows. The program is an example. */
async function createAsDocumented(
  flavour: Flavour,
  folder: string,
  tarball: string,
  env: Record<string, string>,
): Promise<void> {
  const path = "docs/getting-started.md";
  const blocks = codeBlocks({ path, text: readFileSync(join(CDKTF.folder, path), "utf8") });
  const shown = (language: string, part: string): string =>
    blocks.find((block) => block.language === language && block.code.includes(part))!.code;
  const commands = shown("sh", `/path/to/${flavour.name}-`).replace(/\/path\/to\/\S+/, tarball);
  mkdirSync(folder, { recursive: true });
  await run("sh", ["-ec", commands], { cwd: folder, env });
  copyExample("sign-lambda-package", flavour, folder, PROVIDER_VERSION);
  writeFileSync(join(folder, "cdktf.json"), shown("json", '"app"'));
  writeFileSync(join(folder, "tsconfig.json"), shown("json", '"compilerOptions"'));
}
