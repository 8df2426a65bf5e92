"""Write N samples below FOLDER as Cell Ranger does, and print what is in them, as JSON."""

import gzip
import json
import random
import statistics
import sys
from pathlib import Path

GENES = ["CD3E", "CD79A", "LYZ", "NKG7", "MT-CO1", "MT-ND1"]


def write(folder: Path, seed: int) -> dict[str, object]:
    """Write one sample; return what was planted."""
    made = random.Random(seed)  # noqa: S311 - no secret
    cells = 10_000 + 500 * seed
    entries = [
        (row, cell, made.randint(1, 50))
        for cell in range(1, cells + 1)
        for row in made.sample(range(1, len(GENES) + 1), 4)
    ]
    matrix = folder / "filtered_feature_bc_matrix"
    matrix.mkdir(parents=True)
    head = "%%MatrixMarket matrix coordinate integer general\n%\n"
    head += f"{len(GENES)} {cells} {len(entries)}\n"
    files = {
        "features": "".join(
            f"ENSG{i:011}\t{gene}\tGene Expression\n" for i, gene in enumerate(GENES)
        ),
        "barcodes": "".join(f"{cell:016}-1\n" for cell in range(cells)),
    }
    for name, text in files.items():
        (matrix / f"{name}.tsv.gz").write_bytes(gzip.compress(text.encode()))
    body = "".join(f"{row} {cell} {number}\n" for row, cell, number in entries)
    (matrix / "matrix.mtx.gz").write_bytes(gzip.compress((head + body).encode()))
    totals = [sum(entry[2] for entry in entries[i : i + 4]) for i in range(0, len(entries), 4)]
    dying = sum(number for row, _, number in entries if GENES[row - 1].startswith("MT-"))
    return {
        "sample": folder.name,
        "cells": cells,
        "median_counts": statistics.median(totals),
        "mitochondrial_percent": round(100 * dying / sum(totals), 2),
    }


if __name__ == "__main__":
    PARENT = Path(sys.argv[1])
    found = [write(PARENT / f"donor-{seed:02}", seed) for seed in range(int(sys.argv[2]))]
    json.dump(found, sys.stdout)
