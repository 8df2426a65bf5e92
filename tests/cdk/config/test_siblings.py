"""Tests of what is wrong between environments."""

import shutil
from pathlib import Path

from cdk.config.load import load
from cdk.config.siblings import between_environments

LAB = Path(__file__).parent / "lab"


def test_overlapping_networks_of_two_environments_are_told(tmp_path: Path) -> None:
    """Two environments with the default network can never be connected."""
    lab = Path(shutil.copytree(LAB, tmp_path / "lab"))
    (lab / "prod.yaml").write_text('account: "444455556666"\n')
    (finding,) = between_environments([load(lab, "dev"), load(lab, "prod")])
    assert finding.warning
    assert finding.message == "overlaps that of dev (got 10.20.0.0/16 and 10.20.0.0/16)"


def test_separate_networks_are_fine(tmp_path: Path) -> None:
    """Environments with ranges of their own are not talked about."""
    lab = Path(shutil.copytree(LAB, tmp_path / "lab"))
    (lab / "prod.yaml").write_text('account: "444455556666"\nnetwork: {cidr: 10.24.0.0/16}\n')
    assert list(between_environments([load(lab, "dev"), load(lab, "prod")])) == []
