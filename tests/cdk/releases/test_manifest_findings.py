"""Manifests of one release, whichever lab has it."""

import pytest

from cdk.releases.manifest_findings import manifest_findings
from tests.cdk.releases.conftest import WriteRelease

EXTERNAL = (
    "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\n"
    "metadata: {name: login, namespace: viewer}\nspec: {}\n"
)
QUOTED = "'${release}'"
CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, namespace: %s}\n"


def test_external_secret_of_a_release_that_waits_is_right(write_release: WriteRelease) -> None:
    """In its own namespace, or in one that a hole names."""
    hole = f"{CONFIG_MAP % 'viewer'}---\n{CONFIG_MAP % QUOTED}"
    files = {"before.yaml": EXTERNAL, "after.yaml": hole}
    release = write_release(files=files, after=["external-secrets"])
    assert list(manifest_findings(release)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"# a comment\n{EXTERNAL}",
            (
                "before.yaml:2:1: uses ExternalSecret, and the release does not come after "
                "external-secrets - add `after: [external-secrets]` to release.yaml"
            ),
        ),
        (
            CONFIG_MAP % "vieweres",
            (
                "before.yaml:3:32: is in the namespace vieweres, which release.yaml does not name "
                "- did you mean viewer?"
            ),
        ),
        (
            CONFIG_MAP % "kube-system",
            (
                "before.yaml:3:32: is in the namespace kube-system, which release.yaml does not "
                "name - allowed: viewer"
            ),
        ),
        (
            f"{CONFIG_MAP % 'viewer'}data: {{PASSWORD: hunter2}}\n",
            (
                "before.yaml:4:18: looks like a secret, which would stand in the template and in "
                "logs - bring it from Secrets Manager with an ExternalSecret"
            ),
        ),
        (
            "apiVersion: v1\nkind: Secret\nmetadata: {name: x}\nstringData: {password: a}\n",
            (
                "before.yaml:1:1: holds a Secret, which would stand in the template - bring it "
                "from Secrets Manager with an ExternalSecret"
            ),
        ),
    ],
)
def test_mistake_has_its_line(write_release: WriteRelease, text: str, expected: str) -> None:
    """At the object, or at what is wrong in it."""
    release = write_release(files={"before.yaml": text})
    (finding,) = manifest_findings(release)
    assert str(finding) == f"{release.folder}/{expected}"
