"""`.ci/run`, in a small repository whose linters and tests do as they are told."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
CLOSING = "============= 3 passed in 0.01s ============="


def _hooks() -> list[dict[str, object]]:
    config = YAML(typ="safe").load(ROOT / ".pre-commit-config.yaml")
    return [hook for repository in config["repos"] for hook in repository["hooks"]]


class Repository:
    """A folder with `.ci/run`, one linter and a Makefile."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / ".ci").mkdir()
        shutil.copy(ROOT / ".ci/run", folder / ".ci/run")
        (folder / ".venv/bin").mkdir(parents=True)
        (folder / ".venv/bin/python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        (folder / ".venv/bin/python").chmod(0o755)
        self.linter("echo linted")
        self.makefile(install="echo installed", test=f"echo '{CLOSING}'")

    def linter(self, *commands: str) -> None:
        """Set what the hooks run."""
        hooks = []
        for number, command in enumerate(commands):
            script = self.folder / f"linter{number}"
            script.write_text(f"#!/bin/sh\n{command}\n")
            script.chmod(0o755)
            hooks.append({"id": script.name, "entry": f"./{script.name} ."})
        config = {"repos": [{"repo": "local", "hooks": hooks}]}
        YAML(typ="safe").dump(config, self.folder / ".pre-commit-config.yaml")

    def makefile(self, *, install: str, test: str) -> None:
        """Set what `make install` and `make test` do."""
        text = f"install:\n\t@{install}\ntest:\n\t@{test}\n"
        (self.folder / "Makefile").write_text(text)

    def run(self) -> tuple[int, list[str]]:
        """Run `.ci/run` with its input closed; return the exit code and what it printed."""
        done = subprocess.run(
            ["bash", "-c", "exec .ci/run <&-"],  # noqa: S607
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "CI": "true"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout.splitlines()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Return a repository in which everything passes."""
    return Repository(tmp_path)


def test_all_steps_run_in_order(repository: Repository) -> None:
    """Install, linters, tests; pytest's closing line comes last."""
    code, lines = repository.run()
    assert (code, lines[-1]) == (0, CLOSING)
    assert [line for line in lines if line in {"installed", "linted", CLOSING}] == [
        "installed",
        "linted",
        CLOSING,
        CLOSING,
    ]


def test_failing_linter_fails_the_run_and_is_named(repository: Repository) -> None:
    """Later linters and the tests still run, so that all failures are seen at once."""
    repository.linter("exit 3", "echo second")
    code, lines = repository.run()
    assert (code, lines[-2:]) == (3, ["failed: ./linter0 .", CLOSING])
    assert "second" in lines


def test_failing_tests_fail_the_run(repository: Repository) -> None:
    """Make's own message does not hide pytest's closing line."""
    closing = "============= 1 failed in 0.01s ============="
    repository.makefile(install="true", test=f"echo '{closing}'; exit 1")
    code, lines = repository.run()
    assert (code, lines[-2:]) == (2, ["failed: make test", closing])


def test_tests_without_a_closing_line_fail_the_run(repository: Repository) -> None:
    """A pytest that never ran is no success, whatever make says."""
    repository.makefile(install="true", test="true")
    code, lines = repository.run()
    assert (code, lines[-1]) == (1, "pytest printed no closing line: it did not run to its end")


def test_failing_install_ends_the_run(repository: Repository) -> None:
    """Nothing can be checked without the environments."""
    repository.makefile(install="exit 1", test="echo tested")
    code, lines = repository.run()
    assert code == 2
    assert "tested" not in lines


def test_unreadable_list_of_linters_ends_the_run(repository: Repository) -> None:
    """No linter is skipped because the list of them cannot be read."""
    (repository.folder / ".pre-commit-config.yaml").unlink()
    code, lines = repository.run()
    assert code == 1
    assert CLOSING not in lines


def test_linter_that_reads_its_input_takes_no_other_away(repository: Repository) -> None:
    """Each linter gets an empty input, not the list of linters."""
    repository.linter("cat", "echo second")
    assert "second" in repository.run()[1]


@pytest.mark.parametrize("hook", _hooks(), ids=lambda hook: hook["id"])
def test_hook_needs_no_network_and_no_file_names(hook: dict[str, object]) -> None:
    """Hooks run our own programs on the whole tree: `.ci/run` splits their commands at blanks."""
    assert hook["language"] == "system"
    assert hook["pass_filenames"] is False
    assert re.fullmatch(r"\.venv/bin/[\w.\-/ ]+", str(hook["entry"]))


def test_every_shell_script_is_linted() -> None:
    """The hook of shellcheck names each script, those without a suffix too."""
    (command,) = [str(hook["entry"]) for hook in _hooks() if hook["id"] == "shellcheck"]
    folders = (
        ".ci",
        "bootstrap",
        "cdk",
        "console",
        "docs",
        "examples",
        "images",
        "localaws",
        "stacks",
        "tests",
    )
    files = [file for name in folders for file in (ROOT / name).rglob("*") if file.is_file()]
    scripts = {
        str(file.relative_to(ROOT))
        for file in files
        # A template becomes a script when its holes are filled; real Slurm runs it in tests/slurm.
        if file.suffix != ".j2" and re.match(rb"#!.*\b(ba)?sh\b", file.read_bytes())
    }
    assert scripts
    assert scripts == set(command.split()[1:])
