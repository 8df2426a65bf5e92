"""A lab as it exists on an embedded AWS."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cdk.config.lab import LabConfig
from cdk.naming import fact_path
from localaws.deployment import StackResult
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
