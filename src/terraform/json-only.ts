import type { TerraformElement } from "cdktf";

/**
 * Makes an element refuse to be written in the Terraform language, where its configuration would be invalid or missing.
 *
 * @param cause what the user declared, and where.
 */
export function onlyAsJson(element: TerraformElement, cause: string): void {
  element.toHclTerraform = () => {
    throw new Error(
      `${cause} cannot be written by "synth --hcl": its "precondition", "postcondition" and "removed" blocks ` +
        "would be invalid or left out. Synthesize without --hcl",
    );
  };
}
