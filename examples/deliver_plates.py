"""Deliver plates of a small drug screen, as a flow cytometer would: FCS files, a folder a plate.

    .venv-science/bin/python examples/deliver_plates.py s3://RAW_BUCKET/projects/NAME/plates/

The events are simulated, with a known share of CD4-positive cells in each well; the files are real
FCS 3.1 (Spidlen et al., Cytometry A 2010, doi:10.1002/cyto.a.20825). plate-03 has so many events
that an ordinary job runs out of memory, and plate-05 holds a file whose transfer was cut off.
"""

import io
import json
import sys
from urllib.parse import urlsplit

import boto3
import flowio
import numpy as np

CHANNELS = ["FSC-A", "SSC-A", "CD4-FITC-A"]
WELLS = ("A01", "A02")
EVENTS = {"plate-01": 4_000, "plate-02": 4_000, "plate-03": 3_500_000, "plate-04": 4_000}
CUT_OFF = "plate-05"


def positive_share(plate: str, well: str) -> float:
    """Return the planted share of CD4-positive cells: the drug lowers it from plate to plate."""
    return 0.6 - 0.1 * int(plate[-1]) + 0.02 * WELLS.index(well)


def fcs(plate: str, well: str, events: int) -> bytes:
    """Return an FCS file with two populations that differ in CD4."""
    random = np.random.default_rng([int(plate[-1]), WELLS.index(well)])
    values = np.empty((events, len(CHANNELS)), dtype=np.float32)
    values[:, 0] = random.normal(60_000, 6_000, events)
    values[:, 1] = random.normal(30_000, 5_000, events)
    positive = random.random(events) < positive_share(plate, well)
    values[:, 2] = np.where(
        positive, random.lognormal(9.6, 0.35, events), random.lognormal(6.2, 0.5, events)
    )
    file = io.BytesIO()
    flowio.create_fcs(file, values.ravel(), CHANNELS)
    return file.getvalue()


def main(parent: str) -> dict[str, int]:
    """Upload all plates below an S3 prefix and return the bytes of each."""
    place = urlsplit(parent)
    s3 = boto3.client("s3")
    sent = {}
    for plate in (*EVENTS, CUT_OFF):
        for well in WELLS:
            body = fcs(plate, well, EVENTS.get(plate, 4_000))
            if plate == CUT_OFF and well == WELLS[-1]:
                body = body[: len(body) // 3]
            key = f"{place.path.lstrip('/')}{plate}/{well}.fcs"
            s3.put_object(Bucket=place.netloc, Key=key, Body=body)
            sent[plate] = sent.get(plate, 0) + len(body)
    return sent


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004
        sys.exit(__doc__)
    print(json.dumps(main(sys.argv[1])))
