"""What is wrong with a lab's Helm releases, found without helm, CDK or AWS."""

from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath

from cdk.config.enabled_releases import APPS, enabled_releases
from cdk.config.lab import LabConfig
from cdk.config.load import Loaded
from cdk.config.origin import Origin
from cdk.config.value_findings import value_findings
from cdk.errors import Finding
from cdk.nearest import nearest
from cdk.releases.catalog import HELM_VALUES, Release, read_catalog
from cdk.releases.data_findings import data_findings


def release_findings(loaded: Loaded, root: FilePath = HELM_VALUES) -> list[Finding]:
    """Check every release of a lab, and every file that it is made of.

    Args:
        loaded: the lab.
        root: folder with one folder for each release.
    """
    if loaded.config.eks is None:
        return []
    catalog, findings = read_catalog(root)
    for release in catalog.values():
        findings += [*data_findings(release, catalog), *_setting(release)]
    try:
        enabled = enabled_releases(loaded.config, catalog, loaded.layer)
    except ValueError as error:
        return [*findings, Finding(str(root), 0, 0, "", str(error), "correct `after` in one")]
    findings += _named(loaded, catalog, enabled)
    for each in enabled.values():
        findings += value_findings(each, loaded, enabled)
    return sorted(set(findings))


def _setting(release: Release) -> Iterator[Finding]:
    """Yield a setting that no lab can have."""
    setting = release.file.setting
    if setting is not None and setting not in LabConfig.model_fields:
        place = release.written.nearest_value(("setting",)) or Origin("", 0, 0)
        hint = nearest(setting, LabConfig.model_fields)
        where = (place.file, place.line, place.column, "setting")
        yield Finding(*where, f"is no setting of a lab (got {setting})", hint)


def _named(
    loaded: Loaded, catalog: Mapping[str, Release], enabled: Mapping[str, object]
) -> Iterator[Finding]:
    """Yield what is said in `releases` about something that is not there."""
    apps = {name for name, release in catalog.items() if release.file.setting == APPS}
    words = (catalog.keys() - apps) | enabled.keys()
    for name in loaded.config.releases:
        place = loaded.layer.nearest_key(("releases", name)) or Origin("", 0, 0)
        where = (place.file, place.line, place.column, f"releases.{name}")
        if name in apps:
            hint = "write app-<name>, with the name that the app has in `apps`"
            yield Finding(*where, "is one release for each app", hint)
        elif name not in words:
            yield Finding(*where, "names no release", nearest(name, words))
        elif name not in enabled and (setting := catalog[name].file.setting):
            message = f"is about a release that is switched off, as `{setting}` is not set"
            yield Finding(*where, message, f"add `{setting}: {{}}`, or remove it")
