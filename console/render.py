"""`lab render`: what helm and kubectl would receive, with example facts."""

import copy
import io
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import walk_tree

from cdk.config.enabled_releases import enabled_releases
from cdk.config.lab_facts import example_facts
from cdk.config.load import load
from cdk.config.release_findings import release_findings
from cdk.errors import Finding, LabError
from cdk.nearest import nearest
from cdk.releases.catalog import HELM_VALUES, read_catalog
from cdk.releases.filled_release import FilledRelease
from console.report import note


def render(lab: Path, env: str, release: str, *, manifests: bool) -> None:
    """Print the values of one release as YAML.

    Args:
        lab: folder of the lab.
        env: its environment.
        release: one that the lab has.
        manifests: print those before and after the chart as well, each a document of its own.

    Raises:
        LabError: the lab has no such release, or something in it is wrong.
    """
    releases = rendered(lab, env)
    if release not in releases:
        hint = nearest(release, releases)
        message = f"has no release {release} in {env}"
        raise LabError([Finding(str(lab), 0, 0, "", message, hint)])
    filled = releases[release]
    beside = [*filled.before, *filled.after] if manifests else []
    # Not through `say`, which would turn tabs into blanks: these are the bytes that count.
    sys.stdout.write(as_yaml([filled.values, *beside]))


def render_all(lab: Path, env: str, out: Path) -> None:
    """Write the values and manifests of all releases into a folder.

    Raises:
        LabError: something in the lab is wrong.
    """
    out.mkdir(parents=True, exist_ok=True)
    for name, filled in rendered(lab, env).items():
        parts = {"values": [filled.values], "before": filled.before, "after": filled.after}
        for part, documents in parts.items():
            if documents:
                file = out / f"{name}.{part}.yaml"
                file.write_text(as_yaml(documents), encoding="utf-8")
                note(str(file))


def rendered(lab: Path, env: str, root: Path = HELM_VALUES) -> dict[str, FilledRelease]:
    """Return all releases of a lab, their holes filled with example facts.

    Args:
        lab: folder of the lab.
        env: its environment.
        root: folder with one folder for each release.

    Raises:
        LabError: something in the lab is wrong.
    """
    loaded = load(lab, env)
    if errors := [each for each in release_findings(loaded, root) if not each.warning]:
        raise LabError(errors)
    config, (catalog, _) = loaded.config, read_catalog(root)
    facts = example_facts(config)
    return {
        name: each.filled(config, facts=facts, secrets=each.example_secrets())
        for name, each in enabled_releases(config, catalog).items()
    }


def as_yaml(documents: Sequence[Mapping[str, Any]]) -> str:
    """Write documents of YAML; scripts and files line by line, as somebody wrote them."""
    yaml = YAML()
    yaml.width = 4096  # a folded line would hide where a text ends
    text = io.StringIO()
    written = copy.deepcopy([*documents])
    walk_tree(written)
    yaml.dump_all(written, text)
    return text.getvalue()
