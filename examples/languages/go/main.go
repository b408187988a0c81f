// The example signed-lambda-function in Go.
package main

import (
	"encoding/json"
	"os"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf-aws-signer/cdktf-aws-signer-go/cdktfawssigner"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v20/iamrole"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v20/lambdafunction"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v20/provider"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v20/s3bucket"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v20/s3bucketversioning"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

// policyDocument is written to JSON in the order of its fields.
type policyDocument struct {
	Version   string
	Statement []statement
}

type statement struct {
	Effect    string
	Principal map[string]string
	Action    string
}

// newSignedLambdaFunction declares a Lambda function that is deployed from a folder of code. The code is signed first. No
// other code is accepted.
func newSignedLambdaFunction(scope constructs.Construct, id string) cdktf.TerraformStack {
	stack := cdktf.NewTerraformStack(scope, jsii.String(id))
	provider.NewAwsProvider(stack, jsii.String("aws"), &provider.AwsProviderConfig{
		Region: jsii.String(setting("AWS_REGION", "us-east-1")),
	})

	// AWS Signer signs one version of an object, so the bucket needs versioning.
	bucket := s3bucket.NewS3Bucket(stack, jsii.String("packages"), &s3bucket.S3BucketConfig{
		BucketPrefix: jsii.String("signed-packages-"),
		ForceDestroy: jsii.Bool(true),
	})
	versioning := s3bucketversioning.NewS3BucketVersioningA(stack, jsii.String("versioning"), &s3bucketversioning.S3BucketVersioningAConfig{
		Bucket: bucket.Bucket(),
		VersioningConfiguration: &s3bucketversioning.S3BucketVersioningVersioningConfiguration{
			Status: jsii.String("Enabled"),
		},
	})

	code := cdktfawssigner.NewSignedLambdaPackage(stack, jsii.String("code"), &cdktfawssigner.SignedLambdaPackageProps{
		Path:      jsii.String(setting("FUNCTION_FOLDER", "../../signed-lambda-function/function")),
		Bucket:    bucket.Bucket(),
		DependsOn: &[]cdktf.ITerraformDependable{versioning},
	})

	role := iamrole.NewIamRole(stack, jsii.String("role"), &iamrole.IamRoleConfig{
		NamePrefix: jsii.String("signed-function-"),
		AssumeRolePolicy: jsii.String(toJSON(policyDocument{
			Version: "2012-10-17",
			Statement: []statement{{
				Effect:    "Allow",
				Principal: map[string]string{"Service": "lambda.amazonaws.com"},
				Action:    "sts:AssumeRole",
			}},
		})),
	})
	signedFunction := lambdafunction.NewLambdaFunction(stack, jsii.String("function"), &lambdafunction.LambdaFunctionConfig{
		FunctionName:         jsii.String(id),
		Role:                 role.Arn(),
		Runtime:              jsii.String("nodejs22.x"),
		Handler:              jsii.String("index.handler"),
		S3Bucket:             code.S3Bucket(),
		S3Key:                code.S3Key(),
		CodeSigningConfigArn: code.CodeSigningConfigArn(),
	})

	cdktf.NewTerraformOutput(stack, jsii.String("functionName"), &cdktf.TerraformOutputConfig{
		Value:    signedFunction.FunctionName(),
		StaticId: jsii.Bool(true),
	})
	cdktf.NewTerraformOutput(stack, jsii.String("signedBy"), &cdktf.TerraformOutputConfig{
		Value:    code.Profile().SigningProfileVersionArn(),
		StaticId: jsii.Bool(true),
	})
	return stack
}

func setting(name string, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func toJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func main() {
	app := cdktf.NewApp(nil)
	newSignedLambdaFunction(app, "signed-lambda-function")
	app.Synth()
}
