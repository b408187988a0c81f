import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import {
  CodeSigningConfig,
  Platform,
  SigningDestination,
  SigningFunction,
  SigningJob,
  SigningProfile,
  SigningSource,
  UntrustedArtifactOnDeployment,
} from "cdktf-aws-signer";
import type { Construct } from "constructs";

const ACCOUNT = "111122223333";

/** The part of the program that requires resources of an account, so it is only synthesized. */
export class Declared extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: "us-east-1" });
    const west = new AwsProvider(this, "west", { region: "us-west-2", alias: "west" });
    const source = SigningSource.fromBucket("builds", "function.zip", "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY");
    const destination = SigningDestination.toBucket("releases", "signed/");

    const named = new SigningProfile(this, "named", {
      platform: Platform.AWS_LAMBDA_SHA384_ECDSA,
      signingProfileName: "release_profile",
    });
    named.grantStartSigningJob("pipeline", ACCOUNT);
    named.grantRevokeSignature("security", ACCOUNT);
    new CodeSigningConfig(this, "config", {
      allowedPublishers: [named],
      untrustedArtifactOnDeployment: UntrustedArtifactOnDeployment.WARN,
      description: "Signed by the release pipeline",
    });
    new SigningJob(this, "adopted", {
      profile: named,
      source,
      destination,
      importJobId: "5f3a7f9c-1111-4222-8333-944445555666",
    });

    new SigningJob(this, "of-another-account", {
      profile: SigningProfile.fromSigningProfileName(this, "owned", "central_profile"),
      profileOwner: ACCOUNT,
      source,
      destination,
      revokeOnDestroy: true,
      signingFunction: new SigningFunction(this, "private", {
        memorySize: 512,
        logRetentionDays: 90,
        vpcConfig: { subnetIds: ["subnet-0a1b2c3d"], securityGroupIds: ["sg-0a1b2c3d"] },
        permissionsBoundaryArn: `arn:aws:iam::${ACCOUNT}:policy/boundary`,
        tags: { team: "release" },
      }),
    });

    new SigningJob(this, "of-another-region", {
      profile: new SigningProfile(this, "west-profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA, provider: west }),
      source: SigningSource.fromAsset(join(__dirname, "function"), { bucket: "builds-west", keyPrefix: "upload/" }),
      destination: SigningDestination.toBucket("releases-west"),
      provider: west,
    });

    new SigningJob(this, "with-a-given-role", {
      profile: named,
      source,
      destination,
      signingFunction: new SigningFunction(this, "given-role", {
        functionName: "signing-jobs",
        roleArn: `arn:aws:iam::${ACCOUNT}:role/signing-jobs`,
      }),
    });
  }
}
