import { Platform, SignatureValidity, SigningProfileProps } from "../../src";
import { CERTIFICATE_ARN, lambdaProfile, newStack, token } from "../synth/fixtures";
import { Template } from "../synth/template";

const TYPE = "aws_signer_signing_profile";
const IOT = Platform.AWS_IOT_DEVICE_MANAGEMENT_SHA256_ECDSA;

describe("a signing profile is refused", () => {
  test.each<[string, Partial<SigningProfileProps>, string]>([
    [
      "with a hyphen in its name",
      { signingProfileName: "my-profile" },
      '[stack/profile] "signingProfileName" must be 2 to 64 letters, digits and underscores, received "my-profile"',
    ],
    [
      "with a name of one character",
      { signingProfileName: "x" },
      '"signingProfileName" must be 2 to 64 letters, digits and underscores, received "x"',
    ],
    [
      "with signatures that are never valid",
      { signatureValidity: SignatureValidity.days(0) },
      '"signatureValidity (DAYS)" must be a whole number from 1 to 4110, received 0',
    ],
    [
      "with signatures that are valid for longer than AWS Signer allows",
      { signatureValidity: SignatureValidity.months(136) },
      '"signatureValidity (MONTHS)" must be a whole number from 1 to 135, received 136',
    ],
    [
      "with half years",
      { signatureValidity: SignatureValidity.years(1.5) },
      '"signatureValidity (YEARS)" must be a whole number from 1 to 11, received 1.5',
    ],
    [
      "without certificate where one is needed",
      { platform: IOT },
      '"signingMaterial" must be given on the platform "AWSIoTDeviceManagement-SHA256-ECDSA"',
    ],
    [
      "with a certificate where AWS Signer keeps the key",
      { signingMaterial: { certificateArn: CERTIFICATE_ARN } },
      '"signingMaterial" must not be given on the platform "AWSLambda-SHA384-ECDSA"',
    ],
    [
      "with something that is no certificate",
      { platform: IOT, signingMaterial: { certificateArn: "arn:aws:iam::111111111111:role/x" } },
      '"signingMaterial.certificateArn" must be the ARN of a certificate in AWS Certificate Manager, ' +
        'received "arn:aws:iam::111111111111:role/x"',
    ],
    [
      "with signing parameters on the Lambda platform",
      { signingParameters: { a: "b" } },
      '"signingParameters" must not be given on the platform "AWSLambda-SHA384-ECDSA"',
    ],
    ["for a platform without id", { platform: Platform.of("") }, '"platform" must be a non-empty string, received ""'],
  ])("%s", (_, props, message) => {
    expect(() => lambdaProfile(newStack(), props)).toThrow(message);
  });

  test("never because of a token", () => {
    const template = Template.of((stack) => {
      const { text, number } = token(stack);
      lambdaProfile(stack, {
        platform: IOT,
        signingProfileName: `x-${text}`,
        signatureValidity: SignatureValidity.days(number),
        signingMaterial: { certificateArn: text },
      });
    });
    expect(template.resource(TYPE).signature_validity_period.value).toBe("${terraform_data.unknown.output.value}");
  });

  test("not on a platform whose rules are unknown", () => {
    const platform = Platform.of("Future-Platform");
    const template = Template.of((stack) => void lambdaProfile(stack, { platform, signingParameters: { a: "b" } }));
    expect(template.resource(TYPE).platform_id).toBe("Future-Platform");
  });
});
