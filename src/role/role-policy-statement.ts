/** Actions that are allowed on resources. */
export interface RolePolicyStatement {
  /** Such as `s3:GetObjectVersion`. */
  readonly actions: string[];
  /** ARNs. `*` and `?` are wildcards. */
  readonly resources: string[];
}
