"""A folder that succeeds: what its script sees, and what lies in S3 afterwards."""

import hashlib
import json

from lab_runner.start import start
from lab_runner.termination import Termination
from tests.images.runner.conftest import Job

COPY = 'cp -r "$1"/. "$2"\n'
TELL = """
import json, os, pathlib, sys
told = {"arguments": sys.argv[1:], "cwd": os.getcwd(), "files": os.listdir(), **os.environ}
pathlib.Path(sys.argv[2], "told.json").write_text(json.dumps(told))
print("told everything")
"""
MANY = 'cd "$OUTPUT_DIR" && mkdir wells && for n in {1..1000}; do echo $n > wells/$n.csv; done\n'
ATTEMPT = "_lab/attempts/plate/job-1-1/"


def test_sub_folders_arrive_and_return(job: Job) -> None:
    """Files keep their sub-folders both ways; a console's marks of folders are no files."""
    job.put("plate/", b"")
    job.put("plate/images/", b"")
    job.put("plate/images/a b/1+2=ü.tif", b"pixels")
    job.script("copy.sh", COPY)
    assert job.run()[0] == 0
    assert job.results() == {
        "plate/wells.csv": b"A1,3\n",
        "plate/images/a b/1+2=ü.tif": b"pixels",
    }


def test_marker_tells_results_script_and_resources(in_process: Job) -> None:
    """The marker names each result with its checksum, and where it comes from."""
    job = in_process
    assert start(job.told(), Termination()) == 0
    marker = job.json("_lab/complete/plate.json")
    sha256 = hashlib.sha256(b"A1,3\n").hexdigest()
    assert marker["files"] == [{"name": "wells.csv", "size": 5, "sha256": sha256}]
    assert marker["script_sha256"] == hashlib.sha256(COPY.encode()).hexdigest()
    known = ("run", "folder", "exit_status", "job_id", "attempt")
    assert [marker[name] for name in known] == ["run-1", "plate", 0, "job-1", 1]
    used = marker["resources"]
    assert used.pop("max_rss_mib") > 1
    assert {name: value for name, value in used.items() if not name.endswith("seconds")} == {
        "vcpus": 2,
        "memory_mib": 4096,
        "input_files": 1,
        "input_bytes": 5,
        "output_files": 1,
        "output_bytes": 5,
    }
    assert used["seconds"] > 0
    assert marker["started_at"] < marker["stopped_at"]


def test_script_sees_folders_and_variables(job: Job) -> None:
    """The script starts in an empty folder, with its folders and what the scientist set."""
    job.script("tell.py", TELL)
    status, output = job.run(CHANNEL="FITC-A")
    assert status == 0
    told = json.loads(job.results()["plate/told.json"])
    assert told["arguments"] == [told["INPUT_DIR"], told["OUTPUT_DIR"]]
    assert told["files"] == []
    for name in ("cwd", "INPUT_DIR", "OUTPUT_DIR", "TMPDIR"):
        assert told[name].startswith(f"{job.scratch}/")
    assert [told[name] for name in ("FOLDER", "CHANNEL")] == ["plate", "FITC-A"]
    assert [told[name] for name in ("OMP_NUM_THREADS", "LAB_MEMORY_MIB")] == ["2", "4096"]
    assert "PYTHONPATH" not in told
    assert "told everything\n" in output


def test_log_and_status_of_a_success_are_kept(job: Job) -> None:
    """What the job printed lies beside the results too, with how it ended."""
    job.script("hello.sh", 'touch $2/done; echo hello; printf "no newline" >&2\n')
    status, output = job.run(OMP_NUM_THREADS="7")
    assert status == 0
    assert job.objects()[f"{ATTEMPT}log.txt"].decode() == output
    assert "\nhello\nno newline\nlab-runner: " in output
    told = job.json(f"{ATTEMPT}status.json")
    assert (told["exit_status"], told["reason"]) == (0, "")
    assert [file["name"] for file in job.json("_lab/complete/plate.json")["files"]] == ["done"]


def test_a_thousand_results(job: Job) -> None:
    """Many small files arrive, and the marker lists all."""
    job.script("many.sh", MANY)
    assert job.run()[0] == 0
    pages = job.s3.get_paginator("list_objects_v2").paginate(
        Bucket="lab-results", Prefix=f"{job.name}/out/plate/"
    )
    assert sum(page["KeyCount"] for page in pages) == 1000
    files = job.json("_lab/complete/plate.json")["files"]
    assert {file["name"] for file in files} == {f"wells/{n}.csv" for n in range(1, 1001)}
