/** How the patterns of `exclude` are read. The modes are those of AWS CDK. */
export enum IgnoreMode {
  /**
   * Glob patterns. A pattern without `/` matches a file or folder of that name anywhere. `*` does not match a leading `.`.
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
 * What becomes of the symbolic links in a folder. The modes are those of AWS CDK.
 *
 * A relative link to something in the folder stays valid where the archive is unpacked. Every other link is external, also an
 * absolute one to something in the folder.
 */
export enum SymlinkFollowMode {
  /** All links are archived as links. A warning names the external ones. */
  NEVER = "never",
  /** No link is archived: the files and folders that they lead to are. */
  ALWAYS = "always",
  /** External links are followed: the files and folders that they lead to are archived. Other links are archived as links. */
  EXTERNAL = "external",
  /** External links are refused. Other links are archived as links. */
  BLOCK_EXTERNAL = "internal-only",
}

/** Which files of a folder are archived, and how. */
export interface FolderOptions {
  /**
   * Patterns of the files and folders to leave out, relative to the folder. They count neither for the hash nor for the size.
   *
   * @default - nothing is left out
   */
  readonly exclude?: string[];

  /**
   * How the patterns of `exclude` are read.
   *
   * @default IgnoreMode.GLOB
   */
  readonly ignoreMode?: IgnoreMode;

  /**
   * What becomes of symbolic links.
   *
   * @default SymlinkFollowMode.BLOCK_EXTERNAL
   */
  readonly followSymlinks?: SymlinkFollowMode;
}
