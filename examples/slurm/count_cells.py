"""Count the cells of a sample and what was measured in them, as Cell Ranger has written it.

    python3 count_cells.py SAMPLE/filtered_feature_bc_matrix

Standard library alone, so that it runs anywhere. `count_cells.sbatch` runs it for many samples, and
`dask_on_slurm.py` on workers of Dask.
"""

import csv
import gzip
import statistics
import sys
from pathlib import Path


def count(folder: Path) -> dict[str, object]:
    """Return cells, median of counts per cell, and the share of mitochondrial counts.

    A share over some percent tells of dying cells: Luecken and Theis, Mol Syst Biol 2019,
    doi:10.15252/msb.20188746.
    """
    with gzip.open(folder / "features.tsv.gz", "rt", encoding="utf-8") as features:
        genes = [line.split("\t")[1] for line in features]
    mitochondrial = {row for row, gene in enumerate(genes, 1) if gene.startswith("MT-")}
    with gzip.open(folder / "matrix.mtx.gz", "rt", encoding="ascii") as matrix:
        entries = (line for line in matrix if not line.startswith("%"))
        # The first line that is no comment has the sizes: genes, cells, entries.
        totals = [0] * int(next(entries).split()[1])
        of_mitochondria = 0
        for entry in entries:
            row, cell, number = map(int, entry.split())
            totals[cell - 1] += number
            of_mitochondria += number if row in mitochondrial else 0
    return {
        "sample": folder.parent.name,
        "cells": len(totals),
        "median_counts": statistics.median(totals),
        "mitochondrial_percent": round(100 * of_mitochondria / sum(totals), 2),
    }


if __name__ == "__main__":
    result = count(Path(sys.argv[1]))
    writer = csv.DictWriter(sys.stdout, result)
    writer.writeheader()
    writer.writerow(result)
