"""Profiles: the machines that people choose from when they start a server."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from cdk.settings import FREE, Problem, Settings
from cdk.types import ImageName, refuse


def _profile_name(value: str) -> str:
    if re.fullmatch(r"[a-z](-?[a-z0-9]){0,31}", value, re.ASCII):
        return value
    raise refuse(
        "cannot be the name of a profile",
        "a letter, then lower-case letters, digits, single hyphens, at most 32, as small",
    )


ProfileName = Annotated[str, AfterValidator(_profile_name)]
"""The name of a profile. JupyterHub keeps it as what a person chose last."""

AbsolutePath = Annotated[str, Field(pattern=r"^(/[\w.-]+)+$")]


class ProfileConfig(Settings):
    """One kind of server: an image, and how much of a machine it gets."""

    display_name: Annotated[str | None, FREE] = Field(
        None, min_length=1, max_length=60, examples=["Large"]
    )
    """What people read in the list. Default: the profile's name."""
    description: Annotated[str, FREE] = Field(
        "", max_length=300, examples=["Python, for objects that fill the memory"]
    )
    """A line below it: what the profile is for. Its cores, memory and GPUs are added; by default
    they stand alone."""
    image: Annotated[ImageName, FREE] = Field(
        "pangeo/pangeo-notebook:2026.06.04", examples=["pangeo/pangeo-notebook:2026.06.04"]
    )
    """The container image with an exact tag or digest; it needs jupyterhub-singleuser. Default
    pangeo/pangeo-notebook:2026.06.04, Python with Dask."""
    cpu_guarantee: Annotated[float, FREE] = Field(0.5, gt=0, le=192, strict=False, examples=[0.5])
    """Processors that are reserved. Default 0.5; what others leave idle can be used as well, up to
    `cpu_limit`."""
    cpu_limit: Annotated[float, FREE] = Field(2, gt=0, le=192, strict=False, examples=[2])
    """Most processors it may use. Default 2."""
    memory_gib: Annotated[float, FREE] = Field(4, ge=0.5, le=2000, strict=False, examples=[4])
    """Memory in GiB, reserved in full. Default 4. A kernel that needs more is ended. About 7 % of a
    machine belongs to Kubernetes: 56 fit on one of 64, 64 need one of 128."""
    gpus: Annotated[int, FREE] = Field(0, ge=0, le=8, examples=[1])
    """NVIDIA GPUs. Default 0. They exist in the node pool `gpu` alone."""
    node_pool: Annotated[Literal["notebook", "general", "gpu"], FREE] = Field(
        "notebook", examples=["gpu"]
    )
    """The node pool of `eks.node_pools` that it runs in. Default notebook; nobody works on the
    machines of the lab's own programs, or on those that may be taken away."""
    groups: Annotated[tuple[str, ...], FREE] = Field((), strict=False, examples=[["gpu-users"]])
    """Groups that may choose it, besides the admins. Default none, which means everybody."""
    default_url: Annotated[AbsolutePath, FREE] = Field("/lab", examples=["/rstudio"])
    """The page that opens first. Default /lab, which is JupyterLab; /rstudio is RStudio."""
    home_path: Annotated[AbsolutePath, FREE] = Field("/home/jovyan", examples=["/home/rstudio"])
    """Where the image expects the home folder. Default /home/jovyan. It is the same folder in all
    profiles."""
    default: Annotated[bool, FREE] = Field(default=False, examples=[True])
    """Choose this profile unless a person chooses another. Default false; if none is the default,
    the first is."""

    def problems(self) -> Iterator[Problem]:
        """Check that no more is reserved than may be used, and that GPUs and their pool meet."""
        if self.cpu_guarantee > self.cpu_limit:
            yield Problem(
                path=("cpu_guarantee",),
                message=f"is above cpu_limit (got {self.cpu_guarantee:g} and {self.cpu_limit:g})",
                hint=f"at most {self.cpu_limit:g}, or raise cpu_limit",
                related=(("cpu_limit",),),
            )
        if bool(self.gpus) != (self.node_pool == "gpu"):
            here, there = ("gpus", "node_pool") if self.gpus else ("node_pool", "gpus")
            yield Problem(
                path=(here,),
                message=f"and {there} do not go together (got gpus {self.gpus}, node_pool "
                f"{self.node_pool})",
                hint="`gpus: 1` with `node_pool: gpu`, or neither",
                related=(("node_pool",), ("gpus",)),
            )


BUILT_IN: Mapping[str, ProfileConfig] = {
    "small": ProfileConfig(
        display_name="Small",
        description="Python notebooks; the client of a Dask cluster",
        default=True,
    ),
    "large": ProfileConfig(
        display_name="Large",
        description="Python notebooks with data that fills the memory",
        cpu_guarantee=7,
        cpu_limit=8,
        memory_gib=56,
    ),
    "rstudio": ProfileConfig(
        display_name="RStudio",
        description="R with RStudio",
        # The last tag with a version: since June 2025 rocker/binder is published as latest only.
        image="rocker/binder:4.5.1",
        cpu_guarantee=1,
        cpu_limit=4,
        memory_gib=14,
        default_url="/rstudio",
        home_path="/home/rstudio",
    ),
    "gpu": ProfileConfig(
        display_name="GPU",
        description="Python notebooks with JAX, TensorFlow and CUDA",
        image="pangeo/ml-notebook:2025.12.30",
        cpu_guarantee=6,
        cpu_limit=7,
        memory_gib=28,
        gpus=1,
        node_pool="gpu",
        groups=("gpu-users",),
    ),
}
"""Profiles that are known by name; what a lab writes is laid over them, field by field."""

DEFAULT: Mapping[str, ProfileConfig] = {n: p for n, p in BUILT_IN.items() if not p.gpus}
"""Profiles of a lab that says nothing: those that run on every cluster."""


def over_built_in(written: object) -> object:
    """Lay the profiles that a lab wrote over those that are known by name.

    Args:
        written: what stands in the YAML, still unchecked: anything but a mapping is left as it is.

    Returns:
        A mapping of the default profiles and the written ones, `None` for one that is left out.
    """
    if not isinstance(written, Mapping):
        return written
    laid = {name: _over(BUILT_IN.get(name), value) for name, value in written.items()}
    return {**DEFAULT, **laid}


def _over(known: ProfileConfig | None, value: object) -> object:
    if known is None or not isinstance(value, Mapping):
        return value
    return {**known.model_dump(exclude_unset=True), **value}
