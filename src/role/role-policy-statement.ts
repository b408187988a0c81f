/** Actions that are allowed on resources. */
export interface RolePolicyStatement {
  /** Actions, such as `s3:GetObjectVersion`. */
  readonly actions: string[];
  /** ARNs of resources. `*` and `?` are wildcards. */
  readonly resources: string[];
}
