"""Calls every operation, paginator and waiter of AWS Signer with botocore, the library of the AWS CLI and boto3.

It prints, as JSON, the operations that answered and everything in a raw answer that the service model does not know.
The environment says where AWS is. Arguments: bucket, key and version of an archive to sign.
"""

import json
import sys

from botocore.exceptions import ClientError
from botocore.session import get_session

bucket, key, version = sys.argv[1:4]
client = get_session().create_client("signer")
answered, problems = set(), []


def unknown_keys(shape, value, path):
    if shape is None or value is None:
        return [] if not value else [f"{path} is not empty"]
    if shape.type_name == "structure" and isinstance(value, dict):
        names = {member.serialization.get("locationName", name): member for name, member in shape.members.items()}
        return [
            problem
            for name, each in value.items()
            for problem in (
                unknown_keys(names[name], each, f"{path}.{name}") if name in names else [f"{path}.{name} is not known"]
            )
        ]
    if shape.type_name == "list":
        return [problem for each in value for problem in unknown_keys(shape.member, each, f"{path}[]")]
    return []


def check(operation_model, response_dict, **_):
    name, status = operation_model.name, response_dict["status_code"]
    body = json.loads(response_dict["body"] or "{}")
    if "x-amzn-requestid" not in {header.lower() for header in response_dict["headers"]}:
        problems.append(f"{name} has no request id")
    if status < 300:
        answered.add(name)
        problems.extend(unknown_keys(operation_model.output_shape, body, name))
        return
    code = response_dict["headers"]["x-amzn-errortype"]
    errors = {shape.name: shape for shape in operation_model.error_shapes}
    if code not in errors:
        problems.append(f"{name} does not have the error {code}")
    elif errors[code].metadata["error"]["httpStatusCode"] != status:
        problems.append(f"{name} answers {code} with the status {status}")
    else:
        problems.extend(unknown_keys(errors[code], body, f"{name}.{code}"))


client.meta.events.register("before-parse.signer.*", check)


def fails(call, **arguments):
    try:
        call(**arguments)
    except ClientError:
        return
    problems.append(f"{call.__name__} was expected to fail")


profile = client.put_signing_profile(profileName="code", platformId="AWSLambda-SHA384-ECDSA", tags={"a": "b"})
images = client.put_signing_profile(profileName="images", platformId="Notation-OCI-SHA384-ECDSA")
fails(client.put_signing_profile, profileName="code", platformId="AWSLambda-SHA384-ECDSA")
client.get_signing_profile(profileName="code")
fails(client.get_signing_profile, profileName="none")
client.add_profile_permission(
    profileName="code", action="signer:StartSigningJob", principal="222222222222", statementId="one"
)
revision = client.list_profile_permissions(profileName="code")["revisionId"]
fails(client.remove_profile_permission, profileName="code", statementId="one", revisionId="stale")
client.remove_profile_permission(profileName="code", statementId="one", revisionId=revision)
job = client.start_signing_job(
    source={"s3": {"bucketName": bucket, "key": key, "version": version}},
    destination={"s3": {"bucketName": bucket, "prefix": "signed/"}},
    profileName="code",
    clientRequestToken="token",
)["jobId"]
client.get_waiter("successful_signing_job").wait(jobId=job, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
client.describe_signing_job(jobId=job)
fails(client.describe_signing_job, jobId="none")
payload = client.sign_payload(
    profileName="images", payload=b"{}", payloadFormat="application/vnd.cncf.notary.payload.v1+json"
)
client.get_revocation_status(
    signatureTimestamp="2026-01-01T00:00:00Z",
    platformId="Notation-OCI-SHA384-ECDSA",
    profileVersionArn=images["profileVersionArn"],
    jobArn=images["arn"].replace("signing-profiles/images", "signing-jobs/" + payload["jobId"]),
    certificateHashes=["0a" * 96],
)
client.revoke_signature(jobId=job, reason="test")
fails(client.revoke_signature, jobId=job, reason="again")
client.get_signing_platform(platformId="AWSLambda-SHA384-ECDSA")
fails(client.get_signing_platform, platformId="none")
for operation in ("list_signing_jobs", "list_signing_platforms", "list_signing_profiles"):
    pages = list(client.get_paginator(operation).paginate(PaginationConfig={"PageSize": 1}))
    if len(pages) < 2:
        problems.append(f"{operation} has one page only")
client.tag_resource(resourceArn=profile["arn"], tags={"c": "d"})
client.list_tags_for_resource(resourceArn=profile["arn"])
fails(client.list_tags_for_resource, resourceArn=profile["arn"] + "x")
client.untag_resource(resourceArn=profile["arn"], tagKeys=["a"])
client.cancel_signing_profile(profileName="code")
client.revoke_signing_profile(
    profileName="images", profileVersion=images["profileVersion"], reason="test", effectiveTime=0
)
missing = sorted(set(client.meta.service_model.operation_names) - answered)
print(json.dumps({"answered": len(answered), "missing": missing, "problems": problems}))
