"""The example signed-lambda-function in Python."""

import json
import os

from cdktf import App, TerraformOutput, TerraformStack
from cdktf_aws_signer import SignedLambdaPackage
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.lambda_function import LambdaFunction
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_versioning import (
    S3BucketVersioningA,
    S3BucketVersioningVersioningConfiguration,
)
from constructs import Construct

CODE = os.environ.get("FUNCTION_FOLDER", "../../signed-lambda-function/function")


class SignedLambdaFunction(TerraformStack):
    """A Lambda function that is deployed from a folder of code. The code is signed first. No other code is accepted."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        AwsProvider(self, "aws", region=os.environ.get("AWS_REGION", "us-east-1"))

        # AWS Signer signs one version of an object, so the bucket needs versioning.
        bucket = S3Bucket(self, "packages", bucket_prefix="signed-packages-", force_destroy=True)
        versioning = S3BucketVersioningA(
            self,
            "versioning",
            bucket=bucket.bucket,
            versioning_configuration=S3BucketVersioningVersioningConfiguration(status="Enabled"),
        )

        code = SignedLambdaPackage(
            self, "code", path=CODE, bucket=bucket.bucket, depends_on=[versioning]
        )

        role = IamRole(
            self,
            "role",
            name_prefix="signed-function-",
            assume_role_policy=json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"Service": "lambda.amazonaws.com"},
                            "Action": "sts:AssumeRole",
                        }
                    ],
                },
                separators=(",", ":"),
            ),
        )
        signed_function = LambdaFunction(
            self,
            "function",
            function_name=id,
            role=role.arn,
            runtime="nodejs22.x",
            handler="index.handler",
            s3_bucket=code.s3_bucket,
            s3_key=code.s3_key,
            code_signing_config_arn=code.code_signing_config_arn,
        )

        TerraformOutput(self, "functionName", value=signed_function.function_name, static_id=True)
        TerraformOutput(self, "signedBy", value=code.profile.signing_profile_version_arn, static_id=True)


app = App()
SignedLambdaFunction(app, "signed-lambda-function")
app.synth()
