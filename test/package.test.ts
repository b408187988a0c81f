import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const ROOT = resolve(__dirname, "..");

interface Packed {
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

describe("the npm package", () => {
  const [packed] = JSON.parse(
    execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }),
  ) as Packed[];
  const paths = packed.files.map((file) => file.path);

  test("has what a user needs: library, types, jsii assembly, handler, licences and documentation", () => {
    expect(paths).toEqual(
      expect.arrayContaining([
        ".jsii",
        "API.md",
        "LICENSE",
        "README.md",
        "assets/THIRD-PARTY-LICENSES",
        "assets/signing-job-handler.zip",
        "lib/index.d.ts",
        "lib/index.js",
        "lib/signing-job.js",
        "package.json",
      ]),
    );
  });

  test("has nothing else but what it bundles, and the handler only as the zip", () => {
    const expected = [
      /^(\.jsii|API\.md|LICENSE|README\.md|package\.json)$/,
      /^node_modules\/fflate\//,
      /^assets\//,
      /^lib\/(?!handler\/).+\.(js|d\.ts)$/,
    ];
    expect(paths.filter((path) => !expected.some((pattern) => pattern.test(path)))).toEqual([]);
    expect(paths.filter((path) => path.startsWith("assets/"))).toHaveLength(2);
  });

  test("holds no compiled file whose source is gone", () => {
    const modules = paths.filter((path) => /^lib\/.+\.js$/.test(path));
    for (const path of modules) {
      expect(() => readFileSync(resolve(ROOT, path.replace(/^lib/, "src").replace(/\.js$/, ".ts")))).not.toThrow();
    }
    expect(modules.length).toBeGreaterThan(20);
  });

  test("depends on its peers at run time, and on nothing else that it does not bring along", () => {
    const manifest = JSON.parse(readFileSync(resolve(ROOT, "package.json"), "utf8")) as Record<
      string,
      object | undefined
    >;
    expect(Object.keys(manifest.dependencies ?? {})).toEqual(["fflate"]);
    expect(manifest.bundledDependencies).toEqual(["fflate"]);
    expect(paths).toEqual(expect.arrayContaining(["node_modules/fflate/LICENSE", "node_modules/fflate/lib/node.cjs"]));
    expect(manifest.peerDependencies).toEqual({
      "@cdktf/provider-aws": ">=20.1.0 <22.0.0",
      cdktf: "^0.21.0",
      constructs: "^10.5.0",
    });
  });
});
