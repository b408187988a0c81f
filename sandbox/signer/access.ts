import { signingProfileArn } from "./arn";
import { accessDenied, SignerError } from "./errors";
import type { Authorizer } from "./ports";
import { grants } from "./profile-policy";
import type { SignerState, SigningProfile } from "./state";
import type { Caller } from "../http/aws-request";

/** A profile as a call names it. It may not exist. */
export interface ProfileReference {
  readonly region: string;
  readonly owner: string;
  readonly name: string;
}

/**
 * Decides who may do what.
 *
 * The caller's identity policies must allow every call; those of an account's root allow everything. A resource
 * of another account also requires a permission on the profile, for the calling account or role.
 *
 * Within one account, AWS accepts a permission for the calling role instead. Here the identity policy is always
 * required: the evaluator does not distinguish a missing grant, which a permission could replace, from a denial.
 */
export class Access {
  constructor(
    private readonly authorizer: Authorizer,
    private readonly state: SignerState,
  ) {}

  /** `*` for the operations without a resource. */
  public async require(
    caller: Caller,
    operation: string,
    resourceArn: string,
    context?: Readonly<Record<string, string>>,
  ): Promise<void> {
    await this.requireIdentityPolicy(caller, `signer:${operation}`, resourceArn, context);
  }

  /** Returns the profile if it exists. Only its owner gets to know whether it exists. */
  public async requireProfile(
    caller: Caller,
    operation: string,
    { region, owner, name }: ProfileReference,
    context: Readonly<Record<string, string>> = {},
  ): Promise<SigningProfile | undefined> {
    const profile = this.state.findProfile(region, owner, name);
    const arn = signingProfileArn(region, owner, name);
    await this.requireIdentityPolicy(caller, `signer:${operation}`, arn, {
      ...(profile && { "signer:ProfileVersion": profile.version }),
      ...context,
    });
    if (owner !== caller.accountId) requirePermission(caller, `signer:${operation}`, arn, profile);
    return profile;
  }

  /** The caller's S3 permissions, which AWS Signer uses in S3. */
  public async requireObjectAccess(caller: Caller, action: string, arn: string): Promise<void> {
    await this.requireIdentityPolicy(caller, action, arn);
  }

  private async requireIdentityPolicy(
    caller: Caller,
    action: string,
    resourceArn: string,
    context?: Readonly<Record<string, string>>,
  ): Promise<void> {
    if (caller.policySourceArn === undefined) return;
    if (!(await this.authorizer.isAllowed(caller, action, resourceArn, context))) {
      throw notAuthorized(caller, action, resourceArn);
    }
  }
}

/** @throws AccessDeniedException unless the profile's policy lets a caller of another account do this. */
export function requirePermission(
  caller: Caller,
  action: string,
  resourceArn: string,
  profile: SigningProfile | undefined,
): void {
  const permissions = profile?.policy?.permissions ?? [];
  if (profile === undefined || !permissions.some((each) => grants(each, caller, action, profile.version))) {
    throw notAuthorized(caller, action, resourceArn, ` because no resource-based policy allows the ${action} action`);
  }
}

export function notAuthorized(caller: Caller, action: string, resourceArn: string, because = ""): SignerError {
  return accessDenied(
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resourceArn}${because}`,
  );
}
