"""The layers hold: import contracts are kept, and name everything there is."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from importlinter.cli import EXIT_STATUS_ERROR, EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[2]
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]
# The map and its parts, what they alone call, and the base class are what stacks meet in.
SHARED_STACKS = {
    "lab",
    "lab_kubernetes",
    "lab_slurm",
    "lab_stack",
    "login_clients",
    "slurm_files",
}

BROKEN = """
[tool.importlinter]
root_packages = ["cdk"]
[[tool.importlinter.contracts]]
name = "the library loads no settings"
type = "forbidden"
source_modules = ["cdk.config"]
forbidden_modules = ["cdk.types"]
"""


def _modules(contract_name: str) -> set[str]:
    contracts: list[dict[str, Any]] = CONFIG["contracts"]
    (contract,) = [one for one in contracts if one["name"] == contract_name]
    return set(contract["modules"])


def test_contracts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """No module imports what its layer must not know."""
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS


def test_broken_contract_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The linter that the test above relies on finds a forbidden import of ours."""
    monkeypatch.chdir(ROOT)
    config = tmp_path / "pyproject.toml"
    config.write_text(BROKEN, encoding="utf-8")
    assert lint_imports(config_filename=str(config), no_cache=True) == EXIT_STATUS_ERROR


def test_every_capability_is_under_contract() -> None:
    """A folder with settings meets the others in stacks only."""
    found = {f"cdk.{path.parent.name}" for path in ROOT.glob("cdk/*/config.py")}
    assert found == _modules("capabilities meet only in stacks")


def test_every_stack_is_under_contract() -> None:
    """A new stack does not import another one."""
    names = {path.stem for path in ROOT.glob("stacks/*.py")} - SHARED_STACKS - {"__init__"}
    assert {f"stacks.{name}" for name in names} == _modules(
        "stacks do not import each other, except the map"
    )
