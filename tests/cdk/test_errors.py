"""Tests of findings and the error that carries them."""

from cdk.errors import Finding, LabError


def test_finding_reads_as_file_line_column() -> None:
    """Editors and CI make links of it."""
    finding = Finding("dev.yaml", 3, 7, "network.cidr", "is wrong (got x)", "did you mean y?")
    assert str(finding) == "dev.yaml:3:7: network.cidr: is wrong (got x) - did you mean y?"


def test_finding_of_a_whole_file_has_no_line() -> None:
    """A file that does not exist has no first line."""
    assert str(Finding("dev.yaml", 0, 0, "", "does not exist")) == "dev.yaml: does not exist"


def test_findings_are_sorted_and_said_once() -> None:
    """The same error in two environments of one file is one error."""
    first, second = Finding("a", 1, 1, "x", "m"), Finding("a", 2, 1, "y", "m")
    assert LabError([second, first, second]).findings == (first, second)
