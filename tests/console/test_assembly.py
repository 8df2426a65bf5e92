"""Tests of making and reading cloud assemblies."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cdk.config.load import load
from cdk.naming import FOUNDATION
from console import assembly
from console.assembly import read_assembly, synthesise
from console.errors import ConsoleError
from tests.console.conftest import SMALL_LAB


def test_stacks_come_in_the_order_of_their_needs(demo: Callable[[str], Path]) -> None:
    """What others need stands first, and nothing stands twice."""
    loaded = load(Path("labs/demo"), "dev")
    names = read_assembly(demo("dev"), loaded).names()
    assert names[:2] == ["demo-dev-network", "demo-dev-storage"]
    assert names.index("demo-dev-eks") < names.index("demo-dev-node-pools")
    assert names.index("demo-dev-node-pools") < names.index("demo-dev-addons")
    assert len(names) == len(set(names)) == len(FOUNDATION) + 2


def test_the_embedded_aws_gets_what_it_can_run(demo: Callable[[str], Path]) -> None:
    """What needs a Kubernetes API or ParallelCluster is left out, and only there."""
    assembly = read_assembly(demo("dev"), load(Path("labs/demo"), "dev"))
    assert assembly.part_for(emulated=False).names() == assembly.names()
    left_out = {*assembly.names()} - {*assembly.part_for(emulated=True).names()}
    assert left_out == {
        "demo-dev-node-pools",
        "demo-dev-releases",
        "demo-dev-slurm",
        "demo-dev-slurm-accounting",
    }


def test_unchanged_input_is_not_synthesised_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second synthesis takes what the first one made; a failed one leaves nothing to take."""
    monkeypatch.chdir(tmp_path)
    loaded = load(SMALL_LAB, "dev")
    first = synthesise(SMALL_LAB, loaded)

    def fail(*_: object, **__: object) -> str:
        raise ConsoleError("synthesised again")

    monkeypatch.setattr(assembly, "run_cdk", fail)
    assert synthesise(SMALL_LAB, loaded) == first
    (first.folder / assembly.FINGERPRINT).write_text("other", encoding="ascii")
    with pytest.raises(ConsoleError):
        synthesise(SMALL_LAB, loaded)
    assert not (first.folder / assembly.FINGERPRINT).exists()
