import { AnnotationMetadataEntryType, Annotations } from "cdktf";
import type { IConstruct } from "constructs";

/** Warns of something about a construct, once: validations run more than once in a synthesis. */
export function warn(scope: IConstruct, message: string): void {
  const isKnown = scope.node.metadata.some(
    ({ type, data }) => type === AnnotationMetadataEntryType.WARN && data === message,
  );
  if (!isKnown) Annotations.of(scope).addWarning(message);
}
