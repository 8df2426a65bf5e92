"""Settings of JupyterHub: which servers people may start, for how long, and what they reach."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator, Field

from cdk.jupyterhub.egress import Egress, Rule, egress_rules
from cdk.jupyterhub.profiles import BUILT_IN, DEFAULT, ProfileConfig, ProfileName, over_built_in
from cdk.naming import project_prefix
from cdk.nearest import nearest
from cdk.settings import FIXED, FREE, Problem, Settings
from cdk.types import Cidr

Minutes = Annotated[int, Field(ge=5, le=7 * 24 * 60)]


class CullConfig(Settings):
    """When servers that nobody uses are stopped. What runs in them ends; files stay.

    A kernel that is idle is ended first, then a server without anything at work in it: an unused
    server stops after the sum of the two, two hours by default.
    """

    kernel_idle_minutes: Annotated[Minutes, FREE] = Field(60, examples=[60])
    """A kernel or terminal without work ends after so many minutes, also if its page is open.
    Default 60. Its variables are lost; one that computes is left alone."""
    server_idle_minutes: Annotated[Minutes, FREE] = Field(60, examples=[60])
    """A server without activity stops after so many minutes more. Default 60. Its machine costs
    money until then."""
    max_age_hours: Annotated[int | None, FREE] = Field(168, ge=1, le=20 * 24, examples=[168])
    """A server stops at this age in any case. Default 168, one week; `null` means never. DANGER:
    what computes then is ended as well."""

    @property
    def idle_minutes(self) -> int:
        """How long an unused server runs: kernels end first, and their end is its last activity."""
        return self.kernel_idle_minutes + self.server_idle_minutes

    def problems(self) -> Iterator[Problem]:
        """Check that the age leaves room for the idle times."""
        if self.max_age_hours is not None and self.max_age_hours * 60 < self.idle_minutes:
            yield Problem(
                path=("max_age_hours",),
                message=f"ends servers before they are idle (got {self.max_age_hours} hours, idle "
                f"after {self.idle_minutes} minutes)",
                hint="raise it, or lower the idle minutes",
                related=(("kernel_idle_minutes",), ("server_idle_minutes",)),
            )


class JupyterHubConfig(Settings):
    """JupyterHub: people log in, choose a profile and a project, and get a server of their own.

    Homes and project folders lie on the shared file system.
    """

    profiles: Annotated[
        dict[ProfileName, ProfileConfig | None], BeforeValidator(over_built_in), FREE
    ] = Field(
        default=dict(DEFAULT),
        examples=[{"large": {"memory_gib": 120}, "gpu": {"groups": ["gpu-users"]}}],
    )
    """What people choose from, by name. Default: `small`, `large` and `rstudio`. `gpu` is known as
    well and switched on by `gpu: {}`, if the cluster has such a pool. Of a known profile, write
    only what differs; `null` leaves it out. Other names make further profiles."""
    cull: Annotated[CullConfig, FREE] = Field(
        CullConfig(), examples=[{"kernel_idle_minutes": 120, "server_idle_minutes": 30}]
    )
    """When unused servers are stopped."""
    start_timeout_minutes: Annotated[int, FREE] = Field(15, ge=2, le=60, examples=[15])
    """How long a server may take to start. Default 15: a new machine takes 1 to 2 minutes, a large
    image several more."""
    placeholders: Annotated[int, FREE] = Field(0, ge=0, le=50, examples=[1])
    """Empty places of the size of the first profile that are kept ready, so that the next person
    does not wait for a machine. Default 0; each holds a part of a machine day and night."""
    active_servers: Annotated[int, FREE] = Field(100, ge=1, le=2000, examples=[100])
    """Most servers that run at the same time. Default 100; the next person is asked to wait."""
    concurrent_starts: Annotated[int, FREE] = Field(20, ge=1, le=200, examples=[20])
    """Most servers that start at the same time. Default 20; others are asked to try again."""
    named_servers_per_user: Annotated[int, FREE] = Field(2, ge=0, le=20, examples=[2])
    """Servers that a person may run beside the first one. Default 2; 0 switches them off."""
    egress: Annotated[Egress, FREE] = Field("internet", examples=["none"])
    """What servers and Dask workers reach outside the lab. `internet`, the default: every public
    address. `none`: only AWS through the VPC's endpoints, and `egress_cidrs`."""
    egress_cidrs: Annotated[dict[str, Cidr], FREE] = Field(
        default={}, examples=[{"licence-server": "10.4.0.17/32"}]
    )
    """Further networks that servers and Dask workers reach on every port, by a name of your choice.
    Default none: nothing in private networks but port 443 in the lab's own VPC, for AWS's endpoints
    there. In a VPC that exists, name its range."""
    homes_folder: Annotated[str, FIXED] = Field(
        "home", pattern=r"^[a-z][a-z0-9-]{0,30}$", examples=["home"]
    )
    """The folder of the shared file system that holds a home for each person. Default home. It
    cannot be changed later: homes would stay where they are, and everybody would begin with an
    empty one."""

    def enabled_profiles(self) -> dict[str, ProfileConfig]:
        """Return the profiles that there are, in the order in which people see them."""
        return {name: profile for name, profile in self.profiles.items() if profile is not None}

    @property
    def default_profile(self) -> ProfileConfig:
        """What is chosen at first: the profile that says so, or the first one."""
        profiles = self.enabled_profiles().values()
        return next((each for each in profiles if each.default), next(iter(profiles)))

    def images(self) -> tuple[str, ...]:
        """Return the image of each profile once, that of the default profile first."""
        others = (profile.image for profile in self.enabled_profiles().values())
        return tuple(dict.fromkeys([self.default_profile.image, *others]))

    @property
    def egress_rules(self) -> list[Rule]:
        """What servers and Dask workers reach outside the cluster, as NetworkPolicy has it."""
        return egress_rules(self.egress, self.egress_cidrs.values())

    def problems(self) -> Iterator[Problem]:
        """Check that everybody can start something, and that one profile is chosen at first."""
        profiles = self.enabled_profiles()
        if project_prefix(self.homes_folder).startswith(f"{self.homes_folder}/"):
            yield Problem(
                path=("homes_folder",),
                message=f"is where the folders of projects lie (got {self.homes_folder})",
                hint="choose another, for example home",
            )
        for name, profile in profiles.items():
            if name not in BUILT_IN and "image" not in profile.model_fields_set:
                yield Problem(
                    path=("profiles", name),
                    message="is no known profile, and a new one needs an image",
                    hint=nearest(name, BUILT_IN),
                )
        if not any(not profile.groups for profile in profiles.values()):
            yield Problem(
                path=("profiles",),
                message="leave nothing for people who are in none of the named groups",
                hint="keep a profile without `groups`, such as small",
            )
        defaults = [name for name, profile in profiles.items() if profile.default]
        for name in defaults[1:]:
            yield Problem(
                path=("profiles", name, "default"),
                message=f"is a second default, beside {defaults[0]}",
                hint=f"remove it, or write `default: false` in {defaults[0]}",
                related=(("profiles", defaults[0], "default"),),
            )
        for name in defaults:
            if profiles[name].groups:
                yield Problem(
                    path=("profiles", name, "groups"),
                    message="hide the default profile from people outside them",
                    hint="let another profile be the default",
                    related=(("profiles", name, "default"),),
                )
