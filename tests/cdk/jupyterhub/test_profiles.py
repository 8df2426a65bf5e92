"""Tests of profiles: what is known by name, and what a lab lays over it."""

import pytest
from pydantic import TypeAdapter, ValidationError

from cdk.jupyterhub.profiles import (
    BUILT_IN,
    DEFAULT,
    ProfileConfig,
    ProfileName,
    over_built_in,
)


def test_default_profiles_need_no_gpu() -> None:
    """They run on the node pool that every cluster has; the GPU is known and off."""
    assert list(DEFAULT) == ["small", "large", "rstudio"]
    assert {profile.node_pool for profile in DEFAULT.values()} == {"notebook"}
    assert set(BUILT_IN) - set(DEFAULT) == {"gpu"}


@pytest.mark.parametrize("name", BUILT_IN)
def test_known_profiles_are_coherent(name: str) -> None:
    """No rule complains about what the platform brings."""
    assert list(BUILT_IN[name].problems()) == []


def test_a_lab_writes_only_what_differs() -> None:
    """The rest of a known profile stays."""
    laid = over_built_in({"large": {"memory_gib": 120}})
    assert isinstance(laid, dict)
    large = ProfileConfig.model_validate(laid["large"])
    assert large == BUILT_IN["large"].model_copy(update={"memory_gib": 120.0})


def test_profiles_that_are_not_written_stay() -> None:
    """In their order; further ones come after them, and null leaves one out."""
    laid = over_built_in({"imaging": {"memory_gib": 64}, "large": None, "gpu": {}})
    assert isinstance(laid, dict)
    assert list(laid) == ["small", "large", "rstudio", "imaging", "gpu"]
    assert laid["large"] is None
    assert laid["imaging"] == {"memory_gib": 64}
    assert ProfileConfig.model_validate(laid["gpu"]) == BUILT_IN["gpu"]


def test_what_is_no_mapping_is_left_to_the_type_check() -> None:
    """Its message names the place."""
    assert over_built_in(["small"]) == ["small"]
    assert over_built_in({"small": 3})["small"] == 3  # type: ignore[index]


@pytest.mark.parametrize("name", ["Small", "9", "a_b", "-a", "a--b", "a" * 33, ""])
def test_names_fit_into_forms_and_addresses(name: str) -> None:
    """Lower case, digits, single hyphens."""
    with pytest.raises(ValidationError, match="cannot be the name of a profile"):
        TypeAdapter(ProfileName).validate_python(name)


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (ProfileConfig(), []),
        (ProfileConfig(cpu_guarantee=4, cpu_limit=2), ["cpu_guarantee"]),
        (ProfileConfig(cpu_guarantee=2, cpu_limit=2), []),
        (ProfileConfig(gpus=1), ["gpus"]),
        (ProfileConfig(node_pool="gpu"), ["node_pool"]),
        (ProfileConfig(gpus=1, node_pool="gpu"), []),
    ],
)
def test_what_does_not_go_together_is_refused(profile: ProfileConfig, expected: list[str]) -> None:
    """More reserved than allowed; GPUs elsewhere, or none where they cost."""
    assert [".".join(map(str, problem.path)) for problem in profile.problems()] == expected


@pytest.mark.parametrize("image", ["pangeo/pangeo-notebook", "pangeo/pangeo-notebook:latest"])
def test_images_have_an_exact_tag(image: str) -> None:
    """A profile is the same program tomorrow."""
    with pytest.raises(ValidationError):
        ProfileConfig(image=image)
