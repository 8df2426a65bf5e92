"""One embedded AWS and one deployed sample for all tests of this folder."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from localaws.deployment import StackResult, delete_stack, deploy, deploy_template
from localaws.instance import LocalAws
from localaws.session import client
from tests.localaws.sample_stacks import synthesise

ACCOUNT = "111122223333"
REGION = "eu-central-1"

DeployTemplate = Callable[..., StackResult]


@dataclass(frozen=True)
class Sample:
    """The deployed sample stacks: their assembly, what became of each, and all outputs."""

    assembly: Path
    results: list[StackResult]
    outputs: Mapping[str, str]


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """Run one emulator for the whole session."""
    instance = LocalAws(tmp_path_factory.mktemp("local-aws"), ACCOUNT, REGION)
    instance.up()
    yield instance
    instance.down()


def acting(aws: LocalAws, service: str, credentials: Mapping[str, str], **changes: str) -> Any:  # noqa: ANN401
    """Return a client with credentials that STS issued."""
    environment = aws.environment() | {
        "AWS_ACCESS_KEY_ID": credentials["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": credentials["SecretAccessKey"],
        "AWS_SESSION_TOKEN": credentials["SessionToken"],
        **changes,
    }
    return client(environment, service)


def error_code(call: Callable[..., Any], **parameters: Any) -> str:  # noqa: ANN401
    """Return the code of the error that a call ends with, or an empty text when it succeeds."""
    try:
        call(**parameters)
    except ClientError as error:
        code: str = error.response["Error"]["Code"]
        return code
    return ""


@pytest.fixture(scope="session")
def sample(aws: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Synthesise and deploy the sample stacks once."""
    assembly = synthesise(tmp_path_factory.mktemp("assembly"), account=ACCOUNT, region=REGION)
    results = deploy(aws, assembly)
    outputs = {key: value for result in results for key, value in result.outputs.items()}
    return Sample(assembly, results, outputs)


_numbers = count(1)


@pytest.fixture
def deploy_resources(aws: LocalAws) -> Iterator[DeployTemplate]:
    """Deploy resources as a stack of the test's own, again with other properties if wanted."""
    name = f"Test-{next(_numbers)}"

    def act(resources: Mapping[str, Any], outputs: Mapping[str, Any] | None = None) -> StackResult:
        sections = {"Outputs": {key: {"Value": value} for key, value in (outputs or {}).items()}}
        return deploy_template(aws, name, {"Resources": resources, **sections})

    yield act
    assert delete_stack(aws, name).failures == ()
