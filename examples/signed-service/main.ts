import { join } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import {
  CodeSigningConfig,
  Platform,
  SignedLambdaLayer,
  SignedLambdaPackage,
  SigningFunction,
  SigningProfile,
} from "cdktf-aws-signer";
import { Construct } from "constructs";

interface FunctionSettings {
  /** Folder or archive in `functions`. */
  readonly code: string;
  readonly runtime: string;
  readonly handler: string;
  readonly hasLayer?: boolean;
}

const NODE = { runtime: "nodejs22.x", handler: "index.handler" };

const FUNCTIONS: Readonly<Record<string, FunctionSettings>> = {
  orders: { ...NODE, code: "orders", hasLayer: true },
  payments: { ...NODE, code: "payments", hasLayer: true },
  invoices: { ...NODE, code: "invoices", hasLayer: true },
  reports: { runtime: "python3.12", handler: "report.handler", code: "reports" },
  // Built elsewhere: an archive is stored and signed as it is.
  legacy: { ...NODE, code: "legacy.zip" },
};

/** Everything that the functions of the service share. */
class Signing extends Construct {
  public readonly bucket: string;
  public readonly dependsOn: S3BucketVersioningA[];
  public readonly profile: SigningProfile;
  public readonly codeSigningConfig: CodeSigningConfig;
  public readonly signingFunction: SigningFunction;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = new S3Bucket(this, "packages", { bucketPrefix: "signed-packages-", forceDestroy: true }).bucket;
    this.dependsOn = [
      new S3BucketVersioningA(this, "versioning", {
        bucket: this.bucket,
        versioningConfiguration: { status: "Enabled" },
      }),
    ];
    this.profile = new SigningProfile(this, "profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA });
    this.codeSigningConfig = new CodeSigningConfig(this, "signed-only", { allowedPublishers: [this.profile] });
    // Without it, the packages would also share one function: that of the stack. Created here, it can have settings.
    this.signingFunction = new SigningFunction(this, "function", { logRetentionDays: 7 });
  }
}

interface SignedFunctionProps extends FunctionSettings {
  readonly signing: Signing;
  readonly layer: SignedLambdaLayer;
  readonly role: IamRole;
}

/** One function of the service, from signed code. */
class SignedFunction extends Construct {
  public readonly functionName: string;

  constructor(scope: Construct, id: string, props: SignedFunctionProps) {
    super(scope, id);
    const { bucket, dependsOn, profile, codeSigningConfig, signingFunction } = props.signing;
    const code = new SignedLambdaPackage(this, "code", {
      path: join(__dirname, "functions", props.code),
      bucket,
      dependsOn,
      profile,
      codeSigningConfig,
      signingFunction,
    });
    const { functionName } = new LambdaFunction(this, "function", {
      functionName: `signed-service-${id}`,
      role: props.role.arn,
      runtime: props.runtime,
      handler: props.handler,
      s3Bucket: code.s3Bucket,
      s3Key: code.s3Key,
      codeSigningConfigArn: code.codeSigningConfigArn,
      layers: props.hasLayer ? [props.layer.layerVersionArn] : undefined,
    });
    this.functionName = functionName;
  }
}

/** Five functions and a layer that share one profile, one code signing config, one bucket and one signing function. */
class SignedService extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: process.env.AWS_REGION ?? "us-east-1" });

    const signing = new Signing(this, "signing");
    const { bucket, dependsOn, profile, signingFunction } = signing;
    const layer = new SignedLambdaLayer(this, "layer", {
      path: join(__dirname, "layer"),
      bucket,
      dependsOn,
      profile,
      signingFunction,
      compatibleRuntimes: [NODE.runtime],
    });
    const role = new IamRole(this, "role", {
      namePrefix: "signed-service-",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    });

    for (const [name, settings] of Object.entries(FUNCTIONS)) {
      const { functionName } = new SignedFunction(this, name, { ...settings, signing, layer, role });
      new TerraformOutput(this, `${name}Function`, { value: functionName, staticId: true });
    }
    new TerraformOutput(this, "signingFunction", { value: signingFunction.functionName, staticId: true });
  }
}

const app = new App();
new SignedService(app, "signed-service");
app.synth();
