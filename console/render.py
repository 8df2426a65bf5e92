"""`lab render`: what helm, kubectl and ParallelCluster would receive, with example facts."""

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
from cdk.config.release_findings import NAME_OF_APP, release_findings
from cdk.errors import Finding, LabError
from cdk.nearest import nearest
from cdk.releases.catalog import HELM_VALUES, read_catalog
from cdk.releases.filled_release import FilledRelease
from console import render_slurm
from console.errors import ConsoleError
from console.report import note

_PARTS = ("values", "before", "after")
_CLUSTER = "slurm.cluster.yaml"


def render(lab: Path, env: str, release: str, *, manifests: bool) -> None:
    """Print the values of one release, or the configuration of the Slurm cluster, as YAML.

    Args:
        lab: folder of the lab.
        env: its environment.
        release: one that the lab has, or `slurm`.
        manifests: print those before and after the chart as well, each a document of its own.

    Raises:
        LabError: the lab has no such release, or something in it is wrong.
    """
    if release == render_slurm.NAME:
        sys.stdout.write(as_yaml([render_slurm.rendered_cluster(lab, env)]))
        return
    releases = rendered(lab, env)
    if release not in releases:
        is_of_apps = any(release == each.release.name for each in releases.values())
        own = [render_slurm.NAME] if load(lab, env).config.slurm else []
        hint = NAME_OF_APP if is_of_apps else nearest(release, [*releases, *own])
        message = f"has no release {release} in {env}"
        raise LabError([Finding(str(lab), 0, 0, "", message, hint)])
    filled = releases[release]
    beside = [*filled.before, *filled.after] if manifests else []
    # Not through `say`, which would turn tabs into blanks: these are the bytes that count.
    sys.stdout.write(as_yaml([filled.values, *beside]))


def render_all(lab: Path, env: str, out: Path) -> None:
    """Write the values and manifests of all releases, and the Slurm cluster's, into a folder.

    Raises:
        ConsoleError: the folder cannot be written to, or holds what another environment left.
        LabError: something in the lab is wrong.
    """
    texts: dict[str, str] = {}
    for name, filled in rendered(lab, env).items():
        documents = ([filled.values], filled.before, filled.after)
        parts = zip(_PARTS, documents, strict=True)
        texts |= {f"{name}.{part}.yaml": as_yaml(each) for part, each in parts if each}
    if (cluster := render_slurm.cluster_of(load(lab, env).config)) is not None:
        texts[_CLUSTER] = as_yaml([cluster])
    try:
        out.mkdir(parents=True, exist_ok=True)
        stale = {
            file.name
            for pattern in (*(f"*.{part}.yaml" for part in _PARTS), _CLUSTER)
            for file in out.glob(pattern)
        } - {*texts}
        if stale:
            message = f"{out} holds {', '.join(sorted(stale))}, which {env} does not have"
            raise ConsoleError(f"{message}: name another folder, or empty it", exit_code=2)
        for file_name, text in texts.items():
            (out / file_name).write_text(text, encoding="utf-8")
            note(str(out / file_name))
    except OSError as error:
        raise ConsoleError(f"cannot write to {out}: {error.strerror}", exit_code=2) from None


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
