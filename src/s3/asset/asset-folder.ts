import { createHash } from "node:crypto";
import { Fn, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { TerraformData } from "../../terraform/terraform-data";
import { resolvedText, textParts } from "../../terraform/tokens";

/** The part of the id that is in every key, as in the generated name of a function. */
const ID_LENGTH = 8;

/**
 * The location of one deployment in a bucket: the user's prefix, followed by an id that Terraform creates and keeps in
 * state.
 *
 * Two deployments of the same program have two ids, so neither deletes an object of the other. The address depends only
 * on the bucket and the prefix. It does not depend on the name of the stack or the alias of the AWS provider, so
 * changing those stores nothing again. Conversely, another address has another id, so no two resources of any
 * deployment ever represent the same object.
 */
export class AssetFolder extends Construct {
  public static of(scope: Construct, bucket: string, keyPrefix: string): AssetFolder {
    const stack = TerraformStack.of(scope);
    const text = [bucket, keyPrefix].map((part) => resolvedText(part, stack)).join(" ");
    const id = `AwsSignerAssets-${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
    const existing = stack.node.tryFindChild(id) as AssetFolder | undefined;
    return existing ?? new AssetFolder(stack, id, keyPrefix);
  }

  /** Prefix of the keys of all objects of the folder. Terraform knows it after the first apply. */
  public readonly keyPrefix: string;

  private constructor(stack: TerraformStack, id: string, keyPrefix: string) {
    super(stack, id);
    const { id: deployment } = new TerraformData(this, "Deployment");
    this.keyPrefix = `${keyPrefix}${Fn.substr(deployment, 0, ID_LENGTH)}/`;
  }
}

/** The stacks that the tokens of a text refer to. (A reference of cdktf does not show its stack otherwise.) */
export function stacksOf(text: string): string {
  const tokens = textParts(text).filter((part) => typeof part !== "string") as { originStack?: TerraformStack }[];
  return tokens.map(({ originStack }) => originStack?.node.path ?? "").join();
}
