"""The profiles that one person may choose from, and the projects to work as."""

from collections.abc import Collection, Sequence
from typing import Any

from lab_projects import Project, pod_settings

NO_PROJECT = "none"

Profile = dict[str, Any]
"""A profile as KubeSpawner knows it; `groups` is ours, and names who may choose it."""


def offered(
    profiles: Sequence[Profile],
    *,
    groups: Collection[str],
    is_admin: bool,
    projects: Sequence[Project],
) -> list[Profile]:
    """Return the profiles that a person sees.

    Args:
        profiles: all of them; an empty or missing `groups` means everybody.
        groups: those that the person is in.
        is_admin: whether the person may choose everything.
        projects: those that the person works in.
    """
    return [
        _for_projects(profile, projects)
        for profile in profiles
        if is_admin or not profile.get("groups") or not set(groups).isdisjoint(profile["groups"])
    ]


def overridden(profiles: Sequence[Profile]) -> list[str]:
    """Return the traits of KubeSpawner that a choice may change, be it profile or project."""
    overrides = [each.get("kubespawner_override", {}) for each in profiles]
    anybody = Project("anybody", 0, 0, permissions="2770")
    return sorted({name for each in (*overrides, pod_settings(anybody)) for name in each})


def _for_projects(profile: Profile, projects: Sequence[Project]) -> Profile:
    known = {key: value for key, value in profile.items() if key != "groups"}
    if not projects:
        return known
    choices: dict[str, Any] = {NO_PROJECT: {"display_name": "none", "default": True}}
    for each in projects:
        choices[each.name] = {
            "display_name": each.name,
            "kubespawner_override": pod_settings(each),
        }
    option = {"display_name": "Work as project", "choices": choices}
    return {**known, "profile_options": {**known.get("profile_options", {}), "project": option}}
