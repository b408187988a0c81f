import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, realpathSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import * as fc from "fast-check";
import { unzipSync } from "fflate";
import { readAsset } from "./read-asset";
import { zipEntries } from "./zip-entries";
import { FolderOptions, IgnoreMode, SymlinkFollowMode } from "../../../src";
import { writeArchive } from "../../../src/s3/asset/archive";
import { FileToWrite, folderOf } from "../../synth/folder";

const CODE = { "index.mjs": "export const handler = 1;", "lib/b/c.js": "c", "lib/a.js": "a", "lib.js": "l" };

const isWindows = process.platform === "win32";
const testOnUnix = isWindows ? test.skip : test;

function reversed<T>(files: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(files).reverse());
}

function unpacked(bytes: Uint8Array): Record<string, string> {
  return Object.fromEntries(
    Object.entries(unzipSync(bytes)).map(([name, content]) => [name, Buffer.from(content).toString("utf8")]),
  );
}

function modes(bytes: Uint8Array): Record<string, string> {
  return Object.fromEntries(zipEntries(bytes).map(({ name, mode }) => [name, mode.toString(8)]));
}

/** The symbolic links in a zip, with their targets. */
function linksOf(bytes: Uint8Array): Record<string, string> {
  const links = zipEntries(bytes).filter(({ mode }) => mode.toString(8).startsWith("12"));
  return Object.fromEntries(links.map(({ name }) => [name, unpacked(bytes)[name]]));
}

function reasonFor(path: string, options: FolderOptions = {}): string {
  try {
    readAsset(path, options);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
}

describe("a folder as an asset", () => {
  test("is a zip of all its files", () => {
    const { bytes, extension } = readAsset(folderOf(CODE));
    expect(unpacked(bytes)).toEqual(CODE);
    expect(extension).toBe(".zip");
  });

  test("is a zip with its files in the order of their names, whatever order the file system has", () => {
    const names = zipEntries(readAsset(folderOf(CODE)).bytes).map(({ name }) => name);
    expect(names).toEqual(["index.mjs", "lib.js", "lib/a.js", "lib/b/c.js"]);
  });

  test("gives the same bytes wherever, whenever and in whatever order its files were written", () => {
    const one = readAsset(folderOf(CODE, { mtime: 1_000_000_000 }));
    const other = readAsset(folderOf(reversed(CODE), { mtime: 1_700_000_001 }));
    expect(Buffer.from(other.bytes).equals(one.bytes)).toBe(true);
  });

  test.each(["UTC", "Pacific/Kiritimati", "America/St_Johns"])("gives the same bytes in the time zone %s", (TZ) => {
    const folder = folderOf(CODE);
    const module = resolve(__dirname, "read-asset.ts");
    const program = `console.log(new Date(0).getHours(), require(${JSON.stringify(module)}).readAsset(${JSON.stringify(folder)}).sha256)`;
    const output = execFileSync(process.execPath, ["--import", "tsx", "--input-type=commonjs", "-e", program], {
      env: { ...process.env, TZ },
      encoding: "utf8",
    });
    const [hour, sha256] = output.trim().split(" ");
    expect(hour).toBe({ UTC: "0", "Pacific/Kiritimati": "13", "America/St_Johns": "20" }[TZ]);
    expect(sha256).toBe(readAsset(folder).sha256);
  });

  // A change of these bytes makes every user sign everything again, so it must be intended.
  testOnUnix("gives the same bytes in every version of this library", () => {
    const lines = Array.from({ length: 5000 }, (_, index) => `line ${index * index}`).join("\n");
    const folder = folderOf({ ...CODE, "é.txt": lines, bootstrap: { content: "#!/bin/sh\n", mode: 0o755 } });
    expect(readAsset(folder).sha256).toBe("ff8e8766f51f9e19e5cf58dfa3fa33091b20503ee3e37fb0f28dea9a96d4852e");
  });

  testOnUnix("keeps executable files executable, and all files readable, whatever the umask was", () => {
    const files = {
      bootstrap: { content: "#!/bin/sh\n", mode: 0o755 },
      strict: { content: "#!/bin/sh\n", mode: 0o700 },
      "index.mjs": { content: "1", mode: 0o644 },
      secret: { content: "2", mode: 0o600 },
    };
    const { bytes } = readAsset(folderOf(files));
    expect(modes(bytes)).toEqual({
      bootstrap: "100755",
      strict: "100755",
      "index.mjs": "100644",
      secret: "100644",
    });
    expect(new Set(zipEntries(bytes).map(({ madeOn }) => madeOn))).toEqual(new Set([3]));
  });

  testOnUnix("is another asset when only a file's executable bit changes", () => {
    const folder = folderOf(CODE);
    const before = readAsset(folder).sha256;
    chmodSync(join(folder, "index.mjs"), 0o755);
    expect(readAsset(folder).sha256).not.toBe(before);
  });

  test("is another asset when a file is renamed, added or changed", () => {
    const [a, b] = [{ "a.js": "1" }, { "b.js": "1" }];
    const variants = [a, b, { ...a, ...b }, { "a.js": "2" }, { "x/a.js": "1" }];
    expect(new Set(variants.map((files) => readAsset(folderOf(files)).sha256)).size).toBe(variants.length);
  });

  testOnUnix("has large files, which are compressed part by part, and gives the same bytes each time", () => {
    const folder = folderOf({ ...CODE, "a.bin": "a", run: { content: "", mode: 0o755 } });
    const line = "0123456789abcdef".repeat(64);
    const large = Array.from({ length: 17 * 1024 }, (_, index) => `${index}${line}`).join("");
    for (const name of ["large", "run"]) writeFileSync(join(folder, name), large);
    const asset = readAsset(folder);
    const content = unzipSync(asset.bytes);
    expect(Object.keys(content).sort()).toEqual([
      "a.bin",
      "index.mjs",
      "large",
      "lib.js",
      "lib/a.js",
      "lib/b/c.js",
      "run",
    ]);
    for (const name of ["large", "run"]) expect(Buffer.from(content[name]).equals(Buffer.from(large))).toBe(true);
    expect(modes(asset.bytes)).toMatchObject({ large: "100644", run: "100755", "lib.js": "100644" });
    expect(readAsset(folder).sha256).toBe(asset.sha256);
  });

  testOnUnix("is the same asset whether it is named by itself or by a symbolic link", () => {
    const folder = folderOf(CODE);
    const link = join(folderOf({}), "link");
    symlinkSync(folder, link);
    expect(readAsset(link)).toEqual(readAsset(folder));
  });

  test("has no empty folders, which no checkout has", () => {
    const folder = folderOf(CODE);
    mkdirSync(join(folder, "empty/empty"), { recursive: true });
    expect(readAsset(folder).sha256).toBe(readAsset(folderOf(CODE)).sha256);
  });

  test("has the files of a folder with many of them", () => {
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`f${index}`, String(index)]));
    expect(unpacked(readAsset(folderOf(files)).bytes)).toEqual(files);
  });

  const part = fc
    .string({ unit: fc.constantFrom(..."abc1 .-_$'\"{}*?&é🚀"), minLength: 1, maxLength: 6 })
    .filter((name) => ![".", ".."].includes(name));
  const file = fc.record({
    path: fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/")),
    content: fc.uint8Array({ maxLength: 300 }),
    isExecutable: fc.boolean(),
  });

  testOnUnix("loses nothing of any folder, and gives the same bytes for a copy of it", () => {
    fc.assert(
      fc.property(fc.array(file, { minLength: 1, maxLength: 8 }), (files) => {
        const tree: Record<string, FileToWrite> = {};
        for (const { path, content, isExecutable } of files) {
          const clashes = Object.keys(tree).some(
            (other) => `${other}/`.startsWith(`${path}/`) || `${path}/`.startsWith(`${other}/`),
          );
          if (!clashes) tree[path] = { content, mode: isExecutable ? 0o755 : 0o644 };
        }
        const { bytes } = readAsset(folderOf(tree, { mtime: 1 }));

        const content = unzipSync(bytes);
        expect(Object.keys(content).sort()).toEqual(Object.keys(tree).sort());
        for (const [name, { mode }] of Object.entries(tree as Record<string, { mode: number }>)) {
          expect(Buffer.from(content[name])).toEqual(Buffer.from((tree[name] as { content: Uint8Array }).content));
          expect(modes(bytes)[name]).toBe((0o100000 + mode).toString(8));
        }
        expect(Buffer.from(readAsset(folderOf(reversed(tree))).bytes).equals(bytes)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe("the symbolic links of a folder", () => {
  /** A link to a file, one to a folder, and one to an executable file. */
  function folderWithLinks(): string {
    const folder = folderOf({ ...CODE, "bin/run": { content: "run", mode: 0o755 } });
    symlinkSync("lib/a.js", join(folder, "link.js"));
    symlinkSync("../lib", join(folder, "bin", "lib"));
    symlinkSync("bin/../bin/run", join(folder, "run"));
    return folder;
  }

  const external: [string, (folder: string, outside: string) => void][] = [
    ["relative", (folder, outside) => symlinkSync(relative(folder, outside), join(folder, "shared"))],
    ["absolute", (folder, outside) => symlinkSync(outside, join(folder, "shared"))],
  ];

  function folderWithExternalLink(link: (folder: string, outside: string) => void): string {
    const outside = folderOf({ "util.js": "shared", run: { content: "run", mode: 0o755 } });
    symlinkSync("util.js", join(outside, "inner.js"));
    const folder = realpathSync(folderOf(CODE));
    link(folder, realpathSync(outside));
    return folder;
  }

  testOnUnix("that stay in it are archived as links, and give the same bytes each time", () => {
    const { bytes, sha256 } = readAsset(folderWithLinks());
    expect(linksOf(bytes)).toEqual({ "bin/lib": "../lib", "link.js": "lib/a.js", run: "bin/../bin/run" });
    expect(modes(bytes)).toMatchObject({ "bin/run": "100755", run: "120777", "lib/a.js": "100644" });
    expect(readAsset(folderWithLinks()).sha256).toBe(sha256);
    expect(sha256).toBe("952fd30d4b5d63830c0bd3742412871c5acf9597c4f0e38fec1a2bc7fdf071fa");
  });

  testOnUnix("make it another asset when they lead to something else", () => {
    const [one, other] = ["lib/a.js", "lib.js"].map((target) => {
      const folder = folderOf(CODE);
      symlinkSync(target, join(folder, "link"));
      return readAsset(folder).sha256;
    });
    expect(other).not.toBe(one);
  });

  testOnUnix.each(external)("that lead out of it are refused with a remedy: %s", (_, link) => {
    const reason = reasonFor(folderWithExternalLink(link));
    expect(reason).toMatch(/^the symbolic link "shared" in it leads to ".*", which is not archived with it\. /);
    expect(reason).toContain(
      'set "followSymlinks" to SymlinkFollowMode.EXTERNAL; to leave it out, name it in "exclude"',
    );
  });

  testOnUnix.each(external)("that lead out of it are followed when that is asked for: %s", (_, link) => {
    const folder = folderWithExternalLink(link);
    symlinkSync("lib.js", join(folder, "link.js"));
    const { bytes } = readAsset(folder, { followSymlinks: SymlinkFollowMode.EXTERNAL });
    expect(unpacked(bytes)).toMatchObject({ ...CODE, "shared/util.js": "shared", "shared/run": "run" });
    expect(linksOf(bytes)).toEqual({ "link.js": "lib.js", "shared/inner.js": "util.js" });
    expect(modes(bytes)).toMatchObject({ "shared/run": "100755" });
  });

  testOnUnix.each(external)("are all followed when that is asked for: %s", (_, link) => {
    const folder = folderWithExternalLink(link);
    symlinkSync("lib.js", join(folder, "link.js"));
    const { bytes } = readAsset(folder, { followSymlinks: SymlinkFollowMode.ALWAYS });
    expect(unpacked(bytes)).toEqual({
      ...CODE,
      "link.js": "l",
      "shared/inner.js": "shared",
      "shared/run": "run",
      "shared/util.js": "shared",
    });
    expect(linksOf(bytes)).toEqual({});
  });

  testOnUnix("are never followed when that is asked for, wherever they lead", () => {
    const folder = folderOf(CODE);
    symlinkSync("/opt/nodejs", join(folder, "layer"));
    const { bytes } = readAsset(folder, { followSymlinks: SymlinkFollowMode.NEVER });
    expect(linksOf(bytes)).toEqual({ layer: "/opt/nodejs" });
  });

  testOnUnix("may lead through another link, and to a folder around them", () => {
    const folder = folderOf(CODE);
    symlinkSync("lib", join(folder, "alias"));
    symlinkSync("alias/b/c.js", join(folder, "through.js"));
    symlinkSync("..", join(folder, "lib", "up"));
    expect(linksOf(readAsset(folder).bytes)).toEqual({ alias: "lib", "lib/up": "..", "through.js": "alias/b/c.js" });
  });

  testOnUnix("are refused when they lead to something that is left out", () => {
    const folder = folderOf(CODE);
    symlinkSync("lib/a.js", join(folder, "link.js"));
    expect(reasonFor(folder, { exclude: ["lib"] })).toBe(
      'the symbolic link "link.js" in it leads to "lib/a.js", where nothing is archived, because it is an empty folder or is ' +
        'named in "exclude". Name the link in "exclude", too',
    );
    expect(unpacked(readAsset(folder, { exclude: ["lib", "link.js"] }).bytes)).toEqual({
      "index.mjs": CODE["index.mjs"],
      "lib.js": "l",
    });
  });
});

describe("files that are excluded", () => {
  const FILES = {
    ".git/HEAD": "ref",
    ".gitignore": "x",
    "index.mjs": "1",
    "index.test.mjs": "t",
    "lib/index.test.mjs": "t",
    "lib/keep.md": "k",
    "node_modules/a/index.js": "a",
    "node_modules/a/README.md": "r",
  };

  test.each<[string, IgnoreMode | undefined, string[], string[]]>([
    ["names anywhere", undefined, [".git", "node_modules", "*.test.mjs"], [".gitignore", "index.mjs", "lib/keep.md"]],
    [
      "paths",
      IgnoreMode.GLOB,
      ["lib/*", "node_modules/**"],
      [".git/HEAD", ".gitignore", "index.mjs", "index.test.mjs"],
    ],
    ["no dot files by a star", IgnoreMode.GLOB, ["*"], [".gitignore"]],
    ["the last pattern decides", IgnoreMode.GLOB, ["**", ".*", "!index.mjs"], ["index.mjs"]],
    ["as in .gitignore", IgnoreMode.GIT, ["/*", "!lib", "*.test.mjs"], ["lib/keep.md"]],
    [
      "as in .gitignore, where nothing in an excluded folder comes back",
      IgnoreMode.GIT,
      ["node_modules/", "!node_modules/a/index.js", ".git*"],
      ["index.mjs", "index.test.mjs", "lib/index.test.mjs", "lib/keep.md"],
    ],
    ["as in .dockerignore", IgnoreMode.DOCKER, ["*", "!index.mjs"], ["index.mjs"]],
    [
      "as in .dockerignore, where a file in an excluded folder comes back",
      IgnoreMode.DOCKER,
      ["**", "!node_modules/a/index.js"],
      ["node_modules/a/index.js"],
    ],
  ])("are not archived: %s", (_, ignoreMode, exclude, left) => {
    const { bytes } = readAsset(folderOf(FILES), { exclude, ignoreMode });
    expect(zipEntries(bytes).map(({ name }) => name)).toEqual(left);
  });

  test("count neither for the hash nor for the size", () => {
    const folder = folderOf({ ...CODE, "dist/large.bin": "x" });
    truncateSync(join(folder, "dist/large.bin"), 2 ** 33);
    expect(readAsset(folder, { exclude: ["dist"] }).sha256).toBe(readAsset(folderOf(CODE)).sha256);
  });

  test("may be unreadable as archives", () => {
    if (isWindows) return;
    const folder = folderOf(CODE);
    execFileSync("mkfifo", [join(folder, "pipe")]);
    symlinkSync("/gone", join(folder, "dead"));
    expect(readAsset(folder, { exclude: ["pipe", "dead"] }).sha256).toBe(readAsset(folderOf(CODE)).sha256);
  });

  test("must not be all", () => {
    expect(reasonFor(folderOf({ a: "1" }), { exclude: ["*"] })).toBe(
      'there are no files in the folder that "exclude" leaves',
    );
  });

  test("must not be asked for where the asset is a file", () => {
    expect(reasonFor(join(folderOf({ "a.zip": "1" }), "a.zip"), { exclude: ["x"] })).toBe(
      '"exclude" is for folders, and this is a file, which is taken as it is',
    );
  });
});

describe("a file as an asset", () => {
  test("is taken byte for byte, and keeps its extension", () => {
    const folder = folderOf({ "code.zip": "any bytes", firmware: "image" });
    expect(readAsset(join(folder, "code.zip"))).toEqual({
      bytes: Buffer.from("any bytes"),
      sha256: "23914a83c3c7080988b4aab957e8c1abf4a281df9cc77c7e1d43d3e81f39e94e",
      extension: ".zip",
    });
    expect(readAsset(join(folder, "firmware")).extension).toBe("");
  });
});

describe("a path that cannot be an asset is refused with the reason:", () => {
  test("there is nothing", () => {
    const path = join(folderOf({}), "dist");
    expect(reasonFor(path)).toBe(`there is nothing at "${path}". Is it built before this program runs?`);
  });

  test("an empty folder", () => {
    const folder = folderOf({});
    mkdirSync(join(folder, "src"));
    expect(reasonFor(folder)).toBe("there are no files in the folder");
  });

  test("an empty file", () => {
    expect(reasonFor(join(folderOf({ "a.zip": "" }), "a.zip"))).toBe("the file is empty");
  });

  testOnUnix("a symbolic link that leads nowhere", () => {
    const folder = folderOf(CODE);
    symlinkSync("../gone", join(folder, "lib", "dead"));
    expect(reasonFor(folder)).toBe('the symbolic link "lib/dead" in it leads to "../gone", which does not exist');
  });

  testOnUnix("a symbolic link that leads in a circle", () => {
    const folder = folderOf(CODE);
    symlinkSync("..", join(folder, "lib", "up"));
    const options = { followSymlinks: SymlinkFollowMode.ALWAYS };
    expect(reasonFor(folder, options)).toBe('the symbolic link "lib/up" in it leads back to a folder that it is in');
    const other = folderOf(CODE);
    symlinkSync("self", join(other, "self"));
    expect(reasonFor(other)).toContain("ELOOP");
  });

  testOnUnix("something that is neither file nor folder", () => {
    const folder = folderOf(CODE);
    execFileSync("mkfifo", [join(folder, "pipe")]);
    expect(reasonFor(folder)).toBe('"pipe" in it is neither a file nor a folder');
    expect(reasonFor(join(folder, "pipe"))).toBe("it is neither a file nor a folder");
  });

  testOnUnix("a name that no zip can hold as text", () => {
    const folder = folderOf(CODE);
    const name = Buffer.concat([Buffer.from(join(folder, "caf")), Buffer.from([0xe9])]);
    writeFileSync(name, "latin-1");
    expect(reasonFor(folder)).toBe('the name of "caf\ufffd" in it is not valid UTF-8');
  });

  test("a name that the zip library would lose", () => {
    expect(reasonFor(folderOf(JSON.parse('{ "__proto__": "x", "a": "y" }')))).toBe(
      'it has a file "__proto__", which cannot be packed',
    );
  });

  test("more bytes than a zip holds", () => {
    const folder = folderOf({ "a.bin": "", "b.bin": "" });
    for (const name of ["a.bin", "b.bin"]) truncateSync(join(folder, name), 2 ** 31);
    expect(reasonFor(folder)).toBe("its files have 4294967296 bytes, and a zip holds 4294967295 at most");
  });

  test("more files than a zip holds", () => {
    const file = { name: "a", path: "a", size: 1, kind: "file" as const };
    expect(() =>
      writeArchive(
        Array.from({ length: 65_536 }, () => file),
        "not-written.zip",
      ),
    ).toThrow("it has 65536 files, and a zip holds 65535 at most");
  });
});
