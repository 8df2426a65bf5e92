"""Login in a stack of its own, synthesised once for each set of settings."""

import json
from collections.abc import Callable
from typing import Literal

import pytest
from aws_cdk import App, Environment, Stack, aws_kms as kms
from aws_cdk.assertions import Template

from cdk.login.clients import ClientUrls
from cdk.login.config import LoginConfig
from cdk.login.construct import Login

KEY_ARN = "arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
HUB = ClientUrls(
    callback=("https://hub.lab.example.org/hub/oauth_callback",),
    logout=("https://hub.lab.example.org/hub/login",),
)
APPS = ClientUrls(
    callback=(
        "https://cells.lab.example.org/oauth2/callback",
        "https://plots.lab.example.org/oauth2/callback",
    ),
    logout=("https://cells.lab.example.org/", "https://plots.lab.example.org/"),
)

Built = tuple[Login, Template]


@pytest.fixture(scope="session")
def login(new_app: Callable[[], App]) -> Callable[..., Built]:
    """Return what builds login of two clients from settings, with its template."""
    built: dict[str, Built] = {}

    def build(removal_policy: Literal["retain", "destroy"] = "retain", **settings: object) -> Built:
        name = json.dumps([removal_policy, settings], sort_keys=True)
        if name not in built:
            env = Environment(account="111122223333", region="us-east-1")
            stack = Stack(new_app(), "Test", env=env)
            construct = Login(
                stack,
                "Login",
                name="demo-dev",
                config=LoginConfig.model_validate(settings),
                clients={"jupyterhub": HUB, "apps": APPS},
                removal_policy=removal_policy,
                key=kms.Key.from_key_arn(stack, "Key", KEY_ARN),
            )
            built[name] = construct, Template.from_stack(stack)
        return built[name]

    return build
