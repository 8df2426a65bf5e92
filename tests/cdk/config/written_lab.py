"""A lab with a cluster, written as an admin writes it."""

from pathlib import Path

from cdk.config.load import Loaded, load

CLUSTER = "name: demo\nowner: ada@example.org\nregion: us-east-1\neks: {}\n"
"""The first four lines of its `lab.yaml`."""


def written_lab(folder: Path, text: str = "", *, first: str = CLUSTER) -> Loaded:
    """Write a lab whose own text begins in line 5, and load its environment dev.

    Args:
        folder: of the test.
        text: what follows the first lines of `lab.yaml`.
        first: the first lines.
    """
    lab = folder / "lab"
    lab.mkdir(exist_ok=True)
    (lab / "lab.yaml").write_text(first + text, encoding="utf-8")
    (lab / "dev.yaml").write_text('account: "111122223333"\n', encoding="utf-8")
    return load(lab, "dev")
