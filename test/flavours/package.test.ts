import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CDKTF, CDKTN, Flavour, FLAVOURS, readJson } from "../../packaging/flavour";

interface Packed {
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly bundledDependencies: readonly string[];
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly version: string;
  readonly jsii: { readonly targets: Readonly<Record<string, object>> };
}

const manifestOf = (flavour: Flavour): Manifest => readJson(flavour, "package.json");

const PEERS: Readonly<Record<Flavour["framework"], Readonly<Record<string, string>>>> = {
  cdktf: { "@cdktf/provider-aws": ">=20.1.0 <22.0.0", cdktf: "^0.21.0", constructs: "^10.5.0" },
  cdktn: { "@cdktn/provider-aws": ">=25.5.0 <26.0.0", cdktn: "^0.24.0", constructs: ">=10.6.0 <10.8.0" },
};

/** What archives and filters the files to sign: AWS CDK's own choice, and what these packages need. */
const BUNDLED = ["@balena/dockerignore", "fflate", "ignore", "minimatch"];
const CARRIED = ["@balena/dockerignore", "balanced-match", "brace-expansion", "fflate", "ignore", "minimatch"];

describe.each(FLAVOURS)("the npm package $name", (flavour) => {
  const [packed] = JSON.parse(
    execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: flavour.folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }),
  ) as Packed[];
  const paths = packed.files.map((file) => file.path);

  test("contains library, types, jsii assembly, handler, licences and documentation", () => {
    expect(paths).toEqual(
      expect.arrayContaining([
        ".jsii",
        "LICENSE",
        "README.md",
        "assets/THIRD-PARTY-LICENSES",
        "assets/sbom.cdx.json",
        "assets/signing-job-handler.zip",
        "lib/index.d.ts",
        "lib/index.js",
        "lib/job/signing-job.js",
        "package.json",
      ]),
    );
    // The repository has the reference of one flavour.
    expect(paths.includes("API.md")).toBe(flavour === CDKTF);
  });

  test("contains nothing else except bundled packages, and the handler only as the zip", () => {
    const expected = [
      /^(\.jsii|API\.md|LICENSE|README\.md|package\.json)$/,
      new RegExp(`^node_modules/(${CARRIED.join("|")})/`),
      /^assets\//,
      /^lib\/(?!handler\/).+\.(js|d\.ts)$/,
    ];
    expect(paths.filter((path) => !expected.some((pattern) => pattern.test(path)))).toEqual([]);
    expect(paths.filter((path) => path.startsWith("assets/"))).toHaveLength(3);
  });

  test("lists all third-party code in its bill of materials", () => {
    const { components } = readJson<{ components: { name: string; version: string; purl: string }[] }>(
      flavour,
      "assets/sbom.cdx.json",
    );
    const licenses = readFileSync(join(flavour.folder, "assets/THIRD-PARTY-LICENSES"), "utf8");
    const inHandler = components.filter(({ name, version }) => licenses.includes(`${name} ${version} (`));
    expect(inHandler.length).toBeGreaterThan(5);
    const beside = components.filter((component) => !inHandler.includes(component));
    expect(beside.map(({ name }) => name)).toEqual(CARRIED);
    expect(beside.map(({ purl }) => purl)).toContainEqual(expect.stringMatching(/^pkg:npm\/fflate@/));
  });

  test("contains no compiled file without a source", () => {
    const modules = paths.filter((path) => /^lib\/.+\.js$/.test(path));
    const sources = modules.map((path) => join(flavour.folder, path.replace(/^lib/, "src").replace(/\.js$/, ".ts")));
    expect(sources.filter((path) => !existsSync(path))).toEqual([]);
    expect(modules.length).toBeGreaterThan(20);
  });

  test("depends at run time on its peers, and on bundled packages only", () => {
    const { dependencies, bundledDependencies, peerDependencies } = manifestOf(flavour);
    expect(Object.keys(dependencies)).toEqual(BUNDLED);
    expect(bundledDependencies).toEqual(BUNDLED);
    expect(paths).toEqual(expect.arrayContaining(CARRIED.map((name) => `node_modules/${name}/package.json`)));
    expect(peerDependencies).toEqual(PEERS[flavour.framework]);
  });

  test("names its own framework in the README", () => {
    const readme = readFileSync(join(flavour.folder, "README.md"), "utf8");
    expect(readme).toContain(`from "${flavour.framework}";`);
    expect(readme).toContain(`from "@${flavour.framework}/provider-aws/lib/provider";`);
    expect(readme).toContain(`from "${flavour.name}";`);
  });
});

describe("the two packages", () => {
  test("contain the same handler", () => {
    const [hash, other] = FLAVOURS.map(({ folder }) => {
      const zip = readFileSync(join(folder, "assets/signing-job-handler.zip"));
      return createHash("sha256").update(zip).digest("hex");
    });
    expect(other).toBe(hash);
  });

  test("have the same version, and different names in every language", () => {
    const cdktf = manifestOf(CDKTF);
    const cdktn = manifestOf(CDKTN);
    expect(cdktn.version).toBe(cdktf.version);
    expect(Object.keys(cdktn.jsii.targets)).toEqual(Object.keys(cdktf.jsii.targets));
    for (const [language, target] of Object.entries(cdktn.jsii.targets)) {
      expect(target).not.toEqual(cdktf.jsii.targets[language]);
    }
  });
});
