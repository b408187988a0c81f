import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { ISigningProfile, Platform, SignatureValidity, SigningProfile, SigningProfileProps } from "../../src";
import {
  aliasedProvider,
  CERTIFICATE_ARN,
  lambdaProfile,
  newStack,
  OTHER_ACCOUNT,
  signingJob,
  token,
} from "../synth/fixtures";
import { show, Template } from "../synth/template";

const TYPE = "aws_signer_signing_profile";
const LAMBDA = Platform.AWS_LAMBDA_SHA384_ECDSA;
const IOT = Platform.AWS_IOT_DEVICE_MANAGEMENT_SHA256_ECDSA;

function profileWith(props: Partial<SigningProfileProps>): Template {
  return Template.of((stack) => void lambdaProfile(stack, props));
}

describe("a declared signing profile", () => {
  test("has the given platform", () => {
    expect(profileWith({ platform: LAMBDA }).resource(TYPE).platform_id).toBe("AWSLambda-SHA384-ECDSA");
  });

  test("has the given name", () => {
    const { name, name_prefix: namePrefix } = profileWith({ signingProfileName: "release_2026" }).resource(TYPE);
    expect({ name, namePrefix }).toEqual({ name: "release_2026", namePrefix: undefined });
  });

  test("is named after its path by default, within the length that Terraform accepts for a prefix", () => {
    const { name, name_prefix: namePrefix } = profileWith({}).resource(TYPE);
    expect(name).toBeUndefined();
    expect(namePrefix).toMatch(/^stack_profile_[0-9a-f]{8}_$/);
  });

  test("has a valid and distinct prefix for any path", () => {
    const template = Template.of((stack) => {
      const scope = new Construct(stack, `a-${"very-".repeat(20)}long-path`);
      lambdaProfile(scope, {}, "prod-1/ß");
      lambdaProfile(scope, {}, "prod_1/ß");
    });
    const prefixes = Object.values(template.resources(TYPE)).map((block) => block.name_prefix);
    expect(new Set(prefixes).size).toBe(2);
    for (const prefix of prefixes) expect(prefix).toMatch(/^[0-9A-Za-z_]{2,38}$/);
  });

  test("is replaced by a new one before the old one is canceled, and is not replaced when its construct moves", () => {
    expect(profileWith({}).resource(TYPE).lifecycle).toEqual({
      create_before_destroy: true,
      ignore_changes: ["name_prefix"],
    });
  });

  test.each([
    [SignatureValidity.days(1), { type: "DAYS", value: 1 }],
    [SignatureValidity.days(4109), { type: "DAYS", value: 4109 }],
    [SignatureValidity.months(135), { type: "MONTHS", value: 135 }],
    [SignatureValidity.years(11), { type: "YEARS", value: 11 }],
  ])("creates signatures with the given validity: %j", (signatureValidity, expected) => {
    expect(profileWith({ signatureValidity }).resource(TYPE).signature_validity_period).toEqual(expected);
  });

  test("signs with the given certificate", () => {
    const template = profileWith({ platform: IOT, signingMaterial: { certificateArn: CERTIFICATE_ARN } });
    expect(template.resource(TYPE).signing_material).toEqual({ certificate_arn: CERTIFICATE_ARN });
  });

  test("has the given tags, unchanged", () => {
    const template = profileWith({ tags: { team: "a${b}" } });
    expect(template.resource(TYPE).tags).toEqual({ team: '${"a$${b}"}' });
  });

  test("passes signing parameters on, and warns if the bindings are for a provider that refuses them", () => {
    const template = profileWith({
      platform: Platform.AMAZON_FREE_RTOS_DEFAULT,
      signingMaterial: { certificateArn: CERTIFICATE_ARN },
      signingParameters: { param1: "value1" },
    });
    expect(template.resource(TYPE).signing_parameters).toEqual({ param1: "value1" });
    const bindingsKnowThem = "signingParameters" in lambdaProfile(newStack()).resource;
    if (bindingsKnowThem) expect(template.warnings).toEqual([]);
    else expect(template.warnings).toEqual([expect.stringContaining("needs hashicorp/aws 6.11.0 or later")]);
  });

  test("is created by the given AWS provider", () => {
    const template = Template.of((stack) => void lambdaProfile(stack, { provider: aliasedProvider(stack, "us") }));
    expect(template.resource(TYPE).provider).toBe("aws.us");
  });

  test("is created after its dependencies, by property or by node", () => {
    const template = Template.of((stack) => {
      const [first, second] = [lambdaProfile(stack, {}, "first"), lambdaProfile(stack, {}, "second")];
      lambdaProfile(stack, { dependsOn: [first] }, "third").node.addDependency(second);
    });
    expect(template.resource(TYPE, "third").depends_on).toEqual([
      template.address(TYPE, "first"),
      template.address(TYPE, "second"),
    ]);
  });

  test("can be a dependency", () => {
    const template = Template.of((stack) => {
      lambdaProfile(stack, { dependsOn: [lambdaProfile(stack, {}, "first")] }, "second");
    });
    expect(template.resource(TYPE, "second").depends_on).toEqual([template.address(TYPE, "first")]);
  });

  test("exposes everything AWS Signer reports about it", () => {
    const template = Template.of((stack) => showAttributes(stack, lambdaProfile(stack)));
    const address = template.address(TYPE);
    expect(template.outputs).toEqual({
      signingProfileName: `\${${address}.name}`,
      signingProfileArn: `\${${address}.arn}`,
      signingProfileVersion: `\${${address}.version}`,
      signingProfileVersionArn: `\${${address}.version_arn}`,
      platformId: `\${${address}.platform_id}`,
      platformDisplayName: `\${${address}.platform_display_name}`,
      status: `\${${address}.status}`,
      revocationEffectiveFrom: `\${try(${address}.revocation_record[0].revocation_effective_from, null)}`,
      revokedAt: `\${try(${address}.revocation_record[0].revoked_at, null)}`,
      revokedBy: `\${try(${address}.revocation_record[0].revoked_by, null)}`,
    });
  });
});

function showAttributes(stack: TerraformStack, profile: ISigningProfile): void {
  show(stack, "signingProfileName", profile.signingProfileName);
  show(stack, "signingProfileArn", profile.signingProfileArn);
  show(stack, "signingProfileVersion", profile.signingProfileVersion);
  show(stack, "signingProfileVersionArn", profile.signingProfileVersionArn);
  show(stack, "platformId", profile.platformId);
  show(stack, "platformDisplayName", profile.platformDisplayName);
  show(stack, "status", profile.status);
  show(stack, "revocationEffectiveFrom", profile.revocationRecord.revocationEffectiveFrom);
  show(stack, "revokedAt", profile.revocationRecord.revokedAt);
  show(stack, "revokedBy", profile.revocationRecord.revokedBy);
}

describe("a signing profile that is looked up by name", () => {
  const DATA = "aws_signer_signing_profile";

  test("is read in each plan, with all its attributes, and never created", () => {
    const template = Template.of((stack) =>
      showAttributes(stack, SigningProfile.fromSigningProfileName(stack, "profile", "existing")),
    );
    expect(template.dataSource(DATA)).toEqual({ name: "existing" });
    expect(template.resources(TYPE)).toEqual({});
    const address = template.dataAddress(DATA);
    expect(template.outputs).toMatchObject({
      signingProfileName: `\${${address}.name}`,
      signingProfileArn: `\${${address}.arn}`,
      signingProfileVersion: `\${${address}.version}`,
      signingProfileVersionArn: `\${${address}.version_arn}`,
      platformId: `\${${address}.platform_id}`,
      platformDisplayName: `\${${address}.platform_display_name}`,
      status: `\${${address}.status}`,
      revokedAt: `\${try(${address}.revocation_record[0].revoked_at, null)}`,
    });
  });

  test("causes no new signature if it is read late, after a change of its dependencies", () => {
    const template = Template.of((stack) => {
      const profile = SigningProfile.fromSigningProfileName(stack, "existing-profile", "existing");
      profile.node.addDependency(lambdaProfile(stack, {}, "first"));
      signingJob(stack, { profile });
    });
    const address = template.dataAddress(DATA);
    expect(template.dataSource(DATA).depends_on).toHaveLength(1);
    // The configuration contains the name. The other attributes are unknown while the lookup waits.
    const request = JSON.stringify(template.resource("terraform_data", "job_Request"));
    expect(request.match(new RegExp(`${address.replaceAll(".", "\\.")}\\.\\w+`, "g"))).toEqual([`${address}.name`]);
  });

  test("is read by the given AWS provider, after its dependencies", () => {
    const template = Template.of((stack) => {
      SigningProfile.fromSigningProfileName(stack, "existing-profile", "existing", {
        provider: aliasedProvider(stack, "us"),
        dependsOn: [lambdaProfile(stack, {}, "first")],
      });
    });
    expect(template.dataSource(DATA)).toEqual({
      name: "existing",
      provider: "aws.us",
      depends_on: [template.address(TYPE)],
    });
  });

  test("is refused with an invalid name", () => {
    expect(() =>
      Template.of((stack) => void SigningProfile.fromSigningProfileName(stack, "profile", "arn:aws:signer")),
    ).toThrow('[stack/profile] "signingProfileName" must be 2 to 64 letters, digits and underscores');
  });
});

describe("a signing profile that is imported by attributes", () => {
  const PARTITION = /\$\{data\.aws_partition\.[\w-]+\.partition\}/;
  const arn = (region: string, account: string): RegExp =>
    new RegExp(`^arn:${PARTITION.source}:signer:${region}:${account}:/signing-profiles/existing$`);

  test("has the ARN of this account and Region by default", () => {
    const template = Template.of((stack) => {
      const profile = SigningProfile.fromSigningProfileAttributes(stack, "profile", { signingProfileName: "existing" });
      show(stack, "arn", profile.signingProfileArn);
    });
    expect(template.outputs.arn).toMatch(
      arn("\\$\\{data\\.aws_region\\.[\\w-]+\\.id\\}", "\\$\\{data\\.aws_caller_identity\\.[\\w-]+\\.account_id\\}"),
    );
  });

  test("has the ARN of its owner's account and its own Region, without a call to AWS", () => {
    const template = Template.of((stack) => {
      const profile = SigningProfile.fromSigningProfileAttributes(stack, "profile", {
        signingProfileName: "existing",
        signingProfileVersion: "abcdefghij",
        profileOwner: OTHER_ACCOUNT,
        region: "us-gov-west-1",
      });
      show(stack, "arn", profile.signingProfileArn);
      show(stack, "versionArn", profile.signingProfileVersionArn);
      show(stack, "version", profile.signingProfileVersion);
    });
    expect(template.outputs.arn).toMatch(arn("us-gov-west-1", OTHER_ACCOUNT));
    expect(template.outputs.versionArn).toBe(`${template.outputs.arn}/abcdefghij`);
    expect(template.outputs.version).toBe("abcdefghij");
    expect(template.dataSources("aws_caller_identity")).toEqual({});
    expect(template.dataSources("aws_region")).toEqual({});
  });

  test.each(["eu-west-1", "us-gov-east-1", "us-isob-east-1", "eusc-de-east-1"])(
    "is in the given Region and its partition: %s",
    (region) => {
      const template = Template.of((stack) => {
        const attributes = { signingProfileName: "existing", profileOwner: OTHER_ACCOUNT, region };
        const profile = SigningProfile.fromSigningProfileAttributes(stack, "profile", attributes);
        show(stack, "arn", profile.signingProfileArn);
      });
      expect(template.outputs.arn).toMatch(arn(region, OTHER_ACCOUNT));
    },
  );

  test("can be identified by the ARN of its version alone, even if that is a token", () => {
    const versionArn = `arn:aws-us-gov:signer:us-gov-west-1:${OTHER_ACCOUNT}:/signing-profiles/existing/abcdefghij`;
    const template = Template.of((stack) => {
      const known = SigningProfile.fromSigningProfileVersionArn(stack, "known", versionArn);
      show(stack, "knownParts", [known.profileOwner, known.signingProfileName, known.signingProfileVersion]);
      show(stack, "arn", known.signingProfileArn);
      const later = SigningProfile.fromSigningProfileVersionArn(stack, "later", token(stack).text);
      show(stack, "laterParts", [later.profileOwner, later.signingProfileName, later.signingProfileVersion]);
    });
    expect(template.outputs.knownParts).toEqual([OTHER_ACCOUNT, "existing", "abcdefghij"]);
    expect(template.outputs.arn).toMatch(arn("us-gov-west-1", OTHER_ACCOUNT));
    const unknown = "terraform_data.unknown.output.value";
    expect(template.outputs.laterParts).toEqual([
      `\${element(split(":", ${unknown}), 4)}`,
      `\${element(split("/", ${unknown}), 2)}`,
      `\${element(split("/", ${unknown}), 3)}`,
    ]);
  });

  test("is refused with another ARN, such as the profile's ARN without a version", () => {
    const profileArn = `arn:aws:signer:eu-west-1:${OTHER_ACCOUNT}:/signing-profiles/existing`;
    expect(() => SigningProfile.fromSigningProfileVersionArn(newStack(), "profile", profileArn)).toThrow(
      '[stack] "signingProfileVersionArn" must be the ARN of a version of a signing profile',
    );
  });

  test("shares its lookups with others of the same AWS provider only", () => {
    const template = Template.of((stack) => {
      const provider = aliasedProvider(stack, "us");
      for (const [index, alias] of [undefined, undefined, provider, provider].entries()) {
        const profile = SigningProfile.fromSigningProfileAttributes(stack, `profile${index}`, {
          signingProfileName: "existing",
          provider: alias,
        });
        show(stack, `arn${index}`, profile.signingProfileArn);
      }
    });
    for (const type of ["aws_partition", "aws_region", "aws_caller_identity"]) {
      const providers = Object.values(template.dataSources(type)).map(({ provider }) => provider);
      expect(providers).toEqual(["aws.us", undefined]);
    }
  });

  test("reports an error if its unknown version is read", () => {
    const stack = newStack();
    const profile = SigningProfile.fromSigningProfileAttributes(stack, "profile", { signingProfileName: "existing" });
    expect(profile.isVersionKnown).toBe(false);
    expect(() => profile.signingProfileVersion).toThrow(
      '[stack/profile] "signingProfileVersion" of the signing profile "existing" is not known, because it was imported by ' +
        'attributes: give "signingProfileVersion"',
    );
    expect(() => profile.signingProfileVersionArn).toThrow('give "signingProfileVersion"');
    expect(() => profile.platformId).toThrow('give "platform"');
    for (const attribute of ["platformDisplayName", "status", "revocationRecord"] as const) {
      expect(() => profile[attribute]).toThrow(`"${attribute}" of the signing profile "existing" is not known`);
    }
  });

  test("has the given platform", () => {
    const profile = SigningProfile.fromSigningProfileAttributes(newStack(), "profile", {
      signingProfileName: "existing",
      platform: LAMBDA,
    });
    expect(profile.platformId).toBe("AWSLambda-SHA384-ECDSA");
  });

  test.each([
    [
      { signingProfileName: "a b" },
      '"signingProfileName" must be 2 to 64 letters, digits and underscores, received "a b"',
    ],
    [
      { signingProfileName: "existing", signingProfileVersion: "v1" },
      '"signingProfileVersion" must be 10 letters and digits, received "v1"',
    ],
    [
      { signingProfileName: "existing", profileOwner: "1234" },
      '"profileOwner" must be an AWS account id of 12 digits, received "1234"',
    ],
    [
      { signingProfileName: "existing", region: "Ireland" },
      '"region" must be the code of an AWS Region, received "Ireland"',
    ],
  ])("is refused with an invalid attribute: %j", (attributes, message) => {
    expect(() => SigningProfile.fromSigningProfileAttributes(newStack(), "profile", attributes)).toThrow(message);
  });
});
