/** Syntax of the `exclude` patterns. The modes are those of AWS CDK. */
export enum IgnoreMode {
  /**
   * Glob patterns. A pattern without `/` matches a file or folder of that name at any depth. `*` does not match a
   * leading `.`.
   *
   * @see https://github.com/isaacs/minimatch
   */
  GLOB = "glob",
  /**
   * The rules of `.gitignore`.
   *
   * @see https://git-scm.com/docs/gitignore
   */
  GIT = "git",
  /**
   * The rules of `.dockerignore`.
   *
   * @see https://docs.docker.com/build/concepts/context/#dockerignore-files
   */
  DOCKER = "docker",
}

/**
 * Treatment of the symbolic links in a folder. The modes are those of AWS CDK.
 *
 * A relative link to a target in the folder stays valid where the archive is unpacked. Every other link is external,
 * including an absolute link to a target in the folder.
 */
export enum SymlinkFollowMode {
  /** All links are archived as links. A warning names the external ones. */
  NEVER = "never",
  /** All links are followed: the archive contains the target files and folders instead of the links. */
  ALWAYS = "always",
  /**
   * External links are followed: the archive contains their target files and folders. Other links are archived as
   * links.
   */
  EXTERNAL = "external",
  /** External links are refused. Other links are archived as links. */
  BLOCK_EXTERNAL = "internal-only",
}

/** Options for archiving a folder. */
export interface FolderOptions {
  /**
   * Patterns of files and folders to exclude, relative to the folder. Excluded files do not count for the hash or the
   * size.
   *
   * @default - no exclusions
   */
  readonly exclude?: string[];

  /**
   * Syntax of the `exclude` patterns.
   *
   * @default IgnoreMode.GLOB
   */
  readonly ignoreMode?: IgnoreMode;

  /**
   * Treatment of symbolic links.
   *
   * @default SymlinkFollowMode.BLOCK_EXTERNAL
   */
  readonly followSymlinks?: SymlinkFollowMode;
}
