import type { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { Lazy } from "cdktf";
import { isTemplate } from "../terraform/hcl";

/**
 * The configured bucket or key of an object. A literal stays a literal, so a policy counts its real length, and not the
 * longest value that a reference can have.
 */
export function configuredText(object: S3Object, attribute: "bucket" | "key"): string {
  let reference: string | undefined;
  return Lazy.stringValue({ produce: () => writtenText(object, attribute) ?? (reference ??= object[attribute]) });
}

/** Undefined if the text of the object may differ from the one that its construct received. */
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
