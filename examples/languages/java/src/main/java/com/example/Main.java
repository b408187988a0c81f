package com.example;

import com.hashicorp.cdktf.App;
import com.hashicorp.cdktf.TerraformOutput;
import com.hashicorp.cdktf.TerraformStack;
import com.hashicorp.cdktf.providers.aws.iam_role.IamRole;
import com.hashicorp.cdktf.providers.aws.lambda_function.LambdaFunction;
import com.hashicorp.cdktf.providers.aws.provider.AwsProvider;
import com.hashicorp.cdktf.providers.aws.s3_bucket.S3Bucket;
import com.hashicorp.cdktf.providers.aws.s3_bucket_versioning.S3BucketVersioningA;
import com.hashicorp.cdktf.providers.aws.s3_bucket_versioning.S3BucketVersioningVersioningConfiguration;
import io.github.cdktf_aws_signer.SignedLambdaPackage;
import java.util.List;
import java.util.Optional;
import software.constructs.Construct;

/** The example signed-lambda-function in Java. */
public final class Main {
    private static final String ASSUME_ROLE_POLICY =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";

    /** A Lambda function that is deployed from a folder of code. The code is signed first. No other code is accepted. */
    static final class SignedLambdaFunction extends TerraformStack {
        SignedLambdaFunction(final Construct scope, final String id) {
            super(scope, id);
            AwsProvider.Builder.create(this, "aws").region(setting("AWS_REGION", "us-east-1")).build();

            // AWS Signer signs one version of an object, so the bucket needs versioning.
            S3Bucket bucket = S3Bucket.Builder.create(this, "packages")
                .bucketPrefix("signed-packages-")
                .forceDestroy(true)
                .build();
            S3BucketVersioningA versioning = S3BucketVersioningA.Builder.create(this, "versioning")
                .bucket(bucket.getBucket())
                .versioningConfiguration(
                    S3BucketVersioningVersioningConfiguration.builder().status("Enabled").build())
                .build();

            SignedLambdaPackage code = SignedLambdaPackage.Builder.create(this, "code")
                .path(setting("FUNCTION_FOLDER", "../../signed-lambda-function/function"))
                .bucket(bucket.getBucket())
                .dependsOn(List.of(versioning))
                .build();

            IamRole role = IamRole.Builder.create(this, "role")
                .namePrefix("signed-function-")
                .assumeRolePolicy(ASSUME_ROLE_POLICY)
                .build();
            LambdaFunction signedFunction = LambdaFunction.Builder.create(this, "function")
                .functionName(id)
                .role(role.getArn())
                .runtime("nodejs22.x")
                .handler("index.handler")
                .s3Bucket(code.getS3Bucket())
                .s3Key(code.getS3Key())
                .codeSigningConfigArn(code.getCodeSigningConfigArn())
                .build();

            TerraformOutput.Builder.create(this, "functionName")
                .value(signedFunction.getFunctionName())
                .staticId(true)
                .build();
            TerraformOutput.Builder.create(this, "signedBy")
                .value(code.getProfile().getSigningProfileVersionArn())
                .staticId(true)
                .build();
        }
    }

    public static void main(final String[] args) {
        App app = new App();
        new SignedLambdaFunction(app, "signed-lambda-function");
        app.synth();
    }

    private static String setting(final String name, final String otherwise) {
        return Optional.ofNullable(System.getenv(name)).orElse(otherwise);
    }
}
