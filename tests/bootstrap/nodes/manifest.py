"""The downloads of nodes, as `bootstrap/nodes/manifest.tsv` records them."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
FILE = ROOT / "bootstrap/nodes/manifest.tsv"


@dataclass(frozen=True)
class Download:
    """A line of the manifest."""

    name: str
    version: str
    url: str
    sha256: str
    source: str


def read(file: Path = FILE) -> list[Download]:
    """Return the lines that are no comments."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [Download(*line.split("\t")) for line in lines if not line.startswith("#")]


def write(file: Path, downloads: list[Download]) -> None:
    """Write a manifest of a test's own."""
    lines = ["\t".join(vars(download).values()) for download in downloads]
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
