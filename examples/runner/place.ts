import { sandboxEnvironment } from "../../sandbox/terraform/sandbox-environment";

/** An AWS account, on AWS or on an emulator, to which programs are deployed. */
export interface Place {
  readonly accountId: string;
  /** Environment variables of the programs, of Terraform and of the AWS provider. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Folder for programs and states. It is kept if something in it could not be destroyed.
   *
   * @default - temporary folders, which are always deleted
   */
  readonly stateFolder?: string;
  /** Changes the synthesized stack in a folder before Terraform reads it. */
  readonly prepareStack?: (folder: string) => void;
}

/** An account of the sandbox. */
export function sandboxPlace(url: string, accountId: string): Place {
  return { accountId, environment: sandboxEnvironment(url, accountId) };
}
