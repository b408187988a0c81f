using System;
using CdktfAwsSigner;
using Constructs;
using HashiCorp.Cdktf;
using HashiCorp.Cdktf.Providers.Aws.IamRole;
using HashiCorp.Cdktf.Providers.Aws.LambdaFunction;
using HashiCorp.Cdktf.Providers.Aws.Provider;
using HashiCorp.Cdktf.Providers.Aws.S3Bucket;
using HashiCorp.Cdktf.Providers.Aws.S3BucketVersioning;

var app = new App();
new SignedLambdaFunction(app, "signed-lambda-function");
app.Synth();

/// <summary>A Lambda function that is deployed from a folder of code. The code is signed first. No other code is accepted.</summary>
internal sealed class SignedLambdaFunction : TerraformStack
{
    private const string AssumeRolePolicy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\"," +
        "\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";

    public SignedLambdaFunction(Construct scope, string id) : base(scope, id)
    {
        new AwsProvider(this, "aws", new AwsProviderConfig { Region = Setting("AWS_REGION", "us-east-1") });

        // AWS Signer signs one version of an object, so the bucket needs versioning.
        var bucket = new S3Bucket(this, "packages", new S3BucketConfig
        {
            BucketPrefix = "signed-packages-",
            ForceDestroy = true,
        });
        var versioning = new S3BucketVersioningA(this, "versioning", new S3BucketVersioningAConfig
        {
            Bucket = bucket.Bucket,
            VersioningConfiguration = new S3BucketVersioningVersioningConfiguration { Status = "Enabled" },
        });

        var code = new SignedLambdaPackage(this, "code", new SignedLambdaPackageProps
        {
            Path = Setting("FUNCTION_FOLDER", "../../signed-lambda-function/function"),
            Bucket = bucket.Bucket,
            DependsOn = new ITerraformDependable[] { versioning },
        });

        var role = new IamRole(this, "role", new IamRoleConfig
        {
            NamePrefix = "signed-function-",
            AssumeRolePolicy = AssumeRolePolicy,
        });
        var signedFunction = new LambdaFunction(this, "function", new LambdaFunctionConfig
        {
            FunctionName = id,
            Role = role.Arn,
            Runtime = "nodejs22.x",
            Handler = "index.handler",
            S3Bucket = code.S3Bucket,
            S3Key = code.S3Key,
            CodeSigningConfigArn = code.CodeSigningConfigArn,
        });

        new TerraformOutput(this, "functionName", new TerraformOutputConfig
        {
            Value = signedFunction.FunctionName,
            StaticId = true,
        });
        new TerraformOutput(this, "signedBy", new TerraformOutputConfig
        {
            Value = code.Profile.SigningProfileVersionArn,
            StaticId = true,
        });
    }

    private static string Setting(string name, string otherwise) =>
        Environment.GetEnvironmentVariable(name) ?? otherwise;
}
