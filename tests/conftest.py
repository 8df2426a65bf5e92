"""Fixtures for tests of templates: each lab is synthesised once in a run."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App

from cdk.config.lab import LabConfig
from cdk.config.load import load
from stacks.lab import Lab

ROOT = Path(__file__).parents[1]


def lock_files() -> dict[str, str]:
    """Return the lock files of the demo lab, the only one whose projects have any."""
    demo = ROOT / "labs" / "demo"
    return {
        str(file.relative_to(demo)): file.read_text(encoding="utf-8")
        for file in demo.glob("environments/*.lock")
    }


@pytest.fixture(scope="session")
def new_app(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], App]:
    """Return what opens an app with the feature flags of `cdk.json`."""
    flags = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"]

    def new() -> App:
        return App(
            context=flags,
            outdir=str(tmp_path_factory.mktemp("cdk.out")),
            stack_traces=False,
            # It takes two seconds; test_security.py runs the same rules in a faster engine.
            builtin_cloud_formation_validation=False,
        )

    return new


@pytest.fixture(scope="session")
def synth(new_app: Callable[[], App]) -> Callable[[LabConfig], Path]:
    """Return what synthesises a lab into a cloud assembly, once for each set of settings."""
    built: dict[str, Path] = {}

    def synthesise(config: LabConfig) -> Path:
        key = config.model_dump_json()
        if key not in built:
            app = new_app()
            Lab(app, config, lock_files=lock_files())
            built[key] = Path(app.synth().directory)
        return built[key]

    return synthesise


@pytest.fixture(scope="session")
def config() -> Callable[[str, str], LabConfig]:
    """Return what loads a lab, such as `labs/demo`, in an environment, such as `dev`."""

    @cache
    def read(lab: str, env: str) -> LabConfig:
        return load(ROOT / lab, env).config

    return read


@pytest.fixture(scope="session")
def templates() -> Callable[[Path], dict[str, dict[str, Any]]]:
    """Return what reads the templates of a cloud assembly, by the name of the stack."""

    @cache
    def read(assembly: Path) -> dict[str, dict[str, Any]]:
        return {
            file.name.removesuffix(".template.json"): json.loads(file.read_text(encoding="utf-8"))
            for file in sorted(assembly.glob("*.template.json"))
        }

    return read


@pytest.fixture(scope="session")
def demo(
    config: Callable[[str, str], LabConfig], synth: Callable[[LabConfig], Path]
) -> Callable[[str], Path]:
    """Return what synthesises the demo lab in an environment."""
    return lambda env: synth(config("labs/demo", env))
