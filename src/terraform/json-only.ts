import type { TerraformElement } from "cdktf";

/**
 * Refuses to write an element in the Terraform language, where its configuration would be invalid, or would not be there.
 *
 * @param cause what the user has declared, and where.
 */
export function onlyAsJson(element: TerraformElement, cause: string): void {
  element.toHclTerraform = () => {
    throw new Error(
      `${cause} cannot be written by "synth --hcl": its "precondition", "postcondition" and "removed" blocks ` +
        "would be invalid or left out. Synthesize without --hcl",
    );
  };
}
