"""One release with nothing left open: what helm and kubectl receive."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from cdk.holes import fill
from cdk.releases.catalog import Release
from cdk.releases.manifest_file import Manifest
from cdk.releases.values import Values, nulls
from cdk.releases.vocabulary import Vocabulary


@dataclass(frozen=True)
class FilledRelease:
    """A release of one lab, its holes filled by values, or by CDK's tokens for values.

    Attributes:
        name: of the Helm release.
        release: the folder that it is made of.
        values: what helm receives.
        before: manifests that are applied before the chart.
        after: manifests that are applied after it.
    """

    name: str
    release: Release
    values: Values
    before: Sequence[Manifest]
    after: Sequence[Manifest]


def fill_release(
    release: Release,
    words: Vocabulary,
    *,
    values: Values,
    before: Sequence[Manifest],
    after: Sequence[Manifest],
) -> FilledRelease:
    """Fill the holes of a release.

    Args:
        release: the folder that it is made of.
        words: what the holes may name.
        values: all layers over each other.
        before: manifests that are applied before the chart.
        after: manifests that are applied after it.

    Raises:
        HolesError: a hole cannot be filled.
        ValueError: a value is null, which CDK would drop on the way to helm.
    """
    full = cast("Values", fill(values, words))
    if lost := [".".join(map(str, path)) for path in nulls(full)]:
        raise ValueError(f"{words.release}: null gets lost on the way to helm: {', '.join(lost)}")
    first, last = (cast("list[Manifest]", fill([*each], words)) for each in (before, after))
    return FilledRelease(words.release, release, full, first, last)
