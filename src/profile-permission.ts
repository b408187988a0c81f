import { SignerSigningProfilePermission } from "@cdktf/provider-aws/lib/signer-signing-profile-permission";
import { ITerraformDependable, TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { dependsOn } from "./private/dependencies";
import { plainText } from "./private/hcl";
import { nameFromPath } from "./private/names";
import { appendPermission } from "./private/permission-chain";
import { rulesOf } from "./private/platform-rules";
import { PERMISSION_PRINCIPAL, PROFILE_VERSION, STATEMENT_ID } from "./private/text-rules";
import { PropertyValidator } from "./private/validate";
import { ProfilePermissionAction } from "./profile-permission-action";
import type { ISigningProfile } from "./signing-profile-interface";

/** What a permission grants, and to whom. */
export interface ProfilePermissionOptions {
  /** What is allowed. It must be an action of the profile's platform. */
  readonly action: ProfilePermissionAction;

  /**
   * Who is allowed: an AWS account id of 12 digits, or the ARN of an IAM role. AWS Signer is reported to refuse roles that have a path:
   * allow their account then.
   *
   * @see https://github.com/aws/aws-sdk/issues/519
   */
  readonly principal: string;

  /**
   * The version of the profile that may be used, 10 letters and digits.
   *
   * @default - every version
   */
  readonly profileVersion?: string;

  /**
   * Name of the permission in the profile's policy: 1 to 64 letters, digits, underscores and hyphens.
   *
   * AWS Signer refuses a second statement with the same name. With a fixed name, a change of the permission can therefore fail
   * where something that depends on it, such as a signing job, has Terraform make the new permission before it removes the old.
   *
   * @default - a name that begins with the end of the construct's path, new whenever the permission is replaced
   */
  readonly statementId?: string;

  /**
   * AWS provider of the account that owns the profile.
   *
   * @default - the profile's provider
   */
  readonly provider?: TerraformProvider;

  /**
   * What must be there before the permission.
   *
   * @default - nothing but the profile and the permissions of it that were declared before
   */
  readonly dependsOn?: ITerraformDependable[];
}

/** Properties of a profile permission. */
export interface ProfilePermissionProps extends ProfilePermissionOptions {
  /** The profile that may be used. */
  readonly profile: ISigningProfile;
}

/**
 * Lets another AWS account or an IAM role use a signing profile.
 *
 * Permissions of one profile object in one stack are made one after the other, in the order of their declaration: AWS Signer
 * refuses a change of a profile's policy that does not know the one before.
 *
 * @see https://docs.aws.amazon.com/signer/latest/developerguide/signing-profile-cross-account.html
 */
export class ProfilePermission extends Construct implements ITerraformDependable {
  /** The Terraform resource, for what the construct does not offer. */
  public readonly resource: SignerSigningProfilePermission;

  /** Name of the permission in the profile's policy. */
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
      // The provider adds 26 characters to a prefix, and takes 38 at most.
      statementIdPrefix:
        props.statementId === undefined ? `${nameFromPath(this, { maxLength: 37, separator: "-" })}-` : undefined,
      provider: props.provider ?? props.profile.provider,
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
    const validator = new PropertyValidator(this);
    validator.text("principal", props.principal, PERMISSION_PRINCIPAL);
    validator.text("profileVersion", props.profileVersion, PROFILE_VERSION);
    validator.text("statementId", props.statementId, STATEMENT_ID);
    const { platform, provider } = props.profile;
    if (!props.provider && provider && TerraformStack.of(provider) !== TerraformStack.of(this)) {
      validator.fail(
        `"provider" must be given: the profile's own AWS provider, "${provider.node.path}", is of another stack, where Terraform does ` +
          "not find it. Give one of this stack, for the account and Region of the profile",
      );
    }
    const actions = rulesOf(platform)?.permissionActions;
    if (actions && !actions.includes(props.action)) {
      const allowed = actions.map((action) => `"${action}"`).join(", ");
      validator.fail(
        `"action" must be one of ${allowed} on the platform "${platform?.platformId}", received "${props.action}"`,
      );
    }
  }
}
