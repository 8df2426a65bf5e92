"""Put a real single-cell file into the raw bucket, read it back, and write a first result.

Run by a scientist who acts as a project; boto3 takes the credentials from the environment:

    .venv-science/bin/python examples/pbmc68k.py RAW_BUCKET RESULTS_BUCKET projects/pbmc-atlas/

The file is 10x Genomics' 68k PBMC data set (Zheng et al., Nature Communications 2017,
doi:10.1038/ncomms14049), reduced to 700 cells, as scanpy ships it inside its package.
"""

import hashlib
import io
import json
import sys
import tempfile
from importlib.resources import as_file, files
from pathlib import Path

import anndata
import boto3
import pandas as pd

FILE = "10x_pbmc68k_reduced.h5ad"


def main(raw_bucket: str, results_bucket: str, prefix: str) -> dict[str, object]:
    """Upload, download, compare, summarise by cell type; return what was seen.

    Raises:
        SystemExit: what came back differs from what was sent.
    """
    s3 = boto3.client("s3")
    with as_file(files("scanpy") / "datasets" / FILE) as packaged:
        sent = packaged.read_bytes()
    key = f"{prefix}{FILE}"
    s3.put_object(Bucket=raw_bucket, Key=key, Body=sent, ChecksumAlgorithm="SHA256")
    answer = s3.get_object(Bucket=raw_bucket, Key=key, ChecksumMode="ENABLED")
    received = answer["Body"].read()
    digests = [hashlib.sha256(data).hexdigest() for data in (sent, received)]
    if digests[0] != digests[1]:
        sys.exit(f"{key}: sent {digests[0]}, got back {digests[1]}")

    cells = _open(received)
    types = cells.obs["bulk_labels"].value_counts().rename_axis("cell_type").reset_index()
    result_key = f"{prefix}cell_types.csv"
    s3.put_object(Bucket=results_bucket, Key=result_key, Body=_csv(types))
    return {
        "file": f"s3://{raw_bucket}/{key}",
        "bytes": len(received),
        "sha256": digests[1],
        "encryption": answer["ServerSideEncryption"],
        "cells": cells.n_obs,
        "genes": cells.n_vars,
        "cell_types": len(types),
        "result": f"s3://{results_bucket}/{result_key}",
    }


def _open(data: bytes) -> anndata.AnnData:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        path.write_bytes(data)
        return anndata.read_h5ad(path)


def _csv(table: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    table.to_csv(buffer, index=False)
    return buffer.getvalue()


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:4]), indent=1))
