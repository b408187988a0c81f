import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import { CodeSigningConfig, Platform, SigningProfile } from "cdktf-aws-signer";
import type { Construct } from "constructs";

/** Who signs, and which code the functions of the company accept. It is deployed first, and seldom changes. */
export class Signing extends TerraformStack {
  public readonly profile: SigningProfile;
  public readonly codeSigningConfig: CodeSigningConfig;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: process.env.AWS_REGION ?? "us-east-1" });

    this.profile = new SigningProfile(this, "profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA });
    this.codeSigningConfig = new CodeSigningConfig(this, "signed-only", {
      allowedPublishers: [this.profile],
      description: "Only code that the release profile signed",
    });
  }
}
