import { Annotations } from "cdktf";
import type { IConstruct } from "constructs";

/** Warns once, however often the app is validated. */
export function warn(scope: IConstruct, message: string): void {
  if (scope.node.metadata.some(({ data }) => data === message)) return;
  Annotations.of(scope).addWarning(message);
}
