"""Settings of Helm releases: what a lab says about them beside their typed settings."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, JsonValue

from cdk.settings import FREE, Settings
from cdk.types import refuse


def _release_name(value: str) -> str:
    # Helm allows 53 characters; the objects of a chart add words of their own to it.
    if not re.fullmatch(r"[a-z](-?[a-z0-9])+", value, re.ASCII) or len(value) > 48:  # noqa: PLR2004
        raise refuse("cannot be the name of a Helm release", "for example jupyterhub")
    return value


ReleaseName = Annotated[str, AfterValidator(_release_name)]
"""The name of a Helm release: that of its folder in `helm-values/`, for a web app `app-<name>`."""


class ReleaseConfig(Settings):
    """One Helm release as a lab wants it."""

    values: Annotated[dict[str, JsonValue], FREE] = Field(
        default={}, examples=[{"hub": {"resources": {"requests": {"memory": "1Gi"}}}}]
    )
    """Values of the chart itself, laid over those of the platform: mappings merge, everything else
    replaces. Default none. The last resort where no setting exists: `lab check` refuses a key that
    the chart does not know, `lab render` shows the result. DANGER: values stand in the template
    and in logs, so never write a password here."""
