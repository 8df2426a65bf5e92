"""`lab render slurm`."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from cdk.config.load import load
from cdk.errors import LabError
from console.render import render, render_all
from console.render_slurm import cluster_of, rendered_cluster
from tests.cdk.config.written_lab import written_lab

DEMO = Path("labs/demo")


def test_what_is_printed_is_what_parallelcluster_reads(capsys: pytest.CaptureFixture[str]) -> None:
    """YAML and nothing else, with the region of the lab."""
    render(DEMO, "prod", "slurm", manifests=False)
    printed = YAML(typ="safe").load(capsys.readouterr().out)
    assert printed == rendered_cluster(DEMO, "prod")
    assert printed["Region"] == "us-east-1"
    assert [each["Name"] for each in printed["SharedStorage"]] == ["shared", "scratch"]


def test_ids_are_those_of_the_lab(capsys: pytest.CaptureFixture[str]) -> None:
    """Not of an example that somebody may take for a mistake."""
    render(DEMO, "prod", "slurm", manifests=False)
    printed = capsys.readouterr().out
    assert "arn:aws:iam::444455556666:policy/demo-prod-boundary" in printed
    assert [word for word in ("demo-dev", "111122223333") if word in printed] == []


def test_all_includes_the_cluster(tmp_path: Path) -> None:
    """Beside the values of the releases."""
    render_all(DEMO, "dev", tmp_path)
    written = YAML(typ="safe").load(tmp_path / "slurm.cluster.yaml")
    assert written == cluster_of(load(DEMO, "dev").config)


def test_a_lab_without_cluster_is_told_how_to_get_one(tmp_path: Path) -> None:
    """Before anything is printed."""
    written_lab(tmp_path)
    with pytest.raises(LabError, match="has no Slurm cluster in dev - give the lab one with"):
        rendered_cluster(tmp_path / "lab", "dev")
