import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as fc from "fast-check";
import { unzipSync } from "fflate";
import { zipEntries } from "./zip-entries";
import { archiveOf } from "../../../src/s3/asset/archive";
import { readAsset } from "../../../src/s3/asset/content";
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
    const module = resolve(__dirname, "../../../src/s3/asset/content.ts");
    const program = `console.log(new Date(0).getHours(), require(${JSON.stringify(module)}).readAsset(${JSON.stringify(folder)}).sha256)`;
    const output = execFileSync(process.execPath, ["--import", "tsx", "--input-type=commonjs", "-e", program], {
      env: { ...process.env, TZ },
      encoding: "utf8",
    });
    const [hour, sha256] = output.trim().split(" ");
    expect(hour).toBe({ UTC: "0", "Pacific/Kiritimati": "13", "America/St_Johns": "20" }[TZ]);
    expect(sha256).toBe(readAsset(folder).sha256);
  });

  // A change of these bytes makes every user sign everything anew, so it must not come by accident.
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

  testOnUnix("has what symbolic links lead to, of files and folders, inside and outside", () => {
    const shared = folderOf({ "util.js": "shared", run: { content: "run", mode: 0o755 } });
    const folder = folderOf(CODE);
    symlinkSync(shared, join(folder, "shared"));
    symlinkSync("lib/a.js", join(folder, "link.js"));
    symlinkSync(join(shared, "run"), join(folder, "run"));
    const { bytes } = readAsset(folder);
    expect(unpacked(bytes)).toEqual({
      ...CODE,
      "link.js": "a",
      run: "run",
      "shared/run": "run",
      "shared/util.js": "shared",
    });
    expect(modes(bytes)).toMatchObject({ run: "100755", "shared/run": "100755", "link.js": "100644" });
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
  function reasonFor(path: string): string {
    try {
      readAsset(path);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error("nothing was refused");
  }

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
    expect(reasonFor(folder)).toBe('the symbolic link "lib/up" in it leads back to a folder that it is in');
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
    const file = { name: "a", path: "a", size: 1, isExecutable: false };
    expect(() => archiveOf(Array.from({ length: 65_536 }, () => file))).toThrow(
      "it has 65536 files, and a zip holds 65535 at most",
    );
  });
});
