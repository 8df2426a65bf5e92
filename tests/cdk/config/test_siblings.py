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


def test_one_domain_for_two_environments_is_an_error(tmp_path: Path) -> None:
    """Only one of them can own the record and the hosts."""
    lab = Path(shutil.copytree(LAB, tmp_path / "lab"))
    shared = "eks: {}\ningress: {domain: lab.example.org, hosted_zone_id: Z0123456789ABCDEFGHIJ}\n"
    for name, cidr in (("dev", "10.20.0.0/16"), ("prod", "10.24.0.0/16")):
        text = f'account: "111122223333"\nnetwork: {{cidr: {cidr}}}\n{shared}'
        (lab / f"{name}.yaml").write_text(text)
    (finding,) = between_environments([load(lab, "dev"), load(lab, "prod")])
    assert not finding.warning
    assert (finding.path, finding.line) == ("ingress.domain", 4)
