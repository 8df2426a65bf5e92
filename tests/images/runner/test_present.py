"""A scientist's own files below a folder's results are neither replaced nor deleted."""

import json
import os
from typing import Any

import pytest

from lab_runner import start as module
from lab_runner.attempt import Attempt
from lab_runner.location import Location
from lab_runner.present import Present, present
from lab_runner.resources import Resources
from lab_runner.settings import read_settings
from lab_runner.store import Entry, Store
from lab_runner.termination import Termination
from tests.images.runner.conftest import RESULTS, Deny, Job

OWN = "_lab/attempts/plate/job-1-1/"
MARKER = "_lab/complete/plate.json"
LIST = f"{OWN}uploading.json"
TWO = "for name in old b; do echo $name > $OUTPUT_DIR/$name.csv; done\n"
ONE = "echo new > $OUTPUT_DIR/b.csv\n"


def own_file(job: Job, name: str, body: bytes = b"a thesis") -> None:
    """Write a scientist's own file below the folder's results."""
    job.put(f"out/plate/{name}", body, bucket=RESULTS)


def listed(job: Job, attempt: str, body: bytes) -> None:
    """Write the list of an earlier attempt."""
    job.put(f"out/_lab/attempts/plate/{attempt}/uploading.json", body, bucket=RESULTS)


def test_files_that_no_run_made_are_refused_before_anything_is_done(job: Job) -> None:
    """Neither a file with a result's name nor another one is touched; the script never starts."""
    own_file(job, "thesis.csv")
    own_file(job, "notes.docx")
    before = job.results()
    job.script("run.sh", "echo started; echo mine > $OUTPUT_DIR/thesis.csv\n")
    status, output = job.run()
    assert status == 96
    reason = (
        f"s3://{RESULTS}/{job.name}/out/plate/ holds 2 files that no run has made: notes.docx,"
        " thesis.csv - choose another output folder, or move them away"
    )
    assert job.json(f"{OWN}status.json")["reason"] == reason
    assert job.json(f"{OWN}status.json")["resources"]["input_files"] == 0
    assert "started" not in output
    assert job.results() == before
    assert MARKER not in job.objects()


def test_input_as_output_folder_is_refused(job: Job) -> None:
    """Whoever names the raw data as output does not lose it."""
    own_file(job, "wells.csv", b"A1,3\n")
    job.script("run.sh", ONE)
    status, output = job.run(LAB_PARENT=f"s3://{RESULTS}/{job.name}/out/")
    assert (status, "holds 1 file that no run has made: wells.csv" in output) == (96, True)
    assert "or move it away" in output
    assert job.results() == {"plate/wells.csv": b"A1,3\n"}


def test_marks_of_folders_are_nobodys(job: Job) -> None:
    """A folder that was made in a console is an empty one, and its marks stay."""
    own_file(job, "", b"")
    own_file(job, "images/", b"")
    job.script("run.sh", ONE)
    assert job.run()[0] == 0
    assert job.results() == {"plate/": b"", "plate/images/": b"", "plate/b.csv": b"new\n"}


def test_left_overs_of_an_attempt_are_replaced_or_removed(job: Job, deny: Deny) -> None:
    """An attempt that ended before its marker has listed what it would bring."""
    job.script("two.sh", TWO)
    with deny(job, "s3:PutObject", "out/_lab/complete/*"):
        assert job.run()[0] == 96
    assert job.results() == {"plate/b.csv": b"b\n", "plate/old.csv": b"old\n"}
    assert job.json(LIST) == ["b.csv", "old.csv"]
    job.script("one.sh", ONE)
    assert job.run(AWS_BATCH_JOB_ATTEMPT="2")[0] == 0
    assert job.results() == {"plate/b.csv": b"new\n"}
    assert job.json("_lab/attempts/plate/job-1-2/uploading.json") == ["b.csv"]


def test_file_beside_left_overs_is_refused(job: Job, deny: Deny) -> None:
    """A file among an attempt's own is still somebody's, and the left-overs stay too."""
    job.script("two.sh", TWO)
    with deny(job, "s3:PutObject", "out/_lab/complete/*"):
        assert job.run()[0] == 96
    own_file(job, "thesis.csv")
    before = job.results()
    status, output = job.run(AWS_BATCH_JOB_ID="job-2")
    assert (status, "holds 1 file that no run has made: thesis.csv" in output) == (96, True)
    assert job.results() == before
    assert set(before) == {f"plate/{name}.csv" for name in ("b", "old", "thesis")}


def test_file_that_appears_meanwhile_is_not_deleted(job: Job) -> None:
    """Somebody may write into the folder while the script runs for hours."""
    script = f"""
import boto3, sys
key = "{job.name}/out/plate/thesis.csv"
boto3.client("s3").put_object(Bucket="{RESULTS}", Key=key, Body=b"a thesis")
open(sys.argv[2] + "/mine.csv", "w").close()
"""
    job.script("slow.py", script)
    assert job.run()[0] == 0
    assert job.results() == {"plate/mine.csv": b"", "plate/thesis.csv": b"a thesis"}
    assert [file["name"] for file in job.json(MARKER)["files"]] == ["mine.csv"]


class Joined(Store):
    """A store into which somebody writes a result's name while the input is downloaded."""

    def download(self, pairs: Any) -> None:  # noqa: ANN401
        """Download, and write the file."""
        super().download(pairs)
        output = Location.parse(os.environ["LAB_OUTPUT"])
        self.write(output.below("plate/wells.csv"), b"a thesis", "text/csv")


def test_file_that_appears_meanwhile_is_not_overwritten(
    in_process: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The results are kept with the attempt instead, and later attempts know whose it is."""
    monkeypatch.setattr(module, "Store", Joined)
    assert module.start(os.environ, Termination()) == 96
    assert in_process.results() == {"plate/wells.csv": b"a thesis"}
    objects = in_process.objects()
    assert objects[f"{OWN}files/wells.csv"] == b"A1,3\n"
    assert (LIST in objects, MARKER in objects) == (False, False)


class Counted(Store):
    """A store that notes which prefixes are listed."""

    def __init__(self) -> None:
        super().__init__()
        self.listed: list[str] = []

    def list(self, prefix: Location) -> list[Entry]:
        """Note and list."""
        self.listed.append(prefix.key)
        return super().list(prefix)


@pytest.fixture
def attempt(in_process: Job) -> Attempt:
    """Return an attempt at the folder."""
    return Attempt(read_settings(in_process.told()), "plate", Resources(1, 1))


def test_folder_without_results_costs_one_request(in_process: Job, attempt: Attempt) -> None:
    """Most folders have none, and nobody asks for their attempts."""
    store = Counted()
    assert present(attempt, store) == Present(frozenset(), ())
    assert store.listed == [f"{in_process.name}/out/plate/"]
    own_file(in_process, "a.csv")
    assert present(attempt, store) == Present(frozenset(), ("a.csv",))
    assert store.listed[2:] == [f"{in_process.name}/out/_lab/attempts/plate/"]


def test_lists_of_all_attempts_count(in_process: Job, attempt: Attempt) -> None:
    """Several attempts may each have left something; a file of that name is no list."""
    for name in ("a.csv", "b.csv", "c.csv"):
        own_file(in_process, name)
    listed(in_process, "job-1-1", json.dumps(["a.csv", "gone.csv"]).encode())
    listed(in_process, "job:2-1", json.dumps(["b.csv"]).encode())
    listed(in_process, "job-1-1/files", json.dumps(["c.csv"]).encode())
    assert present(attempt, Store()) == Present(frozenset({"a.csv", "b.csv"}), ("c.csv",))


@pytest.mark.parametrize("body", [b"", b"{", b'"a.csv"', b'{"a.csv": 1}', b"[1, null]"])
def test_list_that_cannot_be_read_lists_nothing(
    in_process: Job, attempt: Attempt, body: bytes
) -> None:
    """In doubt a file is somebody's own."""
    own_file(in_process, "a.csv")
    listed(in_process, "job-1-1", body)
    assert present(attempt, Store()).foreign == ("a.csv",)
