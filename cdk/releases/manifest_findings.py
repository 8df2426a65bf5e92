"""What is wrong with the manifests of one release, whichever lab has it."""

from collections.abc import Iterator

from cdk.errors import Finding
from cdk.holes import holes
from cdk.nearest import nearest
from cdk.releases.catalog import Release
from cdk.releases.forbidden_text import CONFIDENTIAL, forbidden
from cdk.releases.manifest_file import Manifest, ManifestFile
from cdk.settings import Path

EXTERNAL_SECRETS = "external-secrets"
"""The release that knows the kinds of `external-secrets.io`."""

_BRING = "bring it from Secrets Manager with an ExternalSecret"


def manifest_findings(release: Release) -> Iterator[Finding]:
    """Yield secrets, namespaces that nobody makes, and kinds that the cluster does not know yet.

    Args:
        release: one folder of `helm-values/`.
    """
    for manifests in (release.before, release.after):
        for index, manifest in enumerate(manifests.objects):
            for path, message, hint in _problems(release, manifest):
                yield _finding(manifests, (index, *path), message, hint)


def _problems(release: Release, manifest: Manifest) -> Iterator[tuple[Path, str, str]]:
    group, kind = str(manifest["apiVersion"]).partition("/")[0], manifest["kind"]
    if kind == "Secret":
        yield (), "holds a Secret, which would stand in the template", _BRING
    else:
        for each in forbidden(manifest):
            is_secret = each.message == CONFIDENTIAL
            yield each.path, each.message, _BRING if is_secret else each.hint
    waits = EXTERNAL_SECRETS in {release.name, *release.file.after}
    if group == "external-secrets.io" and not waits:
        message = f"uses {kind}, and the release does not come after {EXTERNAL_SECRETS}"
        yield (), message, f"add `after: [{EXTERNAL_SECRETS}]` to release.yaml"
    metadata, known = manifest["metadata"], release.file.all_namespaces
    name = metadata.get("namespace") if isinstance(metadata, dict) else None
    if isinstance(name, str) and name not in known and not any(holes(name)):
        message = f"is in the namespace {name}, which release.yaml does not name"
        yield ("metadata", "namespace"), message, nearest(name, known)


def _finding(manifests: ManifestFile, path: Path, message: str, hint: str) -> Finding:
    place = manifests.place(path)
    return Finding(place.file, place.line, place.column, "", message, hint)
