"""Which releases a lab has, in which order, and with which values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from cdk.apps.values import release_name
from cdk.config.compose import compose
from cdk.config.from_settings import FromSettings, from_settings
from cdk.config.hosts import hosts
from cdk.config.lab import LabConfig
from cdk.config.origin import Layer, Origin
from cdk.errors import Finding, LabError
from cdk.facts import Facts
from cdk.holes import holes
from cdk.releases.catalog import Release
from cdk.releases.filled_release import FilledRelease, fill_release
from cdk.releases.manifest_file import Manifest
from cdk.releases.values import at_place, part_of
from cdk.releases.vocabulary import Vocabulary
from cdk.settings import Path

APPS = "apps"
"""The setting whose every entry is a release of its own, made of one folder."""

_NOTHING = Layer({})


@dataclass(frozen=True)
class EnabledRelease:
    """One Helm release of one lab, its holes not filled yet.

    Attributes:
        name: the Helm release's own, which differs from its folder's for web apps.
        release: the folder that it is made of.
        setting: path of the setting that switches it on.
        settings: what typed settings add.
        values: all layers over each other.
    """

    name: str
    release: Release
    setting: Path
    settings: FromSettings
    values: Layer

    @property
    def before(self) -> list[Manifest]:
        """What is applied before the chart."""
        return [*self.release.before.objects, *self.settings.before]

    @property
    def after(self) -> list[Manifest]:
        """What is applied after the chart."""
        return [*self.release.after.objects]

    def facts(self) -> set[str]:
        """Return the facts that values and manifests have holes for."""
        trees = (self.values.values, self.before, self.after)
        return {name for tree in trees for _, name in holes(tree)} & Facts.model_fields.keys()

    def example_secrets(self) -> dict[str, str]:
        """Return ARNs as the generated secrets of this release could have them."""
        arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret"
        return {name: f"{arn}:{self.name}-{name}-a1b2c3" for name in self.release.file.secrets}

    def vocabulary(
        self, config: LabConfig, *, facts: Facts, secrets: Mapping[str, str]
    ) -> Vocabulary:
        """Return what the holes of this release may name.

        Args:
            config: the lab.
            facts: what the platform published.
            secrets: ARNs of the secrets that were generated for this release.
        """
        return Vocabulary(
            release=self.name,
            lab=config,
            facts=facts,
            files=self.release.files,
            secrets=secrets,
            hosts=hosts(config),
        )

    def filled(
        self, config: LabConfig, *, facts: Facts, secrets: Mapping[str, str]
    ) -> FilledRelease:
        """Return what helm and kubectl receive; arguments are those of `vocabulary`.

        Raises:
            HolesError: a hole cannot be filled.
        """
        words = self.vocabulary(config, facts=facts, secrets=secrets)
        return fill_release(
            self.release, words, values=self.values.values, before=self.before, after=self.after
        )


def enabled_releases(
    config: LabConfig, catalog: Mapping[str, Release], written: Layer = _NOTHING
) -> dict[str, EnabledRelease]:
    """Return the releases that a lab has, each after those that it needs.

    Args:
        config: the lab.
        catalog: the releases that the platform knows.
        written: the lab's settings with the place of each, where messages shall have them.

    Raises:
        LabError: releases wait for each other.
    """
    found = {
        name: _enabled(name, setting, release, config, written)
        for release in catalog.values()
        for name, setting in _instances(config, release)
    }
    before = {
        name: [o for o in sorted(found) if found[o].release.name in found[name].release.file.after]
        for name in sorted(found)
    }
    try:
        return {name: found[name] for name in TopologicalSorter(before).static_order()}
    except CycleError as error:
        names = error.args[1]
        place = found[names[0]].release.written.nearest_value(("after",)) or Origin("", 0, 0)
        message = f"waits for itself ({', '.join(names)})"
        where = (place.file, place.line, place.column, "after")
        raise LabError([Finding(*where, message, "remove one of these names")]) from None


def _instances(config: LabConfig, release: Release) -> Iterator[tuple[str, Path]]:
    """Yield the Helm releases that a lab makes of one folder, with the setting of each."""
    setting = release.file.setting
    if config.eks is None:
        return
    if setting == APPS:
        yield from ((release_name(name), (APPS, name)) for name in config.enabled_apps())
    elif setting is None and config.releases.get(release.name) is not None:
        yield release.name, ("releases", release.name)
    elif setting is not None and getattr(config, setting, None) is not None:
        yield release.name, (setting,)


def _enabled(
    name: str, setting: Path, release: Release, config: LabConfig, written: Layer
) -> EnabledRelease:
    settings = from_settings(config, name)
    typed = at_place(settings.values, written.nearest_key(setting))
    own, places = config.releases.get(name), part_of(written, "releases", name, "values")
    values = Layer(dict(own.values) if own else {}, places.keys, places.origins)
    return EnabledRelease(name, release, setting, settings, compose([release.base, typed, values]))
