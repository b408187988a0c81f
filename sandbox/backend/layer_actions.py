"""Teaches ministack's IAM the actions on layers, and the ARNs of their versions.

ministack 1.5.33 takes every read of a layer for ListLayers, and does not check who deletes a version. The actions and their
resources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
"""

import re

from ministack.core import iam_actions

_PATH = re.compile(r"/\d{4}-\d\d-\d\d/layers(?:/(?P<layer>[^/]+)/versions(?:/(?P<version>\d+))?)?/?")


def _action(method: str, path: str, query_params: dict) -> str | None:
    match = _PATH.fullmatch(path)
    if match is None:
        return None
    if match["version"]:
        return {"GET": "GetLayerVersion", "DELETE": "DeleteLayerVersion"}.get(method)
    if match["layer"]:
        return {"GET": "ListLayerVersions", "POST": "PublishLayerVersion"}.get(method)
    return "GetLayerVersion" if "find" in query_params else "ListLayers"


def _with_actions(extract):
    def extract_iam_action(service: str, method: str, path: str, headers: dict, body: bytes, query_params: dict):
        action = _action(method, path, query_params) if service == "lambda" else None
        return f"lambda:{action}" if action else extract(service, method, path, headers, body, query_params)

    return extract_iam_action


def _with_versions(extract):
    def extract_resource_arn(
        service: str, method: str, path: str, headers: dict, body: bytes, query_params: dict, *place, **named
    ) -> str:
        arn = extract(service, method, path, headers, body, query_params, *place, **named)
        match = _PATH.fullmatch(path) if service == "lambda" else None
        if match is None:
            return arn
        if "find" in query_params and not match["layer"]:
            return iam_actions._query_param(query_params, "Arn")
        return f"{arn}:{match['version']}" if match["version"] else arn

    return extract_resource_arn


def install() -> None:
    if not callable(getattr(iam_actions, "extract_iam_action", None)):
        raise RuntimeError("this version of ministack names actions in another way; see layer_actions.py")
    iam_actions.extract_iam_action = _with_actions(iam_actions.extract_iam_action)
    iam_actions.extract_resource_arn = _with_versions(iam_actions.extract_resource_arn)
