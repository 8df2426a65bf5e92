"""What one folder of `helm-values/` says about itself: `release.yaml`."""

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from cdk.facts import Facts
from cdk.nearest import nearest
from cdk.releases.config import ReleaseName
from cdk.releases.grants import Grant
from cdk.settings import FIXED, FREE, REPLACES, Problem, Settings
from cdk.types import refuse

SERVICE_ACCOUNT = r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"


def _service_account(value: str) -> str:
    if re.match(SERVICE_ACCOUNT, value):
        return value
    hint = "lower-case letters, digits and hyphens, for example plate-viewer"
    raise refuse("cannot be the name of a service account", hint)


def _version(value: object) -> object:
    # YAML reads 1.4 as a number, whose text would be of no use either.
    if isinstance(value, str) and re.fullmatch(r"v?\d+\.\d+\.\d+(-[\w.-]+)?", value):
        return value
    raise refuse("is no exact version", "needs three numbers, for example 1.4.0")


def _repository(value: str) -> str:
    if re.fullmatch(r"https://\S+", value):
        return value
    if value.startswith("oci://"):
        hint = "name a repository with https://, or keep the chart here and name its `path`"
        raise refuse("is an OCI registry, which is not supported", hint)
    raise refuse("is no Helm repository", "for example https://hub.jupyter.org/helm-chart/")


ServiceAccount = Annotated[str, AfterValidator(_service_account)]
Grants = Annotated[tuple[Grant, ...], Field(strict=False)]


class GeneratedSecretConfig(Settings):
    """A secret that nobody thinks of: Secrets Manager makes it once, and it never changes."""

    length: Annotated[int, FIXED] = Field(32, ge=16, le=128, examples=[32])
    """How many letters and digits it has. Default 32. DANGER: another length is another secret."""


class ReleaseFile(Settings):
    """A Helm release of the platform: which chart, where it goes, what it needs."""

    chart: Annotated[str | None, REPLACES] = Field(None, examples=["jupyterhub"])
    """The chart's name in its repository. Default none: then it is a chart of ours, by `path`."""
    path: Annotated[str | None, REPLACES] = Field(None, examples=["charts/webapp"])
    """Folder of a chart of ours, from the top of the repository. Default none."""
    repository: Annotated[Annotated[str, AfterValidator(_repository)] | None, FREE] = Field(
        None, examples=["https://hub.jupyter.org/helm-chart/"]
    )
    """The official Helm repository that has `chart`. Default none."""
    version: Annotated[Annotated[str, BeforeValidator(_version)] | None, FREE] = Field(
        None, examples=["4.4.0"]
    )
    """The exact version of `chart`; no range. Default none, for a chart of ours."""
    license: Annotated[str | None, FREE] = Field(None, examples=["BSD-3-Clause"])
    """The licence of `chart` by its SPDX name, kept with what is recorded of it. Default none."""
    namespace: Annotated[str, REPLACES] = Field(pattern=SERVICE_ACCOUNT, examples=["jupyterhub"])
    """The Kubernetes namespace of the release; it is made before."""
    namespaces: Annotated[tuple[str, ...], FREE] = Field((), strict=False, examples=[["dask"]])
    """Further namespaces that are made before. Default none."""
    setting: Annotated[str | None, FREE] = Field(None, examples=["jupyterhub"])
    """The top-level setting of a lab that switches the release on; `eks` is always with a cluster.
    Default none: it is on when a lab names it in `releases`."""
    after: Annotated[tuple[ReleaseName, ...], FREE] = Field(
        (), strict=False, examples=[["external-secrets"]]
    )
    """The releases that must be there first. Default none."""
    needs: Annotated[tuple[str, ...], FREE] = Field((), strict=False, examples=[["file_system_id"]])
    """The facts that values and manifests have holes for: no more, no less. Default none."""
    identities: Annotated[dict[ServiceAccount, Grants], FREE] = Field(
        default={}, examples=[{"external-secrets": ["read_secrets"]}]
    )
    """What pods may do in AWS: Kubernetes service account in `namespace` -> grants. Default
    none."""
    secrets: Annotated[dict[str, GeneratedSecretConfig], FREE] = Field(
        default={}, examples=[{"fernet_key": {"length": 32}}]
    )
    """Secrets to make, by name: a hole `${secret.<name>}` is the ARN of one. Default none."""
    wait: Annotated[bool, FREE] = Field(default=True, examples=[True])
    """Wait until everything of the release is ready, so that what comes after it can use it.
    Default true."""
    timeout_minutes: Annotated[int, FREE] = Field(10, ge=1, le=14, examples=[10])
    """How long helm may take. Default 10. CloudFormation's step ends after 15."""

    def problems(self) -> Iterator[Problem]:
        """Check that there is one chart with all that it takes to get it, and that facts exist."""
        if (self.chart is None) == (self.path is None):
            yield Problem(
                path=("chart",),
                message="and path are both left out" if self.chart is None else "and path are two",
                hint="name a `chart` with repository and version, or the `path` of a chart of ours",
                related=(("path",),),
            )
        for name in ("repository", "version"):
            if self.chart is not None and getattr(self, name) is None:
                yield Problem((name,), "is missing", "name the official one, exactly")
            if self.path is not None and getattr(self, name) is not None:
                yield Problem((name,), "belongs to a chart that is not ours", "remove it")
        for index, name in enumerate(self.needs):
            if name not in Facts.model_fields:
                hint = nearest(name, Facts.model_fields)
                yield Problem(("needs", index), f"is no fact (got {name})", hint)
        for name in self.all_namespaces:
            if name == "default" or name.startswith("kube-"):
                path = ("namespace",) if name == self.namespace else ("namespaces",)
                yield Problem(path, f"belongs to Kubernetes (got {name})", "take one of your own")

    @property
    def all_namespaces(self) -> tuple[str, ...]:
        """Every namespace that the release needs, its own first."""
        return (self.namespace, *self.namespaces)
