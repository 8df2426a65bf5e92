"""The demo lab on an embedded AWS, deployed once for all tests of this folder."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cdk.config.lab import LabConfig
from cdk.naming import fact_path
from localaws.deployment import StackResult, deploy
from localaws.instance import LocalAws

LoadConfig = Callable[[str, str], LabConfig]
Synth = Callable[[LabConfig], Path]


@dataclass(frozen=True)
class Deployed:
    """The demo lab as it exists: where, from which assembly, and what its stacks said."""

    aws: LocalAws
    env: str
    assembly: Path
    results: list[StackResult]

    def facts(self) -> Mapping[str, str]:
        """Return the published facts, as a notebook would read them."""
        folder = fact_path("demo", self.env, "")
        pages = self.aws.client("ssm").get_paginator("get_parameters_by_path").paginate(Path=folder)
        found = [parameter for page in pages for parameter in page["Parameters"]]
        return {p["Name"].removeprefix(folder): p["Value"] for p in found}

    def output(self, stack: str, key: str) -> str:
        """Return an output of a stack."""
        return next(r.outputs[key] for r in self.results if r.name == stack)

    def template(self, stack: str) -> dict[str, Any]:
        """Return a stack's template, to be changed and deployed again."""
        text = (self.assembly / f"{stack}.template.json").read_text(encoding="utf-8")
        template: dict[str, Any] = json.loads(text)
        return template


def run(folder: Path, config: LabConfig, assembly: Path) -> Iterator[Deployed]:
    """Deploy an assembly to an embedded AWS of its own, which is stopped in the end."""
    aws = LocalAws(folder, config.account, config.region)
    aws.up()
    try:
        yield Deployed(aws, config.env, assembly, deploy(aws, assembly))
    finally:
        aws.down()


@pytest.fixture(scope="session")
def sandbox(
    config: LoadConfig, synth: Synth, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployed]:
    """Deploy labs/demo, environment dev: a sandbox, whose data goes with it."""
    dev = config("labs/demo", "dev")
    yield from run(tmp_path_factory.mktemp("demo-dev"), dev, synth(dev))


@pytest.fixture(scope="session")
def production(
    config: LoadConfig, synth: Synth, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployed]:
    """Deploy labs/demo, environment prod: everything switched on, all data kept.

    Time limits of Batch pass quickly there.
    """
    prod = config("labs/demo", "prod")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOCALAWS_BATCH_CLOCK_FACTOR", "600")
        yield from run(tmp_path_factory.mktemp("demo-prod"), prod, synth(prod))
