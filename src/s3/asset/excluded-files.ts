import { IgnoreMode } from "../folder-options";

/** Whether a file or folder is excluded, by its path relative to the archived folder. */
export type IsExcluded = (name: string, isFolder: boolean) => boolean;

/**
 * The meaning of exclude patterns, as in AWS CDK. The libraries are those that AWS CDK uses. Each is loaded only for
 * patterns of its kind, because most stacks have none.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.IgnoreStrategy.html
 */
export function isExcludedBy(patterns: readonly string[], mode: IgnoreMode): IsExcluded {
  if (patterns.length === 0) return () => false;
  if (mode === IgnoreMode.GIT) return byGitRules(patterns);
  return mode === IgnoreMode.DOCKER ? byDockerRules(patterns) : byGlobs(patterns);
}

/** The last pattern that matches decides. */
function byGlobs(patterns: readonly string[]): IsExcluded {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { minimatch } = require("minimatch") as typeof import("minimatch");
  return (name) => {
    const last = patterns.filter((pattern) => minimatch(name, pattern, { matchBase: true, flipNegate: true })).pop();
    return last !== undefined && !last.startsWith("!");
  };
}

function byGitRules(patterns: readonly string[]): IsExcluded {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const rules = (require("ignore") as typeof import("ignore").default)().add(patterns);
  return (name, isFolder) => rules.ignores(isFolder ? `${name}/` : name);
}

/** Unlike Git, Docker includes a matching file of an excluded folder, so such a folder must be searched. */
function byDockerRules(patterns: readonly string[]): IsExcluded {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const rules = (require("@balena/dockerignore") as typeof import("@balena/dockerignore").default)().add([...patterns]);
  const hasException = patterns.some((pattern) => /^\s*\/?!/.test(pattern));
  return (name, isFolder) => !(isFolder && hasException) && rules.ignores(name);
}
