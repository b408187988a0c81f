import { SignerSigningProfilePermission } from "@cdktf/provider-aws/lib/signer-signing-profile-permission";
import { ITerraformDependable, TerraformStack } from "cdktf";
import { Construct, IConstruct } from "constructs";
import { rulesOf } from "./platform-rules";
import { SIGNING_PROFILE } from "./profile-properties";
import {
  IProfilePermission,
  ISigningProfile,
  ProfilePermissionAction,
  ProfilePermissionOptions,
} from "./signing-profile-interface";
import { dependsOn } from "../terraform/depends-on";
import { plainText } from "../terraform/hcl";
import { nameFromPath } from "../terraform/name-from-path";
import { MAX_NAME_PREFIX, PERMISSION_PRINCIPAL, PROFILE_VERSION, STATEMENT_ID } from "../validation/aws-rules";
import { ValidationError } from "../validation/errors";
import { awsProvider, dependencies, oneOf, text } from "../validation/kinds";
import { optional, PropsOf, required, validateProps } from "../validation/props";

/** Properties of a profile permission. */
export interface ProfilePermissionProps extends ProfilePermissionOptions {
  /** The profile that the permission is for. */
  readonly profile: ISigningProfile;
}

const PERMISSION_PROPS: PropsOf<ProfilePermissionProps> = {
  profile: required(SIGNING_PROFILE),
  action: required(oneOf(Object.values(ProfilePermissionAction))),
  principal: required(text(PERMISSION_PRINCIPAL)),
  profileVersion: optional(text(PROFILE_VERSION)),
  statementId: optional(text(STATEMENT_ID)),
  provider: optional(awsProvider),
  dependsOn: optional(dependencies),
};

/**
 * Allows another AWS account or an IAM role to use a signing profile.
 *
 * Permissions of one profile object in one stack are created one after the other, in the order of their declaration.
 * AWS Signer refuses a change to a profile's policy that is not based on the previous change.
 *
 * @see https://docs.aws.amazon.com/signer/latest/developerguide/signing-profile-cross-account.html
 */
export class ProfilePermission extends Construct implements IProfilePermission {
  /** The Terraform resource, for settings that the construct does not offer. */
  public readonly resource: SignerSigningProfilePermission;

  public readonly statementId: string;

  constructor(scope: Construct, id: string, props: ProfilePermissionProps) {
    super(scope, id);
    this.validate(props);
    const predecessor = appendPermission(props.profile, this);
    this.resource = new SignerSigningProfilePermission(this, "Resource", {
      profileName: props.profile.signingProfileName,
      action: props.action,
      principal: plainText(props.principal),
      profileVersion: props.profileVersion,
      statementId: props.statementId,
      statementIdPrefix:
        props.statementId === undefined
          ? `${nameFromPath(this, { maxLength: MAX_NAME_PREFIX.statementId - 1, separator: "-" })}-`
          : undefined,
      provider: props.provider ?? props.profile.provider,
      // A construct that moves keeps its permission. The prefix only makes the name readable.
      lifecycle: { ignoreChanges: ["statement_id_prefix"] },
    });
    this.resource.dependsOn = dependsOn(this, () => [
      ...(predecessor ? [predecessor] : []),
      ...(props.dependsOn ?? []),
    ]);
    this.statementId = this.resource.statementId;
  }

  /** Address of the permission in Terraform. */
  public get fqn(): string {
    return this.resource.fqn;
  }

  private validate(props: ProfilePermissionProps): void {
    validateProps(this, props, PERMISSION_PROPS);
    const { platform, provider } = props.profile;
    const [own, other] = [TerraformStack.of(this), provider && TerraformStack.of(provider)];
    if (!props.provider && provider && other !== own) {
      throw new ValidationError(
        this,
        `"provider" must be given: the profile's own AWS provider, "${provider.node.path}", is of another stack, ` +
          `"${other!.node.path}", where Terraform does not find it from "${own.node.path}". Give one of this stack, for the ` +
          "account and Region of the profile",
      );
    }
    const actions = rulesOf(platform)?.permissionActions;
    if (actions && !actions.includes(props.action)) {
      const allowed = actions.map((action) => `"${action}"`).join(", ");
      throw new ValidationError(
        this,
        `"action" must be one of ${allowed} on the platform "${platform?.platformId}", received "${props.action}"`,
      );
    }
  }
}

type Permission = IConstruct & ITerraformDependable;

const permissionsByProfile = new WeakMap<object, Permission[]>();

/**
 * Adds a permission to those of its profile and returns its predecessor in the same stack.
 *
 * AWS Signer numbers the revisions of a profile's policy, and the provider keeps sending the revision that it read
 * first. Of two permissions that are created at the same time, one fails. So each one waits for its predecessor.
 */
export function appendPermission(profile: object, permission: Permission): Permission | undefined {
  const predecessors = permissionsOf(profile, permission);
  permissionsByProfile.set(profile, [...(permissionsByProfile.get(profile) ?? []), permission]);
  return predecessors[predecessors.length - 1];
}

/** The permissions that have been declared so far on a profile object, in the stack of a construct. */
export function permissionsOf(profile: object, scope: IConstruct): readonly Permission[] {
  const stack = TerraformStack.of(scope);
  return (permissionsByProfile.get(profile) ?? []).filter((permission) => TerraformStack.of(permission) === stack);
}
