"""A folder that succeeds: what its script sees, and what lies in S3 afterwards."""

import hashlib

from tests.images.runner.conftest import Job

COPY = 'cp -r "$1"/. "$2"\n'


def test_sub_folders_arrive_and_return(job: Job) -> None:
    """Files keep their sub-folders both ways, and results lie below the folder's name."""
    job.put("plate/images/a b/1+2=ü.tif", b"pixels")
    job.script("copy.sh", COPY)
    status, output = job.run()
    assert status == 0, output
    results = {name: body for name, body in job.objects().items() if not name.startswith("_lab/")}
    assert results == {"plate/wells.csv": b"A1,3\n", "plate/images/a b/1+2=ü.tif": b"pixels"}
