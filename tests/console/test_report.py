"""Tests of how the console speaks."""

import pytest

from cdk.errors import Finding
from console.report import print_findings, print_table, say

ERROR = Finding("f.yaml", 2, 3, "x", "is wrong")
WARNING = Finding("f.yaml", 1, 1, "y", "may surprise", warning=True)


def test_errors_come_before_warnings_and_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """Findings go to standard error, most important first."""
    print_findings([WARNING, ERROR])
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        "f.yaml:2:3: x: is wrong",
        "warning: f.yaml:1:1: y: may surprise",
        "1 error: nothing was changed",
    ]


def test_brackets_are_text(capsys: pytest.CaptureFixture[str]) -> None:
    """A list index or a file name is never taken for a colour."""
    say("members[0] [red]x[/red]")
    print_table("", ("a",), [("[bold]b[/bold]",)])
    out = capsys.readouterr().out
    assert "members[0] [red]x[/red]" in out
    assert "[bold]b[/bold]" in out


def test_colons_are_no_pictures(capsys: pytest.CaptureFixture[str]) -> None:
    """The ARN of a secret stays what it is."""
    arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:a"
    say(arn)
    print_findings([Finding("f.yaml", 1, 1, "x", arn)])
    captured = capsys.readouterr()
    assert arn in captured.out
    assert arn in captured.err
