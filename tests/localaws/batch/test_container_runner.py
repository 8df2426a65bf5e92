"""Jobs in real containers: how podman and docker are called."""

import os
import time
from pathlib import Path

import pytest

from localaws.batch.container import Container, Mount
from localaws.batch.container_runner import ContainerRunner, arguments, has_image
from localaws.batch.reaper import Reaper, reap

CERTIFICATE = Path("/lab/tls/ca.crt")
# Stands in for an engine: notes how it is called; a container of it runs until it is killed.
ENGINE = """#!/bin/sh
echo "$@" >> "$0.calls"
echo "${DOCKER_HOST:-no host}" >> "$0.hosts"
case "$1" in
    image) [ "$3" = known ] ;;
    kill) touch "$0.$2" ;;
    run)
        echo output
        while [ ! -e "$0.--signal=KILL" ] && [ ! -e "$0.--signal=TERM" ]; do
            sleep 0.02
            [ -e "$0.oom" ] && exit 137
        done
        [ -e "$0.--signal=KILL" ] && exit 137
        exit 143 ;;
esac
"""


def _container(tmp_path: Path) -> Container:
    return Container(
        name="localaws-1",
        image="lab/runner:1",
        command=["lab-runner", "--now"],
        environment={
            "CHANNEL": "FITC-A",
            "PATH": "/here",
            "AWS_CA_BUNDLE": "/lab/tls/ca.crt",
            "AWS_ENDPOINT_URL": "https://127.0.0.1:4610",
        },
        vcpus=0.5,
        memory_mib=2048,
        folder=tmp_path,
        mounts=[Mount(Path("/lab/efs"), "/mnt/efs", read_only=True), Mount(tmp_path, "/scratch")],
        user="1000:100",
    )


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put an engine that only notes its calls onto PATH."""
    program = tmp_path / "podman"
    program.write_text(ENGINE)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere")
    return program


def test_container_has_limits_network_mounts_and_user(tmp_path: Path) -> None:
    """It reaches the gateway on loopback, and is removed at its end."""
    command = arguments("podman", _container(tmp_path), CERTIFICATE)
    assert command[:3] == ["podman", "run", "--rm"]
    assert {
        "--network=host",
        "--pull=never",
        "--name=localaws-1",
        "--cpus=0.5",
        "--memory=2048m",
        "--user=1000:100",
        "--volume=/lab/efs:/mnt/efs:ro",
        f"--volume={tmp_path}:/scratch",
        "--env=CHANNEL=FITC-A",
        "--env=AWS_ENDPOINT_URL=https://127.0.0.1:4610",
    } <= set(command)
    assert command[-3:] == ["lab/runner:1", "lab-runner", "--now"]


def test_container_trusts_the_gateway_and_has_the_programs_of_its_image(tmp_path: Path) -> None:
    """The certificate is mounted; PATH of this machine stays here."""
    command = arguments("podman", _container(tmp_path), CERTIFICATE)
    assert "--volume=/lab/tls/ca.crt:/run/localaws/ca.crt:ro" in command
    assert "--env=AWS_CA_BUNDLE=/run/localaws/ca.crt" in command
    assert not [part for part in command if part.startswith("--env=PATH=")]


def test_engine_is_asked_for_the_image(engine: Path) -> None:
    """Not with the emulator's DOCKER_HOST, at which nobody answers."""
    assert has_image("podman", "known")
    assert not has_image("podman", "other")
    assert set(engine.with_suffix(".hosts").read_text().splitlines()) == {"no host"}


def test_engine_that_is_not_installed_has_no_image(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is started then."""
    monkeypatch.setenv("PATH", "/nowhere")
    assert not has_image("podman", "known")


def _code(engine: Path, tmp_path: Path, how: str) -> tuple[int | None, bool]:
    """Start a container, end it somehow; return its code and whether its memory was the reason."""
    running = ContainerRunner("podman", CERTIFICATE, Reaper()).start(_container(tmp_path))
    assert os.read(running.output, 100) == b"output\n"
    if how == "memory":
        engine.with_suffix(".oom").touch()
    else:
        getattr(running, how)()
    code, deadline = None, time.monotonic() + 10
    while code is None and time.monotonic() < deadline:
        code = running.poll(0.1)
    running.close()
    return code, running.out_of_memory


@pytest.mark.parametrize(("how", "expected"), [("terminate", (143, False)), ("kill", (137, False))])
def test_container_is_ended_by_the_engine(
    engine: Path, tmp_path: Path, how: str, expected: tuple[int, bool]
) -> None:
    """A signal to the command that waits for it would not reach it."""
    assert _code(engine, tmp_path, how) == expected
    assert "kill --signal=" in engine.with_suffix(".calls").read_text()


def test_container_that_the_kernel_killed_was_out_of_memory(engine: Path, tmp_path: Path) -> None:
    """Code 137 without our doing."""
    assert _code(engine, tmp_path, "memory") == (137, True)


def test_container_ends_with_the_emulator(engine: Path) -> None:
    """The engine is told to, also by the program that outlives the emulator."""
    reap(["+podman:left\n", "+podman:ended\n", "-podman:ended\n"])
    assert engine.with_suffix(".calls").read_text() == "kill left\n"
