import type { IResolveContext } from "cdktf";
import { iamText } from "../../../src/role/policy/iam-text";
import type { PolicyStatement } from "../../../src/role/policy/packing";
import { PolicyResource, policyResource, readOnce } from "../../../src/role/policy/resource";
import { jsonSize } from "../../../src/role/policy/size";

/** Without references, the context is never used. */
export const NO_CONTEXT = {} as IResolveContext;

/** One object, as a signing job reads it. */
export function object(bucket: string, key: string): PolicyResource {
  return resourceOf(`arn:aws:s3:::${bucket}/${iamText(key)}`);
}

/** All objects with a prefix, as a signing job writes them. */
export function prefix(bucket: string, start: string): PolicyResource {
  return resourceOf(`arn:aws:s3:::${bucket}/${iamText(start)}*`);
}

function resourceOf(text: string): PolicyResource {
  return policyResource(text, "s3", readOnce(NO_CONTEXT));
}

export function statement(action: string, resources: readonly PolicyResource[]): PolicyStatement {
  const distinct = new Map(resources.map((resource) => [resource.expression, resource]));
  const sorted = [...distinct.values()].sort((left, right) => (left.expression < right.expression ? -1 : 1));
  return { actions: JSON.stringify([action]), actionsSize: jsonSize(action) + 3, resources: sorted };
}
