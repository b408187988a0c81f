import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { TerraformStack } from "cdktf";
import {
  CodeSigningConfig,
  Platform,
  SignedLambdaLayer,
  SignedLambdaLayerProps,
  SignedLambdaPackage,
  SigningFunction,
  SigningProfile,
} from "../../src";
import { aliasedProvider, DESTINATION, lambdaProfile, SOURCE, token } from "../synth/fixtures";
import { folderOf } from "../synth/folder";
import { show, Template } from "../synth/template";

const LAYER = "aws_lambda_layer_version";
const CONFIG = "aws_lambda_code_signing_config";
const PROFILE = "aws_signer_signing_profile";
const INVOCATION = "aws_lambda_invocation";
const FILES = { "nodejs/node_modules/greeting/index.js": "module.exports = 1;" };
const FOREIGN = "arn:aws:signer:eu-west-1:222222222222:/signing-profiles/vendor/AbCdEf1234";

function layerIn(
  stack: TerraformStack,
  props: Partial<SignedLambdaLayerProps> = {},
  id: string = "layer",
): SignedLambdaLayer {
  return new SignedLambdaLayer(stack, id, {
    path: props.source ? undefined : folderOf(FILES),
    bucket: "packages",
    ...props,
  });
}

function layerWith(props: Partial<SignedLambdaLayerProps>): Template {
  return Template.of((stack) => void layerIn(stack, props));
}

describe("a signed Lambda layer", () => {
  test("is stored, signed, and published from the signed object", () => {
    const template = layerWith({ layerName: "greeting" });
    const { bucket, key } = template.resource("aws_s3_object");
    expect([bucket, key]).toEqual(["packages", expect.stringMatching(/^unsigned\/\$\{substr\(.*\)\}\/\w{64}\.zip$/)]);
    expect(template.resource(INVOCATION).input).toContain(`"source" = {"bucketName" = "packages", "key" = "${key}"`);
    const result = `jsondecode(${template.address(INVOCATION)}.result)`;
    expect(template.resource(LAYER)).toEqual({
      layer_name: "greeting",
      s3_bucket: `\${${result}.signedObject.bucketName}`,
      s3_key: `\${${result}.signedObject.key}`,
      lifecycle: { create_before_destroy: true },
    });
    expect(template.resource(PROFILE).platform_id).toBe("AWSLambda-SHA384-ECDSA");
    expect(template.resources(CONFIG)).toEqual({});
  });

  test("can be used by a function whose config accepts the profile that signs code and layer", () => {
    const template = Template.of((stack) => {
      const code = new SignedLambdaPackage(stack, "code", { source: SOURCE, destination: DESTINATION });
      const { layerVersionArn } = layerIn(stack, { profile: code.profile });
      const { s3Bucket, s3Key, codeSigningConfigArn } = code;
      const layers = [layerVersionArn];
      new LambdaFunction(stack, "f", { functionName: "f", role: "r", s3Bucket, s3Key, codeSigningConfigArn, layers });
    });
    expect(Object.keys(template.resources(PROFILE))).toHaveLength(1);
    expect(template.resource("aws_lambda_function", "f").layers).toEqual([`\${${template.address(LAYER)}.arn}`]);
  });

  test("can be signed by a profile of another account, which a config allows beside its own", () => {
    const template = Template.of((stack) => {
      const platform = Platform.AWS_LAMBDA_SHA384_ECDSA;
      const vendor = SigningProfile.fromSigningProfileVersionArn(stack, "vendor", FOREIGN, { platform });
      const profile = lambdaProfile(stack);
      const codeSigningConfig = new CodeSigningConfig(stack, "config", { allowedPublishers: [profile, vendor] });
      new SignedLambdaPackage(stack, "code", { source: SOURCE, destination: DESTINATION, profile, codeSigningConfig });
      layerIn(stack, { profile: vendor });
    });
    expect(template.resource(CONFIG).allowed_publishers.signing_profile_version_arns).toEqual([
      `\${${template.address(PROFILE)}.version_arn}`,
      expect.stringMatching(/:signer:eu-west-1:222222222222:\/signing-profiles\/vendor\/AbCdEf1234$/),
    ]);
    expect(template.resource(INVOCATION, "layer").input).toContain('"profileOwner" = "222222222222"');
  });

  test.each<[string, Partial<SignedLambdaLayerProps>, object]>([
    ["layerName", { layerName: "of_the-team2" }, { layer_name: "of_the-team2" }],
    [
      "compatibleRuntimes",
      { compatibleRuntimes: ["nodejs22.x", "python3.12", "provided.al2023", "java8.al2"] },
      { compatible_runtimes: ["nodejs22.x", "python3.12", "provided.al2023", "java8.al2"] },
    ],
    [
      "compatibleArchitectures",
      { compatibleArchitectures: ["arm64", "x86_64"] },
      { compatible_architectures: ["arm64", "x86_64"] },
    ],
    ["description", { description: "x".repeat(256) }, { description: "x".repeat(256) }],
    ["licenseInfo", { licenseInfo: "x".repeat(512) }, { license_info: "x".repeat(512) }],
    ["skipDestroy", { skipDestroy: true }, { skip_destroy: true }],
  ])("passes %s to Terraform", (_, props, written) => {
    expect(layerWith(props).resource(LAYER)).toMatchObject(written);
  });

  test("keeps texts unchanged that Terraform would read as templates", () => {
    const { description, license_info } = layerWith({ description: "${x}", licenseInfo: "%{y}" }).resource(LAYER);
    expect([description, license_info]).toEqual(['${"$${x}"}', '${"%%{y}"}']);
  });

  test("has a generated name by default, which Terraform keeps when the construct moves", () => {
    const template = Template.of((stack) => {
      layerIn(stack);
      layerIn(stack, {}, "other");
    });
    const [name, other] = ["layer", "other"].map((id) => template.resource(LAYER, id).layer_name);
    expect(name).toMatch(/^\$\{terraform_data\.layer_LayerName_\w+\.output\.readablePart\}-\$\{substr\(.+, 0, 8\)\}$/);
    expect(other).not.toBe(name);
    expect(template.resource("terraform_data", "layer_LayerName")).toEqual({
      input: { readablePart: expect.stringMatching(/^stack-layer-\w{8}$/) },
      lifecycle: { ignore_changes: ["input"] },
    });
  });

  test("is deleted before its signature is revoked", () => {
    const template = layerWith({ revokeOnDestroy: true, skipDestroy: false });
    expect(template.resource(LAYER).s3_key).toContain(template.address(INVOCATION, /Revocation/));
  });

  test("exposes its ARNs, and can be a dependency", () => {
    const template = Template.of((stack) => {
      const layer = layerIn(stack);
      show(stack, "arns", [layer.layerVersionArn, layer.layerArn, layer.layer.version]);
      lambdaProfile(stack, { dependsOn: [layer] }, "after");
    });
    const address = template.address(LAYER);
    expect(template.outputs.arns).toEqual([`\${${address}.arn}`, `\${${address}.layer_arn}`, `\${${address}.version}`]);
    expect(template.resource(PROFILE, "after").depends_on).toEqual([address]);
  });

  test("creates every resource with the given AWS provider, or with that of the function", () => {
    const types = ["aws_s3_object", PROFILE, INVOCATION, LAYER];
    const given = Template.of((stack) => void layerIn(stack, { provider: aliasedProvider(stack, "us") }));
    const shared = Template.of((stack) => {
      const signingFunction = new SigningFunction(stack, "runner", { provider: aliasedProvider(stack, "us") });
      layerIn(stack, { signingFunction });
    });
    for (const template of [given, shared]) {
      expect(types.map((type) => template.resource(type).provider)).toEqual(types.map(() => "aws.us"));
    }
  });

  test("accepts values that are known only when Terraform runs", () => {
    const template = Template.of((stack) => {
      const { text, list } = token(stack);
      layerIn(stack, { layerName: text, compatibleRuntimes: list, description: text });
    });
    const { layer_name, description, compatible_runtimes } = template.resource(LAYER);
    for (const value of [layer_name, description, compatible_runtimes]) {
      expect(value).toBe("${terraform_data.unknown.output.value}");
    }
  });
});

describe("a signed Lambda layer is refused", () => {
  test.each<[string, Partial<SignedLambdaLayerProps>, string]>([
    [
      "with an ARN for a name",
      { layerName: "arn:aws:lambda:eu-west-1:111111111111:layer:greeting" },
      '[stack/layer] "layerName" must be 1 to 140 letters, digits, underscores and hyphens (no ARN)',
    ],
    ["with a name that is too long", { layerName: "x".repeat(141) }, '"layerName" must be 1 to 140 letters'],
    [
      "with a text that is not a runtime",
      { compatibleRuntimes: ["Node.js 22"] },
      '"compatibleRuntimes[0]" must be the identifier of a runtime, such as "nodejs22.x" or "python3.12", received "Node.js 22"',
    ],
    [
      "with an empty list of runtimes",
      { compatibleRuntimes: [] },
      '"compatibleRuntimes" must be a list of at least one',
    ],
    [
      "with an unknown architecture",
      { compatibleArchitectures: ["amd64"] },
      '"compatibleArchitectures[0]" must be one of "arm64", "x86_64", received "amd64"',
    ],
    ["with a long description", { description: "x".repeat(257) }, '"description" must be 256 characters long at most'],
    ["with a long license", { licenseInfo: "x".repeat(513) }, '"licenseInfo" must be 512 characters long at most'],
    [
      "if it keeps versions and revokes their signatures",
      { skipDestroy: true, revokeOnDestroy: true },
      '[stack/layer] "skipDestroy" must not be true together with "revokeOnDestroy"',
    ],
  ])("%s", (_, props, message) => {
    expect(() => layerWith(props)).toThrow(message);
  });

  test("if skipDestroy is known only when Terraform runs", () => {
    const keep = (stack: TerraformStack) => ({ skipDestroy: token(stack).text as never });
    expect(() => Template.of((stack) => void layerIn(stack, keep(stack)))).toThrow(
      '[stack/layer] "skipDestroy" must be known when the stack is synthesized, because it decides whether',
    );
  });
});
