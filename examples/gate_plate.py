"""Count CD4-positive cells in every well of a plate: what `lab submit` runs for each folder.

It is called with a folder of FCS files and a folder for results. `CHANNEL` says which channel is
gated; the gate is Otsu's threshold (IEEE Trans. SMC 1979, doi:10.1109/TSMC.1979.4310076) on the
usual scale for cytometry, asinh(x / 150).
"""

import csv
import os
import sys
from pathlib import Path

import flowio
import numpy as np

COFACTOR = 150
BINS = 256


def otsu(values: np.ndarray) -> float:
    """Return the threshold that separates two groups of values best."""
    counts, edges = np.histogram(values, bins=BINS)
    middles = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts)
    above = counts.sum() - below
    sums = np.cumsum(counts * middles)
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    return float(middles[np.nanargmax(between[:-1])])


def gate(file: Path, channel: str) -> dict[str, object]:
    """Return how many events of a well there are, and which share of them is positive."""
    data = flowio.FlowData(str(file))
    values = data.as_array()[:, data.pnn_labels.index(channel)]
    scaled = np.arcsinh(values / COFACTOR)
    threshold = otsu(scaled)
    return {
        "well": file.stem,
        "events": len(scaled),
        "threshold": round(float(np.sinh(threshold) * COFACTOR), 1),
        "positive_percent": round(float((scaled > threshold).mean() * 100), 2),
    }


def main(source: Path, target: Path) -> None:
    """Gate all wells of a plate and write `wells.csv`."""
    channel = os.environ["CHANNEL"]
    rows = []
    for file in sorted(source.glob("*.fcs")):
        print(f"gating {file.name} by {channel}", flush=True)
        rows.append(gate(file, channel))
    with (target / "wells.csv").open("w", newline="", encoding="utf-8") as table:
        writer = csv.DictWriter(table, ["well", "events", "threshold", "positive_percent"])
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
