"""Teaches ministack's IAM the ARNs of objects whose keys have empty parts.

S3 takes ``/a.zip``, ``a//b.zip`` and ``trailing/`` as they are, and so does IAM. ministack 1.5.33 stores such objects under their
own keys, but drops the empty parts before it asks its policies.
"""

from ministack.core import iam_actions


def _with_empty_parts(extract):
    def extract_resource_arn(service: str, method: str, path: str, *more, **named) -> str:
        arn = extract(service, method, path, *more, **named)
        bucket, _, key = path.lstrip("/").partition("/")
        return f"arn:aws:s3:::{bucket}/{key}" if service == "s3" and key else arn

    return extract_resource_arn


def install() -> None:
    if not callable(getattr(iam_actions, "extract_resource_arn", None)):
        raise RuntimeError("this version of ministack names resources in another way; see object_arns.py")
    iam_actions.extract_resource_arn = _with_empty_parts(iam_actions.extract_resource_arn)
