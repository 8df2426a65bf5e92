"""What the image is made of, and what its workflow runs, is pinned."""

import re
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
IMAGE = ROOT / "images" / "runner"
WORKFLOW = ROOT / ".github" / "workflows" / "runner-image.yml"


def _pins(file: Path) -> dict[str, str]:
    """Return the versions in a file of requirements."""
    found = re.findall(r"^([\w.-]+)==([\w.]+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(reversed(found))


def test_base_image_is_named_by_digest() -> None:
    """A tag of Debian is another image every few weeks."""
    dockerfile = (IMAGE / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^ARG BASE=docker\.io/\S+@sha256:[0-9a-f]{64}$", dockerfile, re.MULTILINE)
    assert re.findall(r"^FROM (.*)$", dockerfile, re.MULTILINE) == ["${BASE}"]


def test_every_requirement_is_hashed_and_from_no_fixed_place() -> None:
    """What a mirror delivers is compared with what was compiled."""
    text = re.sub(r"\\\n", " ", (IMAGE / "requirements.txt").read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    form = re.compile(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}")
    assert [line for line in lines if not form.match(line)] == []
    assert "://" not in text


def test_compiled_requirements_are_the_written_ones() -> None:
    """An edit of `requirements.in` is compiled."""
    written, compiled = _pins(IMAGE / "requirements.in"), _pins(IMAGE / "requirements.txt")
    assert written.items() <= compiled.items()
    assert len(written) == 4


def test_scientists_find_the_same_versions_in_jobs_and_notebooks() -> None:
    """Results do not depend on where a script ran."""
    image, science = _pins(IMAGE / "requirements.in"), _pins(ROOT / "requirements/science.txt")
    shared = {"boto3", "numpy", "pandas"}
    assert {name: image[name] for name in shared} == {name: science[name] for name in shared}


def test_actions_of_the_workflow_are_pinned_to_commits() -> None:
    """A tag of somebody's repository can be moved, with the rights to push our image."""
    (job,) = YAML(typ="safe").load(WORKFLOW)["jobs"].values()
    actions = [step["uses"] for step in job["steps"] if "uses" in step]
    assert len(actions) == 4
    assert [name for name in actions if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", name)] == []
