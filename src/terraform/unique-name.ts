import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { NameFormat, nameFromPath } from "./name-from-path";
import { TerraformData } from "./terraform-data";

/** A part of the id of a resource that Terraform keeps in state. */
const ID_LENGTH = 8;

/**
 * A name that no other deployment of the same app uses: the end of the construct's path, and an id that Terraform
 * creates and keeps in state.
 *
 * @param id id of the resource that keeps the name.
 */
export function uniqueName(scope: Construct, id: string, { maxLength, separator }: NameFormat): string {
  const name = new TerraformData(scope, id, {
    input: { readablePart: nameFromPath(scope, { maxLength: maxLength - ID_LENGTH - 1, separator }) },
    // A construct that moves, or whose stack is renamed, keeps its name.
    lifecycle: { ignoreChanges: ["input"] },
  });
  return `${name.attribute("output.readablePart").toString()}${separator}${Fn.substr(name.id, 0, ID_LENGTH)}`;
}
