import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformIterator, TerraformStack, TerraformVariable } from "cdktf";
import {
  Platform,
  SignedLambdaLayer,
  SigningDestination,
  SigningFunction,
  SigningJob,
  SigningProfile,
  SigningSource,
} from "cdktf-aws-signer";
import type { Construct } from "constructs";

/** A job for each item of a list that is known only at apply, and a layer. Only synthesized. */
export class Several extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: "us-east-1" });
    const profile = new SigningProfile(this, "profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA });

    const packages = TerraformIterator.fromMap(
      new TerraformVariable(this, "packages", { type: "map(object({ key = string, version = string }))" }).value,
    );
    new SigningJob(this, "jobs", {
      forEach: packages,
      profile,
      source: SigningSource.fromBucket(
        "builds",
        `services/${packages.getString("key")}`,
        packages.getString("version"),
      ),
      destination: SigningDestination.toBucket("releases", "signed/"),
      revokeOnDestroy: true,
    });
    SigningFunction.getOrCreate(this).allowSources("builds", "services/");

    new SignedLambdaLayer(this, "layer", {
      path: join(__dirname, "function"),
      bucket: "builds",
      profile,
      compatibleRuntimes: ["nodejs22.x"],
      revokeOnDestroy: true,
    });
  }
}
