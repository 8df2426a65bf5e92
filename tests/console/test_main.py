"""Tests of the command line itself."""

import json
import subprocess
import sys

import pytest

from tests.console.conftest import Workplace


def test_check_imports_neither_cdk_nor_aws() -> None:
    """That is why it answers in less than a second."""
    program = (
        "import sys; from console.main import main; sys.argv = ['lab', 'check', '--lab', "
        "'labs/demo']\ntry: main()\nexcept SystemExit: pass\n"
        "print([m for m in ('aws_cdk', 'jsii', 'boto3', 'botocore') if m in sys.modules])"
    )
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("arguments", [["nonsense"], ["check", "--nonsense"], ["show", "--env"]])
def test_wrong_usage_is_exit_code_2(workplace: Workplace, arguments: list[str]) -> None:
    """As with every command line of the field."""
    done = workplace.lab(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_help_names_every_command(workplace: Workplace) -> None:
    """`lab` alone explains itself."""
    text = workplace.lab("--help").stdout
    commands = ["check", "show", "synth", "diff", "deploy", "destroy", "status", "local", "demo"]
    assert [command for command in commands if command not in text] == []


def test_synth_lists_the_stacks(workplace: Workplace) -> None:
    """What it wrote can be handed to `cdk deploy --app`."""
    written = json.loads(workplace.lab("synth", "--json").stdout)
    assert written["folder"] == "cdk.out/small-dev"
    assert written["stacks"][0]["name"] == "small-dev-network"
    assert (workplace.folder / written["folder"] / "manifest.json").is_file()


@pytest.mark.parametrize("command", [["check"], ["show"], ["synth"], ["deploy"], ["status"]])
def test_findings_are_json_where_json_was_asked_for(
    workplace: Workplace, command: list[str]
) -> None:
    """A script need not read prose, whatever command found the mistake."""
    valid = (workplace.folder / "dev.yaml").read_text(encoding="utf-8")
    workplace.write("dev.yaml", "acount: 1\n")
    done = workplace.lab(*command, "--json")
    workplace.write("dev.yaml", valid)
    assert done.returncode == 2
    assert {finding["path"] for finding in json.loads(done.stdout)} == {"account", "acount"}
