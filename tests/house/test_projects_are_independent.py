"""Projects come and go without a change to anything else, but to what tells people of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cdk.config.lab import LabConfig


def templates_without(assembly: Path, project: str) -> dict[str, bytes]:
    """Return the templates that are not a project's own."""
    return {
        file.name: file.read_bytes()
        for file in assembly.glob("*.template.json")
        if not file.name.endswith(f"-project-{project}.template.json")
    }


def without_accounts(lab: LabConfig) -> LabConfig:
    """Return a lab whose projects have no account on its cluster, nor anybody a number.

    The cluster's stack tells nodes of people and projects: docs/adr/0017.
    """
    projects = {
        name: each and each.model_copy(update={"slurm": None})
        for name, each in lab.projects.items()
    }
    return lab.model_copy(update={"projects": projects, "users": {}})


@pytest.mark.parametrize("env", ["dev", "prod"])
@pytest.mark.parametrize("project", ["pbmc-atlas", "cytometry-screen"])
def test_a_project_changes_no_other_template(
    config: Callable[[str, str], LabConfig],
    synth: Callable[[LabConfig], Path],
    env: str,
    project: str,
) -> None:
    """With and without it, all other templates are equal to the byte."""
    lab = without_accounts(config("labs/demo", env))
    others = {name: each for name, each in lab.projects.items() if name != project}
    assert len(others) == len(lab.projects) - 1
    with_it, without_it = synth(lab), synth(lab.model_copy(update={"projects": others}))
    assert (with_it / f"demo-{env}-project-{project}.template.json").exists()
    expected = {file.name: file.read_bytes() for file in without_it.glob("*.template.json")}
    assert templates_without(with_it, project) == expected
