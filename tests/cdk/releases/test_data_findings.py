"""Files of one release against each other."""

from typing import Any

import pytest

from cdk.releases.data_findings import data_findings
from tests.cdk.releases.conftest import WriteRelease

CONFIG_MAP = (
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {a: "${scratch_bucket_name}"}\n'
)

UNNAMED = (
    "which `needs` in release.yaml does not name - "
    "add it there: it says what the release needs of the platform"
)
COST = "remove it: each costs 0.40 USD a month (us-east-1, 2024-07)"


def test_release_that_names_what_it_uses_is_right(write_release: WriteRelease) -> None:
    """In values and manifests."""
    release = write_release(
        base="a: ${file_system_id} ${secret.key}\n",
        files={"before.yaml": CONFIG_MAP},
        needs=["file_system_id", "scratch_bucket_name"],
        secrets={"key": {}},
        after=["other"],
    )
    assert list(data_findings(release, ["viewer", "other"])) == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            {"base": "a: 1\nb: ${file_system_id}\n"},
            f"base.yaml:2:4: uses the fact file_system_id, {UNNAMED}",
        ),
        (
            {"files": {"after.yaml": CONFIG_MAP}},
            f"after.yaml:4:12: uses the fact scratch_bucket_name, {UNNAMED}",
        ),
        (
            {"needs": ["file_system_id"]},
            "release.yaml:5:9: needs: is used nowhere (got file_system_id) - remove it",
        ),
        (
            {"after": ["viewr"]},
            "release.yaml:5:9: after: is no release (got viewr) - did you mean viewer?",
        ),
        (
            {"secrets": {"key": {}}},
            f"release.yaml:5:18: secrets: is used nowhere (got key) - {COST}",
        ),
        (
            {"base": "db:\n  password: hunter2\n"},
            (
                "base.yaml:2:13: db.password: looks like a secret, which would stand in the "
                "template and in logs - keep it in Secrets Manager and name a Kubernetes secret "
                "here"
            ),
        ),
        (
            {"files": {"befor.yaml": CONFIG_MAP}},
            "befor.yaml: is a file that this release does not use - did you mean before.yaml?",
        ),
        (
            {"files": {"notes.txt": "a"}},
            (
                "notes.txt: is a file that this release does not use - name it as "
                "`${file.notes.txt}`, or remove it"
            ),
        ),
        (
            {"files": {"before.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: x}\n"}},
            (
                "before.yaml:1:1: holds a Secret, which would stand in the template - bring it "
                "from Secrets Manager with an ExternalSecret"
            ),
        ),
    ],
)
def test_what_does_not_fit_has_its_line(
    write_release: WriteRelease, written: dict[str, Any], expected: str
) -> None:
    """In the file that has to be changed."""
    release = write_release(**written)
    (finding,) = data_findings(release, ["viewer"])
    assert str(finding) == f"{release.folder}/{expected}"
