import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * What CHANGELOG.md says of a version.
 *
 * @throws Error if it has no section of that version
 */
export function changesIn(changelog: string, version: string): string {
  const section = changelog
    .split(/^## /m)
    .slice(1)
    .find((candidate) => new RegExp(`^${version.replaceAll(".", "\\.")}(\\s|$)`).test(candidate));
  if (section === undefined) throw new Error(`CHANGELOG.md has no section "## ${version}", so it cannot be released`);
  return section.slice(section.indexOf("\n") + 1).trim();
}

if (require.main === module) {
  const root = resolve(__dirname, "../..");
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const dist = join(root, "dist");
  mkdirSync(dist, { recursive: true });
  writeFileSync(join(dist, "version.txt"), version);
  writeFileSync(join(dist, "releasetag.txt"), `v${version}`);
  writeFileSync(
    join(dist, "changelog.md"),
    `${changesIn(readFileSync(join(root, "CHANGELOG.md"), "utf8"), version)}\n`,
  );
}
