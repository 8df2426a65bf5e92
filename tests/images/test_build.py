"""`images/build`, with stand-ins for podman and docker that write down what they were told."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DIGEST = f"sha256:{'0a1b2c3d' * 8}"
REPOSITORY = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/lab-runner"
# A container that ends with 96 when the runner has no environment, unless told otherwise.
ENGINE = f"""#!/bin/bash
echo "${{0##*/}} $*" >> "$CALLS"
case "$*" in
  run*lab-runner) exit "${{RUNNER_STATUS:-96}}" ;;
  push*--digestfile*) echo {DIGEST} > "$3" ;;
  image*inspect*) echo other/repository@sha256:ff; echo {REPOSITORY}@{DIGEST} ;;
esac
"""


@pytest.fixture
def engines(tmp_path: Path) -> Path:
    """Return a folder with stand-ins for both engines."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("docker", "podman"):
        (folder / name).write_text(ENGINE)
        (folder / name).chmod(0o755)
    return folder


def build(engines: Path, *arguments: str, **variables: str) -> tuple[int, str, list[str]]:
    """Run the script; return its exit status, what it printed, and the calls of the engine."""
    calls = engines / "calls"
    environment = {**os.environ, "CALLS": str(calls), "TMPDIR": str(engines.parent), **variables}
    environment["PATH"] = f"{engines}:{environment['PATH']}"
    done = subprocess.run(  # noqa: S603
        [ROOT / "images" / "build", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, calls.read_text().splitlines() if calls.exists() else []


@pytest.mark.parametrize("engine", ["docker", "podman"])
def test_push_prints_the_line_for_the_yaml(engines: Path, engine: str) -> None:
    """The last line names the image by its digest, whatever else the engine knows."""
    status, output, calls = build(engines, "--engine", engine, "--push", REPOSITORY)
    assert status == 0, output
    assert output.splitlines()[-1] == f"image: {REPOSITORY}@{DIGEST}"
    assert calls[0].startswith(f"{engine} build --platform linux/amd64 --tag localhost/lab-runner:")
    assert f"{engine} push" in calls[-1 if engine == "podman" else -2]


def test_image_that_fails_its_trial_is_not_pushed(engines: Path) -> None:
    """A runner that says nothing about a missing environment is broken."""
    status, output, calls = build(
        engines, "--engine", "podman", "--push", REPOSITORY, RUNNER_STATUS="0"
    )
    assert (status, output) == (
        2,
        "images/build: a job without environment ended with 0, not with 96\n",
    )
    assert not [call for call in calls if "push" in call]


def test_trial_is_as_narrow_as_a_job(engines: Path) -> None:
    """A user id that the image does not know, and a root that cannot be written to."""
    _, _, calls = build(engines, "--engine", "docker")
    trials = [call for call in calls if call.startswith("docker run ")]
    assert len(trials) == 5
    assert all("--read-only --user 12345:12345" in call for call in trials)


def test_base_and_further_options_reach_the_engine(engines: Path) -> None:
    """What follows `--` is the engine's."""
    _, _, calls = build(engines, "--engine", "podman", "--base", "x:1", "--", "--network", "host")
    assert calls[0].endswith("--build-arg BASE=x:1 --network host .")


def test_no_build_pushes_what_was_built(engines: Path) -> None:
    """What a scan has seen is what is pushed."""
    status, output, calls = build(engines, "--engine", "docker", "--no-build", "--push", REPOSITORY)
    assert (status, output) == (0, f"image: {REPOSITORY}@{DIGEST}\n")
    assert [call.split()[1] for call in calls] == ["tag", "push", "image"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--engine", "nerdctl"], "--engine is docker or podman, not 'nerdctl'"),
        (["--push"], "--push needs a value"),
        (["--push", f"{REPOSITORY}:latest"], "--push takes a repository without tag or digest"),
        (["--no-build"], "--no-build leaves nothing to do without --push"),
        (["--pull"], "what is '--pull'?"),
    ],
)
def test_wrong_arguments_are_told(engines: Path, arguments: list[str], reason: str) -> None:
    """Nothing is built with them."""
    status, output, calls = build(engines, *arguments)
    assert (status, output.splitlines()[-1]) == (2, f"images/build: {reason}")
    assert [call for call in calls if " build " in call] == []
