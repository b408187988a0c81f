import { TerraformStack } from "cdktf";
import {
  CodeSigningConfig,
  CodeSigningConfigProps,
  Platform,
  SigningProfile,
  UntrustedArtifactOnDeployment,
} from "../../src";
import { aliasedProvider, CERTIFICATE_ARN, lambdaProfile, newStack, OTHER_ACCOUNT, token } from "../synth/fixtures";
import { show, Template } from "../synth/template";

const TYPE = "aws_lambda_code_signing_config";
const ARN = "arn:aws:lambda:eu-west-1:111111111111:code-signing-config:csc-0d4518bd353a0a7c6";

function configIn(stack: TerraformStack, props: Partial<CodeSigningConfigProps> = {}): CodeSigningConfig {
  const allowedPublishers = props.allowedPublishers ?? [lambdaProfile(stack)];
  return new CodeSigningConfig(stack, "config", { ...props, allowedPublishers });
}

function configWith(props: Partial<CodeSigningConfigProps>): Template {
  return Template.of((stack) => void configIn(stack, props));
}

describe("a code signing config", () => {
  test("accepts the versions of the profiles, never the profiles without version, which AWS Lambda refuses", () => {
    const template = Template.of((stack) => {
      const theirs = SigningProfile.fromSigningProfileAttributes(stack, "theirs", {
        signingProfileName: "theirs",
        signingProfileVersion: "abcdef1234",
        profileOwner: OTHER_ACCOUNT,
        region: "eu-west-1",
      });
      const named = SigningProfile.fromSigningProfileName(stack, "named", "release");
      configIn(stack, { allowedPublishers: [lambdaProfile(stack), named, theirs] });
    });
    const partition = template.dataAddress("aws_partition");
    expect(template.resource(TYPE).allowed_publishers).toEqual({
      signing_profile_version_arns: [
        `\${${template.address("aws_signer_signing_profile")}.version_arn}`,
        `\${${template.dataAddress("aws_signer_signing_profile")}.version_arn}`,
        `arn:\${${partition}.partition}:signer:eu-west-1:${OTHER_ACCOUNT}:/signing-profiles/theirs/abcdef1234`,
      ],
    });
  });

  test.each<[UntrustedArtifactOnDeployment | undefined, string]>([
    [undefined, "Enforce"],
    [UntrustedArtifactOnDeployment.WARN, "Warn"],
    [UntrustedArtifactOnDeployment.ENFORCE, "Enforce"],
  ])("does what was asked for with other code: %s", (untrustedArtifactOnDeployment, expected) => {
    expect(configWith({ untrustedArtifactOnDeployment }).resource(TYPE).policies).toEqual({
      untrusted_artifact_on_deployment: expected,
    });
  });

  test("passes its description and tags on unchanged", () => {
    expect(configWith({ description: "only ${us}", tags: { team: "%{a}" } }).resource(TYPE)).toMatchObject({
      description: '${"only $${us}"}',
      tags: { team: '${"%%{a}"}' },
    });
  });

  test("uses the given AWS provider, and is created after its dependencies", () => {
    const template = Template.of((stack) => {
      const [first, second] = [lambdaProfile(stack, {}, "first"), lambdaProfile(stack, {}, "second")];
      configIn(stack, { provider: aliasedProvider(stack, "us"), dependsOn: [first] }).node.addDependency(second);
    });
    expect(template.resource(TYPE)).toMatchObject({
      provider: "aws.us",
      depends_on: [
        template.address("aws_signer_signing_profile", "first"),
        template.address("aws_signer_signing_profile", "second"),
      ],
    });
  });

  test("exposes its ARN and id, and can be a dependency", () => {
    const template = Template.of((stack) => {
      const config = configIn(stack);
      show(stack, "arn", config.codeSigningConfigArn);
      show(stack, "id", config.codeSigningConfigId);
      lambdaProfile(stack, { dependsOn: [config] }, "after");
    });
    const address = template.address(TYPE);
    expect(template.outputs).toEqual({ arn: `\${${address}.arn}`, id: `\${${address}.config_id}` });
    expect(template.resource("aws_signer_signing_profile", "after").depends_on).toEqual([address]);
  });

  test("accepts as many profiles as AWS Lambda does", () => {
    const template = Template.of((stack) => {
      configIn(stack, {
        allowedPublishers: Array.from({ length: 20 }, (_, index) => lambdaProfile(stack, {}, `p${index}`)),
      });
    });
    expect(template.resource(TYPE).allowed_publishers.signing_profile_version_arns).toHaveLength(20);
  });

  test("accepts a description of 256 characters, or one that is a token", () => {
    expect(configWith({ description: "d".repeat(256) }).resource(TYPE).description).toHaveLength(256);
    const template = Template.of((stack) => void configIn(stack, { description: token(stack).text }));
    expect(template.resource(TYPE).description).toBe("${terraform_data.unknown.output.value}");
  });
});

describe("a code signing config is refused", () => {
  const declare = (props: Partial<CodeSigningConfigProps>) => () => void configIn(newStack(), props);

  test.each([0, 21])("with %d profiles", (count) => {
    const profile = lambdaProfile(newStack());
    expect(declare({ allowedPublishers: Array.from({ length: count }, () => profile) })).toThrow(
      `[stack/config] "allowedPublishers" must be a list of 1 to 20 signing profiles, received ${count}`,
    );
  });

  test("with a profile whose signatures AWS Lambda does not know", () => {
    const stack = newStack();
    const firmware = new SigningProfile(stack, "firmware", {
      platform: Platform.AMAZON_FREE_RTOS_DEFAULT,
      signingMaterial: { certificateArn: CERTIFICATE_ARN },
    });
    expect(declare({ allowedPublishers: [lambdaProfile(stack), firmware] })).toThrow(
      '[stack/config] "allowedPublishers[1]" must be of the platform "AWSLambda-SHA384-ECDSA", whose signatures AWS Lambda knows, ' +
        'received "stack/firmware", which is of "AmazonFreeRTOS-Default"',
    );
  });

  test("not with a profile of a new platform: AWS Lambda decides", () => {
    const future = lambdaProfile(newStack(), { platform: Platform.of("AWSLambda-SHA512-ECDSA") });
    expect(declare({ allowedPublishers: [future] })).not.toThrow();
  });

  test("with a profile whose version, and so its ARN, is unknown", () => {
    const stack = newStack();
    const profile = SigningProfile.fromSigningProfileAttributes(stack, "theirs", { signingProfileName: "theirs" });
    expect(declare({ allowedPublishers: [profile] })).toThrow('give "signingProfileVersion"');
  });

  test("with a policy that AWS Lambda does not have", () => {
    expect(declare({ untrustedArtifactOnDeployment: "Block" as UntrustedArtifactOnDeployment })).toThrow(
      '"untrustedArtifactOnDeployment" must be one of "Warn", "Enforce", received "Block"',
    );
  });

  test("with a longer description than AWS Lambda accepts", () => {
    expect(declare({ description: "d".repeat(257) })).toThrow('"description" must be 256 characters long at most');
  });
});

describe("an existing code signing config", () => {
  test("is identified by its ARN, without a call to AWS", () => {
    const template = Template.of((stack) => {
      const config = CodeSigningConfig.fromCodeSigningConfigArn(stack, "config", ARN);
      show(stack, "arn", config.codeSigningConfigArn);
      show(stack, "id", config.codeSigningConfigId);
    });
    expect(template.outputs).toEqual({ arn: ARN, id: "csc-0d4518bd353a0a7c6" });
    expect(template.resources(TYPE)).toEqual({});
  });

  test("has an id even if its ARN is a token", () => {
    const template = Template.of((stack) => {
      const config = CodeSigningConfig.fromCodeSigningConfigArn(stack, "config", token(stack).text);
      show(stack, "id", config.codeSigningConfigId);
    });
    expect(template.outputs.id).toBe('${element(split(":", terraform_data.unknown.output.value), 6)}');
  });

  test("can be a dependency", () => {
    const template = Template.of((stack) => {
      const config = CodeSigningConfig.fromCodeSigningConfigArn(stack, "config", ARN);
      lambdaProfile(stack, { dependsOn: [config] });
    });
    expect(template.resource("aws_signer_signing_profile").depends_on).toEqual([template.dataAddress("aws_partition")]);
  });

  test.each(["csc-0d4518bd353a0a7c6", ARN.replace("csc-", ""), `${ARN}x`])("is refused as %s", (arn) => {
    expect(() => CodeSigningConfig.fromCodeSigningConfigArn(newStack(), "config", arn)).toThrow(
      `[stack/config] "codeSigningConfigArn" must be the ARN of a Lambda code signing config, received "${arn}"`,
    );
  });
});
