"""A network in a stack of its own, synthesised once for each set of settings."""

import json
from collections.abc import Callable

import pytest
from aws_cdk import App, Fn, Stack
from aws_cdk.assertions import Template

from cdk.network.config import NetworkConfig
from cdk.network.construct import Network


class ZonedStack(Stack):
    """A stack that knows three zones without asking AWS."""

    @property
    def availability_zones(self) -> list[str]:
        """Return three zones as CloudFormation finds them."""
        return [Fn.select(index, Fn.get_azs()) for index in range(3)]


@pytest.fixture(scope="session")
def network(new_app: Callable[[], App]) -> Callable[..., Template]:
    """Return what builds a network from settings and returns its template."""
    built: dict[str, Template] = {}

    def build(**settings: object) -> Template:
        key = json.dumps(settings, sort_keys=True)
        if key not in built:
            stack = ZonedStack(new_app(), "Test")
            config = NetworkConfig.model_validate(settings)
            Network(stack, "Network", name="demo-dev", config=config)
            built[key] = Template.from_stack(stack)
        return built[key]

    return build
