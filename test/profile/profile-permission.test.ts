import { TerraformStack } from "cdktf";
import {
  ISigningProfile,
  Platform,
  ProfilePermission,
  ProfilePermissionAction,
  ProfilePermissionOptions,
  SigningProfile,
} from "../../src";
import { aliasedProvider, lambdaProfile, newStack, OTHER_ACCOUNT, token } from "../synth/fixtures";
import { show, Template } from "../synth/template";

const TYPE = "aws_signer_signing_profile_permission";
const { START_SIGNING_JOB, GET_SIGNING_PROFILE, REVOKE_SIGNATURE, SIGN_PAYLOAD } = ProfilePermissionAction;

function permissionWith(options: Partial<ProfilePermissionOptions>): Template {
  return Template.of((stack) => {
    lambdaProfile(stack).addPermission("allow", { action: START_SIGNING_JOB, principal: OTHER_ACCOUNT, ...options });
  });
}

function profileOn(platform: Platform): ISigningProfile {
  return SigningProfile.fromSigningProfileAttributes(newStack(), "profile", {
    signingProfileName: "existing",
    platform,
  });
}

describe("a profile permission", () => {
  test("lets an account use the profile", () => {
    const template = permissionWith({});
    expect(template.resource(TYPE)).toMatchObject({
      profile_name: `\${${template.address("aws_signer_signing_profile")}.name}`,
      action: "signer:StartSigningJob",
      principal: OTHER_ACCOUNT,
    });
  });

  test("lets a role use the profile", () => {
    const principal = "arn:aws-us-gov:iam::222222222222:role/ci/release";
    expect(permissionWith({ principal }).resource(TYPE).principal).toBe(principal);
  });

  test("can be limited to one version of the profile", () => {
    expect(permissionWith({ profileVersion: "aB3dE6gH9k" }).resource(TYPE).profile_version).toBe("aB3dE6gH9k");
  });

  test("has the given statement id", () => {
    const { statement_id: id, statement_id_prefix: prefix } = permissionWith({ statementId: "ci-1" }).resource(TYPE);
    expect({ id, prefix }).toEqual({ id: "ci-1", prefix: undefined });
  });

  test("has a new generated statement id after each replacement, so old and new can exist at once", () => {
    const { statement_id: id, statement_id_prefix: prefix } = permissionWith({}).resource(TYPE);
    expect(id).toBeUndefined();
    expect(prefix).toMatch(/^stack-profile-allow-[0-9a-f]{8}-$/);
    expect(prefix.length).toBeLessThanOrEqual(38);
  });

  test("exposes its statement id", () => {
    const template = Template.of((stack) => {
      show(stack, "id", lambdaProfile(stack).grantStartSigningJob("allow", OTHER_ACCOUNT).statementId);
    });
    expect(template.outputs.id).toBe(`\${${template.address(TYPE)}.statement_id}`);
  });

  test.each([
    ["grantStartSigningJob", Platform.AWS_LAMBDA_SHA384_ECDSA, "signer:StartSigningJob"],
    ["grantGetSigningProfile", Platform.AWS_LAMBDA_SHA384_ECDSA, "signer:GetSigningProfile"],
    ["grantRevokeSignature", Platform.NOTATION_OCI_SHA384_ECDSA, "signer:RevokeSignature"],
    ["grantSignPayload", Platform.NOTATION_OCI_SHA384_ECDSA, "signer:SignPayload"],
  ] as const)("%s grants the action of its name", (grant, platform, action) => {
    const template = Template.of((stack) => {
      const permission = new SigningProfile(stack, "profile", { platform })[grant]("allow", OTHER_ACCOUNT);
      expect(permission).toBeInstanceOf(ProfilePermission);
    });
    expect(template.resource(TYPE)).toMatchObject({ action, principal: OTHER_ACCOUNT });
  });

  test("waits for the earlier permissions of its profile, because AWS Signer refuses two at once", () => {
    const template = Template.of((stack) => {
      const [profile, other] = [lambdaProfile(stack), lambdaProfile(stack, {}, "other")];
      profile.grantStartSigningJob("first", OTHER_ACCOUNT);
      other.grantStartSigningJob("elsewhere", OTHER_ACCOUNT);
      new ProfilePermission(stack, "second", { profile, action: GET_SIGNING_PROFILE, principal: OTHER_ACCOUNT });
      profile.grantRevokeSignature("third", OTHER_ACCOUNT);
    });
    expect(template.resource(TYPE, "profile_first").depends_on).toBeUndefined();
    expect(template.resource(TYPE, "other_elsewhere").depends_on).toBeUndefined();
    expect(template.resource(TYPE, "second").depends_on).toEqual([template.address(TYPE, "profile_first")]);
    expect(template.resource(TYPE, "profile_third").depends_on).toEqual([template.address(TYPE, "second")]);
  });

  test("waits for its dependencies, by property or by node", () => {
    const template = Template.of((stack) => {
      const [first, second] = [lambdaProfile(stack, {}, "first"), lambdaProfile(stack, {}, "second")];
      lambdaProfile(stack)
        .addPermission("allow", { action: START_SIGNING_JOB, principal: OTHER_ACCOUNT, dependsOn: [first] })
        .node.addDependency(second);
    });
    expect(template.resource(TYPE).depends_on).toEqual([
      template.address("aws_signer_signing_profile", "first"),
      template.address("aws_signer_signing_profile", "second"),
    ]);
  });

  test("is created in the account that owns the profile, unless another AWS provider is given", () => {
    const template = Template.of((stack) => {
      const [owner, other] = [aliasedProvider(stack, "owner"), aliasedProvider(stack, "other")];
      const profile = lambdaProfile(stack, { provider: owner });
      profile.grantStartSigningJob("first", OTHER_ACCOUNT);
      profile.addPermission("second", { action: START_SIGNING_JOB, principal: OTHER_ACCOUNT, provider: other });
    });
    expect(template.resource(TYPE, "profile_first").provider).toBe("aws.owner");
    expect(template.resource(TYPE, "profile_second").provider).toBe("aws.other");
  });

  test("is unchanged when its construct moves or gets another path", () => {
    expect(permissionWith({}).resource(TYPE).lifecycle).toEqual({ ignore_changes: ["statement_id_prefix"] });
  });

  test("in another stack than its profile uses only the AWS provider that it is given", () => {
    const declare = (alias?: string) => (stack: TerraformStack) => {
      const profile = lambdaProfile(stack, { provider: aliasedProvider(stack, "owner") });
      const other = new TerraformStack(stack.node.root, "other");
      const provider = alias === undefined ? undefined : aliasedProvider(other, alias);
      new ProfilePermission(other, "allow", {
        profile,
        action: GET_SIGNING_PROFILE,
        principal: OTHER_ACCOUNT,
        provider,
      });
    };
    expect(Template.of(declare("security"), "other").resource(TYPE).provider).toBe("aws.security");
    expect(() => Template.of(declare())).toThrow(
      '[other/allow] "provider" must be given: the profile\'s own AWS provider, "stack/aws-owner", is of another stack, "stack", ' +
        'where Terraform does not find it from "other". Give one of this stack, for the account and Region of the profile',
    );
  });

  test.each<[string, Partial<ProfilePermissionOptions>, string]>([
    [
      "a principal that AWS Signer does not know",
      { principal: "arn:aws:iam::222222222222:user/me" },
      '[stack/profile/allow] "principal" must be an AWS account id of 12 digits or the ARN of an IAM role, ' +
        'received "arn:aws:iam::222222222222:user/me"',
    ],
    ["an account id with a digit too few", { principal: "22222222222" }, 'received "22222222222"'],
    [
      "a version that is an ARN",
      { profileVersion: "arn:aws:signer" },
      '"profileVersion" must be 10 letters and digits, received "arn:aws:signer"',
    ],
    [
      "a statement id with a blank",
      { statementId: "a b" },
      '"statementId" must be 1 to 64 letters, digits, underscores and hyphens, received "a b"',
    ],
    [
      "an action of another platform",
      { action: SIGN_PAYLOAD },
      '"action" must be one of "signer:StartSigningJob", "signer:GetSigningProfile", "signer:RevokeSignature" on the ' +
        'platform "AWSLambda-SHA384-ECDSA", received "signer:SignPayload"',
    ],
  ])("is refused with %s", (_, options, message) => {
    expect(() => permissionWith(options)).toThrow(message);
  });

  test("is refused for signing jobs on the Notation platform, which has none", () => {
    const profile = profileOn(Platform.NOTATION_OCI_SHA384_ECDSA);
    expect(() => profile.grantStartSigningJob("allow", OTHER_ACCOUNT)).toThrow(
      'must be one of "signer:SignPayload", "signer:GetSigningProfile", "signer:RevokeSignature" on the platform ' +
        '"Notation-OCI-SHA384-ECDSA", received "signer:StartSigningJob"',
    );
  });

  test.each([
    Platform.AWS_IOT_DEVICE_MANAGEMENT_SHA256_ECDSA,
    Platform.AMAZON_FREE_RTOS_DEFAULT,
    Platform.AMAZON_FREE_RTOS_TI_CC3220SF,
  ])(
    "is refused for actions that the platform $platformId does not have: revocation, and container images",
    (platform) => {
      const refused = (action: string): string =>
        `"action" must be one of "signer:StartSigningJob", "signer:GetSigningProfile" on the platform "${platform.platformId}", ` +
        `received "${action}"`;
      expect(() => profileOn(platform).grantRevokeSignature("allow", OTHER_ACCOUNT)).toThrow(refused(REVOKE_SIGNATURE));
      expect(() => profileOn(platform).grantSignPayload("allow", OTHER_ACCOUNT)).toThrow(refused(SIGN_PAYLOAD));
    },
  );

  test.each<[Platform, ProfilePermissionAction[]]>([
    [Platform.AMAZON_FREE_RTOS_DEFAULT, [START_SIGNING_JOB, GET_SIGNING_PROFILE]],
    [Platform.of("Future-Platform"), [START_SIGNING_JOB, GET_SIGNING_PROFILE, REVOKE_SIGNATURE, SIGN_PAYLOAD]],
  ])("is not judged by rules that nobody has stated: $platformId", (platform, actions) => {
    for (const action of actions) {
      expect(() => profileOn(platform).addPermission("allow", { action, principal: OTHER_ACCOUNT })).not.toThrow();
    }
  });

  test("is never refused because of a token", () => {
    const template = Template.of((stack) => {
      const { text } = token(stack);
      lambdaProfile(stack).addPermission("allow", {
        action: START_SIGNING_JOB,
        principal: text,
        profileVersion: text,
        statementId: `id ${text}`,
      });
    });
    expect(template.resource(TYPE).statement_id).toBe("id ${terraform_data.unknown.output.value}");
  });
});
