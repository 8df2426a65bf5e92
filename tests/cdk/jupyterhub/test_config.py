"""Tests of the settings of JupyterHub."""

from typing import Any

import pytest

from cdk.jupyterhub.config import CullConfig, JupyterHubConfig
from cdk.settings import Settings


def hub(**settings: Any) -> JupyterHubConfig:  # noqa: ANN401 - as in YAML
    """Return settings as they come from a file."""
    return JupyterHubConfig.model_validate(settings)


def paths(config: Settings) -> list[str]:
    """Return which settings are complained about."""
    return [".".join(map(str, problem.path)) for problem in config.problems()]


def test_nothing_written_is_complete() -> None:
    """Three profiles, and no complaint."""
    assert list(hub().enabled_profiles()) == ["small", "large", "rstudio"]
    assert paths(hub()) == []


@pytest.mark.parametrize(
    ("profiles", "expected"),
    [
        ({"small": None}, []),
        ({"small": None, "large": None, "rstudio": None}, ["profiles"]),
        ({"small": {"groups": ["a"], "default": False}}, []),
        ({"small": {"groups": ["a"]}}, ["profiles.small.groups"]),
        ({"large": {"default": True}}, ["profiles.large.default"]),
        ({"large": {"default": True}, "small": {"default": False}}, []),
        (
            {name: {"groups": ["a"], "default": False} for name in ("small", "large", "rstudio")},
            ["profiles"],
        ),
    ],
)
def test_everybody_can_start_something(profiles: dict[str, Any], expected: list[str]) -> None:
    """One profile is chosen at first, and nobody is kept from it."""
    assert paths(hub(profiles=profiles)) == expected


def test_default_profile_is_the_first_unless_one_says_so() -> None:
    """As KubeSpawner chooses."""
    rstudio = {"small": {"default": False}, "rstudio": {"default": True}}
    assert hub(profiles={"small": None}).default_profile == hub().profiles["large"]
    assert hub(profiles=rstudio).default_profile.default_url == "/rstudio"


def test_images_begin_with_that_of_the_default_profile() -> None:
    """Each stands once."""
    rstudio = {"small": {"default": False}, "rstudio": {"default": True}}
    assert hub(profiles=rstudio).images() == (
        "rocker/binder:4.5.1",
        "pangeo/pangeo-notebook:2026.06.04",
    )


def test_an_unused_server_stops_after_the_sum() -> None:
    """Kernels first, then the server."""
    assert CullConfig().idle_minutes == 120
    assert CullConfig(kernel_idle_minutes=30, server_idle_minutes=45).idle_minutes == 75


@pytest.mark.parametrize(
    ("cull", "expected"),
    [
        (CullConfig(), []),
        (CullConfig(max_age_hours=None), []),
        (CullConfig(max_age_hours=2), []),
        (CullConfig(max_age_hours=1), ["max_age_hours"]),
    ],
)
def test_age_leaves_room_for_idleness(cull: CullConfig, expected: list[str]) -> None:
    """Otherwise servers in use would end first."""
    assert paths(cull) == expected
