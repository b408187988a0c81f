import type { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { Lazy } from "cdktf";
import { isTemplate } from "../terraform/hcl";

/**
 * The bucket or key that an object is configured with. A literal stays a literal, so a policy counts it with its own length, and not
 * with the longest that a reference can become.
 */
export function configuredText(object: S3Object, attribute: "bucket" | "key"): string {
  let reference: string | undefined;
  return Lazy.stringValue({ produce: () => writtenText(object, attribute) ?? (reference ??= object[attribute]) });
}

/** Undefined where the object may have another text than the one that its construct was given. */
function writtenText(object: S3Object, attribute: "bucket" | "key"): string | undefined {
  const text = attribute === "key" ? object.keyInput : object.bucketInput;
  const ignored = object.lifecycle?.ignoreChanges ?? [];
  const isKept = ignored === "all" || ignored.includes(attribute);
  return text === undefined || isKept || isTemplate(text) || hasOverrides(object) ? undefined : text;
}

function hasOverrides(object: S3Object): boolean {
  // (Protected in cdktf.)
  const { rawOverrides } = object as unknown as { readonly rawOverrides: object };
  return Object.keys(rawOverrides).length > 0;
}
