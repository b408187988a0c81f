import type { FolderEntry } from "./folder-entries";

const LONG_SECONDS = 5;
const NAMED_FILES = 5;

/**
 * Files that editors, version control, operating systems and Terraform leave in a folder, and files that hold secrets.
 */
const SELDOM_MEANT =
  /^(?:.*\/)?(?:\.git|\.hg|\.svn|\.DS_Store|Thumbs\.db|desktop\.ini|\.idea|\.vscode|\.env|\.terraform|cdktf\.out|__pycache__)(?=\/|$)/;

/** A warning about files that would be signed, but probably should not be. */
export function warningOfFiles(path: string, entries: readonly FolderEntry[]): string | undefined {
  const names = new Set(entries.flatMap(({ name }) => SELDOM_MEANT.exec(name)?.[0] ?? []));
  if (names.size === 0) return undefined;
  return (
    `${JSON.stringify(path)} contains files that are rarely meant to be signed: ${listOf([...names])}. ` +
    'To leave them out, use "exclude"'
  );
}

/** A warning about links whose target is not signed with them. */
export function warningOfLinks(path: string, entries: readonly FolderEntry[]): string | undefined {
  const links = entries.filter(({ isExternal }) => isExternal);
  if (links.length === 0) return undefined;
  const names = links.map(({ name, target }) => `${JSON.stringify(name)} to ${JSON.stringify(target)}`);
  return (
    `${JSON.stringify(path)} has symbolic links that lead out of it and are archived as links, as "followSymlinks" says: ` +
    `${listOf(names, (name) => name)}. Their targets must exist where the archive is unpacked`
  );
}

/** A note that an asset slows down synthesis. */
export function noteOfTime(path: string, seconds: number): string | undefined {
  if (seconds < LONG_SECONDS) return undefined;
  return (
    `${JSON.stringify(path)} took ${Math.round(seconds)} s to be archived, which every synthesis does. ` +
    'Leave out what is not needed with "exclude", or give a zip that is already built'
  );
}

function listOf(names: readonly string[], show: (name: string) => string = (name) => JSON.stringify(name)): string {
  const more = names.length > NAMED_FILES ? [`and ${names.length - NAMED_FILES} more`] : [];
  return [...names.slice(0, NAMED_FILES).map(show), ...more].join(", ");
}
