"""Dask Gateway reads the options: what each person may choose, and what is refused."""

from typing import Any

import pytest

from tests.releases.dask_gateway.conftest import NOTEBOOK, PLANTED

Answer = dict[str, Any]


def test_every_setting_is_one_that_the_programs_know(answer: Answer) -> None:
    """Server and controller ignore others in silence."""
    assert answer["unknown"] == []


def test_planted_mistakes_are_found(answer: Answer) -> None:
    """Each is reported by its name, and nothing else is."""
    assert answer["planted"] == [[name] for name in PLANTED]


@pytest.mark.parametrize(
    ("asked", "cores"),
    [("usual", 8), ("gpu-cores", 16), ("gpu-third", 16)],
)
def test_most_is_that_of_the_best_group(answer: Answer, asked: str, cores: int) -> None:
    """Of everybody, unless a group of the person has more."""
    options = answer["asked"][asked]["options"]
    assert options["worker_cores"]["spec"] == {"type": "int", "min": 1, "max": cores}
    assert options["worker_memory"]["spec"] == {"type": "int", "min": 1, "max": 56}


def test_images_are_those_of_the_profiles(answer: Answer) -> None:
    """The first one is the default, that of the default notebook."""
    image = answer["asked"]["usual"]["options"]["image"]
    assert image["default"] == NOTEBOOK
    assert image["spec"]["options"] == [
        NOTEBOOK,
        "rocker/binder:4.5.1",
        "pangeo/ml-notebook:2025.12.30",
    ]


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ("cores", "worker_cores must be <= 8.000000, got 9"),
        ("memory", "worker_memory must be <= 56.000000, got 57"),
        ("image", "'evil/miner:1.0' is not a valid option for image"),
        ("unknown", "Unknown fields ['namespace']"),
        ("foreign", "You are not in the project flow"),
        ("third", "You have 2 clusters of 2: shut one down (dask.c0, dask.c1)"),
    ],
)
def test_what_is_not_allowed_is_refused(answer: Answer, asked: str, error: str) -> None:
    """With a message that reaches the person."""
    assert answer["asked"][asked]["error"] == f"PublicException: {error}"


@pytest.mark.parametrize("asked", ["second", "gpu-third"])
def test_as_many_clusters_as_allowed_may_run(answer: Answer, asked: str) -> None:
    """Two for everybody, four for the group."""
    assert "error" not in answer["asked"][asked]


def test_cluster_has_limits_and_ends_when_idle(answer: Answer) -> None:
    """Cores and memory of the group with more; idle time in seconds."""
    assert answer["asked"]["usual"]["cluster"] == {
        "image": NOTEBOOK,
        "namespace": "dask",
        "environment": {"MALLOC_TRIM_THRESHOLD_": "65536"},
        "idle_timeout": 1800,
        "worker_threads": 2,
        # One core and 4 GiB are the scheduler's: 63 cores hold 31 workers of two.
        "cluster_max_workers": 31,
        "cluster_max_cores": 64,
        "cluster_max_memory": 256 * 2**30,
    }
    assert answer["asked"]["gpu-cores"]["cluster"]["cluster_max_cores"] == 128
