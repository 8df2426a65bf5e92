"""The marker comes last and only once: results are whole, or they are not there."""

import hashlib
import json
import os
from typing import Any

import pytest

from lab_runner import start as module
from lab_runner.location import Location
from lab_runner.marker import Marker
from lab_runner.store import Store
from lab_runner.termination import Termination
from tests.images.runner.conftest import RESULTS, Deny, Job

COPY = 'cp -r "$1"/. "$2"\n'
MARKER = "_lab/complete/plate.json"


def versions(job: Job) -> list[tuple[Any, ...]]:
    """Return every version of every object below LAB_OUTPUT, as S3 tells it."""
    answer = job.s3.list_object_versions(Bucket=RESULTS, Prefix=f"{job.name}/out/")
    assert "DeleteMarkers" not in answer
    told = ("Key", "VersionId", "ETag", "LastModified", "IsLatest")
    return [tuple(version[name] for name in told) for version in answer["Versions"]]


def test_marker_comes_after_the_results(job: Job, deny: Deny) -> None:
    """Where the marker cannot be written, the results are there already."""
    job.script("copy.sh", COPY)
    with deny(job, "s3:PutObject", "out/_lab/complete/*"):
        status, output = job.run()
    assert status == 96
    assert "AccessDenied" in output.splitlines()[-1]
    assert job.results() == {"plate/wells.csv": b"A1,3\n"}
    assert MARKER not in job.objects()
    assert job.json("_lab/attempts/plate/job-1-1/status.json")["exit_status"] == 96


def test_no_marker_without_results(job: Job, deny: Deny) -> None:
    """Where a result cannot be written, there is no marker."""
    job.script("copy.sh", COPY)
    with deny(job, "s3:PutObject", "out/plate/*"):
        assert job.run()[0] == 96
    assert job.results() == {}
    assert MARKER not in job.objects()


def test_half_written_folder_is_completed(job: Job) -> None:
    """What an unfinished attempt left is replaced, or removed if the new one has no such file."""
    job.put("out/plate/wells.csv", b"A1,", bucket=RESULTS)
    job.put("out/plate/old/left.csv", b"old", bucket=RESULTS)
    listed = b'["old/left.csv", "wells.csv"]'
    job.put("out/_lab/attempts/plate/lost-1/uploading.json", listed, bucket=RESULTS)
    job.put("out/plate-2/theirs.csv", b"another folder's", bucket=RESULTS)
    job.script("copy.sh", COPY)
    assert job.run()[0] == 0
    assert job.results() == {
        "plate/wells.csv": b"A1,3\n",
        "plate-2/theirs.csv": b"another folder's",
    }
    assert [file["name"] for file in job.json(MARKER)["files"]] == ["wells.csv"]


def test_complete_folder_is_left_as_it_is(job: Job) -> None:
    """A second job for a complete folder ends at once and writes no byte anywhere."""
    job.script("now.sh", "date +%N > $OUTPUT_DIR/now.txt\n")
    assert job.run()[0] == 0
    before, contents = versions(job), job.objects()
    status, output = job.run(AWS_BATCH_JOB_ID="job-2")
    assert (status, "plate is complete already" in output) == (0, True)
    assert (versions(job), job.objects()) == (before, contents)
    assert len(before) == len(contents) == 5


class Watched(Store):
    """A store that notes the order in which objects are written."""

    written: list[str]

    def upload(self, pairs: Any) -> None:  # noqa: ANN401
        """Note and upload."""
        moved = list(pairs)
        super().upload(moved)
        self.written += [location.key for _, location in moved]

    def write(self, location: Location, body: bytes, content_type: str) -> None:
        """Note and write."""
        super().write(location, body, content_type)
        self.written.append(location.key)

    def write_new(self, location: Location, body: bytes, content_type: str) -> bool:
        """Note and write."""
        self.written.append(location.key)
        return super().write_new(location, body, content_type)


def test_order_of_writing(in_process: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of results, results, log and status, then the marker, each once."""
    monkeypatch.setattr(Watched, "written", [], raising=False)
    monkeypatch.setattr(module, "Store", Watched)
    assert module.start(os.environ, Termination()) == 0
    own = "_lab/attempts/plate/job-1-1/"
    told = [f"{own}log.txt", f"{own}status.json"]
    names = [f"{own}uploading.json", "plate/wells.csv", *told, MARKER]
    assert Watched.written == [f"{in_process.name}/out/{name}" for name in names]


class Refusing(Store):
    """A store that answers every conditional write with a conflict."""

    def write_new(self, location: Location, body: bytes, content_type: str) -> bool:
        """Write nothing."""
        del location, body, content_type
        return False


def test_marker_that_is_not_taken_is_a_failure(
    in_process: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a marker nobody believes in success, so the attempt does not claim it."""
    monkeypatch.setattr(module, "Store", Refusing)
    assert module.start(os.environ, Termination()) == 1
    told = in_process.json("_lab/attempts/plate/job-1-1/status.json")
    assert told["exit_status"] == 1
    assert told["reason"].startswith("S3 did not take the marker s3://")


class Overtaken(Store):
    """A store in which another attempt completes the folder while this one uploads results."""

    sha256 = ""

    def upload(self, pairs: Any) -> None:  # noqa: ANN401
        """Upload, and write the other attempt's marker when these are results."""
        moved = list(pairs)
        super().upload(moved)
        results = [location for _, location in moved if "/_lab/" not in location.key]
        if results:
            output = results[0].key.partition("plate/")[0]
            body = json.dumps({"script_sha256": self.sha256, "files": []}).encode()
            self.write(Location(RESULTS, f"{output}{MARKER}"), body, "application/json")


@pytest.mark.parametrize(("same", "expected"), [(True, 0), (False, 96)])
def test_overtaken_attempt_leaves_the_others_marker(
    in_process: Job,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    same: bool,  # noqa: FBT001
    expected: int,
) -> None:
    """The marker of the faster attempt stands, and this one says so."""
    location = Location.parse(os.environ["LAB_SCRIPT"])
    Overtaken.sha256 = hashlib.sha256(Store().read(location) or b"").hexdigest() if same else "f"
    monkeypatch.setattr(module, "Store", Overtaken)
    assert module.start(os.environ, Termination()) == expected
    told = capsys.readouterr().out
    assert ("with OTHER files than this one" in told) == same
    assert ("are another script's" in told) != same
    assert in_process.json(MARKER) == {"script_sha256": Overtaken.sha256, "files": []}


def test_results_are_not_touched_once_another_attempt_is_complete(job: Job) -> None:
    """A job that was thought lost does not upload over the results of the one that replaced it."""
    script = f"""
import boto3, hashlib, json, os, sys
sha256 = hashlib.sha256(open(sys.argv[0], "rb").read()).hexdigest()
boto3.client("s3").put_object(
    Bucket="{RESULTS}", Key="{job.name}/out/{MARKER}", Body=json.dumps({{"script_sha256": sha256}})
)
open(sys.argv[2] + "/mine.csv", "w").close()
"""
    job.script("slow.py", script)
    assert job.run()[0] == 0
    assert job.results() == {}


def test_marker_lists_exactly_its_files(in_process: Job) -> None:
    """Only the same files in the same order are what the marker lists."""
    in_process.put("marker.json", b'{"files": [{"name": "a"}]}', bucket=RESULTS)
    marker = Marker(Location(RESULTS, f"{in_process.name}/marker.json"), "f")
    assert marker.lists(Store(), [{"name": "a"}])
    assert not marker.lists(Store(), [{"name": "b"}])
    assert not Marker(Location(RESULTS, "missing.json"), "f").lists(Store(), [{"name": "a"}])
