"""Lambda functions that tests declare in a template, with the role and rights they need."""

from textwrap import dedent
from typing import Any


def function(code: str, *actions: str, **properties: Any) -> dict[str, Any]:  # noqa: ANN401
    """Declare a Python function named `Function`, whose role may take some actions.

    Args:
        code: Its module, with `handle`.
        actions: What it may do, to everything.
        properties: Further properties of the function.
    """
    service = {"Service": "lambda.amazonaws.com"}
    trust = {"Effect": "Allow", "Principal": service, "Action": "sts:AssumeRole"}
    allow = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    policy = {
        "PolicyName": "rights",
        "PolicyDocument": {"Version": "2012-10-17", "Statement": [allow]},
    }
    role = {
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
        "Policies": [policy] if actions else [],
    }
    declared = {
        "Runtime": "python3.13",
        "Handler": "index.handle",
        "Role": {"Fn::GetAtt": ["FunctionRole", "Arn"]},
        "Code": {"ZipFile": dedent(code)},
        **properties,
    }
    return {
        "FunctionRole": {"Type": "AWS::IAM::Role", "Properties": role},
        "Function": {"Type": "AWS::Lambda::Function", "Properties": declared},
    }


def admitting(principal: str) -> dict[str, Any]:
    """Declare that a service may call the function."""
    properties = {
        "FunctionName": {"Ref": "Function"},
        "Action": "lambda:InvokeFunction",
        "Principal": principal,
    }
    return {"Permission": {"Type": "AWS::Lambda::Permission", "Properties": properties}}
