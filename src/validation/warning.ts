import { Annotations } from "cdktf";
import type { IConstruct } from "constructs";

/** Adds a warning only once, even if the app is validated several times. */
export function warn(scope: IConstruct, message: string): void {
  if (scope.node.metadata.some(({ data }) => data === message)) return;
  Annotations.of(scope).addWarning(message);
}
