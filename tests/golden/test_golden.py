"""The templates of two labs, recorded: a change of the platform shows what it changes.

After a change that you meant, record them again with `RECORD_GOLDEN=1 pytest tests/golden` and
commit the difference on its own, so that a reviewer reads it.
"""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cdk.config.lab import LabConfig
from cdk.config.load import load

HERE = Path(__file__).parent
LABS = [("labs/demo", "dev"), ("tests/golden/campus", "prod")]


def normalised(template: dict[str, Any]) -> str:
    """Return a template without hashes of code: CDK's own, and that of the scripts of nodes."""
    text = json.dumps(template, indent=1, sort_keys=True) + "\n"
    return re.sub(r'"[0-9a-f]{16}"', '"DIGEST"', re.sub(r"\b[0-9a-f]{64}\b", "ASSET", text))


@pytest.mark.parametrize(("lab", "env"), LABS, ids=["demo", "campus"])
def test_templates_are_as_recorded(
    lab: str,
    env: str,
    config: Callable[[str, str], LabConfig],
    synth: Callable[[LabConfig], Path],
    templates: Callable[[Path], dict[str, dict[str, Any]]],
) -> None:
    """Every stack of the lab, resource for resource."""
    folder = HERE / "templates" / f"{Path(lab).name}-{env}"
    found = {
        name: normalised(template) for name, template in templates(synth(config(lab, env))).items()
    }
    if os.environ.get("RECORD_GOLDEN"):
        folder.mkdir(parents=True, exist_ok=True)
        for file in folder.glob("*.json"):
            file.unlink()
        for name, text in found.items():
            (folder / f"{name}.json").write_text(text, encoding="utf-8")
    recorded = {file.stem: file.read_text(encoding="utf-8") for file in folder.glob("*.json")}
    assert recorded.keys() == found.keys()
    for name, text in found.items():
        assert recorded[name] == text, f"{name} has changed: see this file's docstring"


def test_recorded_labs_have_warnings_for_nobody() -> None:
    """The golden labs are models: what they show is how it is meant."""
    root = HERE.parents[1]
    assert [load(root / lab, env).warnings for lab, env in LABS] == [(), ()]
