"""One embedded AWS for all tests of this folder."""

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.virtuallab.bench import Bench, NewClient, emulated, make_bench


@pytest.fixture(scope="session")
def new_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewClient]:
    """Run one emulator for the whole session; return what makes its clients, each of them once."""
    with emulated(tmp_path_factory.mktemp("local-aws")) as client:
        yield client


@pytest.fixture(autouse=True)
def _nobodys_project(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the lab of whoever runs the tests."""
    for name in [each for each in os.environ if each.startswith("LAB_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def new_bench(new_client: NewClient, tmp_path: Path) -> Callable[..., Bench]:
    """Return what makes a project with a state machine of a given definition."""
    return partial(make_bench, new_client, tmp_path)


@pytest.fixture
def bench(new_bench: Callable[..., Bench]) -> Bench:
    """Return a project whose runs wait until they are stopped."""
    return new_bench()
