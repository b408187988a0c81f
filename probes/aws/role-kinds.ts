/** Roles that may do everything that a signing job needs, except what their name says. */
export type RoleKind =
  | "signing"
  | "without-start"
  | "without-describe"
  | "without-revoke"
  | "without-source"
  | "without-destination"
  | "without-list-bucket"
  | "other-prefix"
  | "other-profile"
  | "right-version"
  | "wrong-version";

export interface RolePolicyParts {
  readonly profileArn: string;
  readonly profileVersion: string;
  readonly jobArns: string;
  readonly bucketArn: string;
}

/** The statements of the library's function, and the permission to read the profile, which shows that they have propagated. */
export function roleStatements(kind: RoleKind, parts: RolePolicyParts): object[] {
  const { profileArn, profileVersion, jobArns, bucketArn } = parts;
  const version: Partial<Record<RoleKind, string>> = { "right-version": profileVersion, "wrong-version": "AAAAAAAAAA" };
  const condition = version[kind] && { Condition: { StringEquals: { "signer:ProfileVersion": version[kind] } } };
  const profile = kind === "other-profile" ? `${profileArn}_other` : profileArn;
  const prefix = kind === "other-prefix" ? "elsewhere/" : "signed/";
  const statements: [RoleKind, object][] = [
    ["without-start", { Action: "signer:StartSigningJob", Resource: profile, ...condition }],
    ["without-describe", { Action: "signer:DescribeSigningJob", Resource: jobArns }],
    ["without-revoke", { Action: "signer:RevokeSignature", Resource: jobArns }],
    ["without-source", { Action: "s3:GetObjectVersion", Resource: `${bucketArn}/source/*` }],
    ["without-destination", { Action: "s3:PutObject", Resource: `${bucketArn}/${prefix}*` }],
    ["without-list-bucket", { Action: "s3:ListBucket", Resource: bucketArn }],
  ];
  const granted = statements.filter(([without]) => without !== kind).map(([, statement]) => statement);
  return [{ Action: "signer:GetSigningProfile", Resource: profileArn }, ...granted].map((statement) => ({
    Effect: "Allow",
    ...statement,
  }));
}
