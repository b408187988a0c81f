import type { IResolveContext } from "cdktf";
import { iamText } from "../../../src/role/policy/iam-text";
import type { PolicyStatement } from "../../../src/role/policy/packing";
import { PolicyResource, policyResource, readOnce } from "../../../src/role/policy/resource";
import { jsonSize } from "../../../src/role/policy/size";

/** Without references there is nothing that a context would be asked for. */
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
  const readLiterals = readOnce(NO_CONTEXT, (part) => part);
  return policyResource(text, "s3", readLiterals);
}

/** An object whose key is known only at its beginning. */
export function unknownObject(bucket: string, start: string, id: number): PolicyResource {
  const expression = `"arn:aws:s3:::${bucket}/${start}\${data.keys.${id}}"`;
  return {
    expression,
    size: 1_100,
    objects: { bucket: [{ literal: `arn:aws:s3:::${bucket}/` }], start, end: "unknown" },
  };
}

export function statement(action: string, resources: readonly PolicyResource[]): PolicyStatement {
  const distinct = new Map(resources.map((resource) => [resource.expression, resource]));
  const sorted = [...distinct.values()].sort((left, right) => (left.expression < right.expression ? -1 : 1));
  return { actions: JSON.stringify([action]), actionsSize: jsonSize(action) + 3, resources: sorted };
}

/** The text that an expression without references is. */
export function textOf(expression: string): string {
  return JSON.parse(expression.replaceAll("$${", "${").replaceAll("%%{", "%{")) as string;
}
