"""What the runner refuses with 96, because more memory would not help."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lab_runner.start import start
from lab_runner.termination import Termination
from tests.images.runner.conftest import Deny, Job

RUN = "echo ran > $OUTPUT_DIR/ran.txt\n"
Refused = Callable[..., None]


@pytest.fixture
def refused(in_process: Job, capsys: pytest.CaptureFixture[str]) -> Refused:
    """Return what runs the job and sees it refused with one clear line at the end."""

    def act(reason: str, **changes: str) -> None:
        status = start(in_process.told(**changes), Termination())
        assert status == 96
        assert reason in capsys.readouterr().out.splitlines()[-1]
        assert list(in_process.scratch.iterdir()) == []

    return act


def test_empty_folder(job: Job, refused: Refused) -> None:
    """A folder that holds nothing but a console's mark is most likely a mistake."""
    job.put("empty/", b"")
    job.script("run.sh", RUN)
    refused(f"there is no file below s3://lab-raw/{job.name}/empty/", LAB_FOLDER="empty")
    told = job.json("_lab/attempts/empty/job-1-1/status.json")
    assert told["exit_status"] == 96


def test_no_file_to_include(job: Job, refused: Refused) -> None:
    """A pattern that no file has is named, with names as they are; letters count as they are."""
    for name in ("b/1.fcs", "b/2.fcs", "b/3.fcs"):
        job.put(f"plate/{name}")
    job.script("run.sh", RUN)
    refused(
        f"there is no file below s3://lab-raw/{job.name}/plate/ whose name matches LAB_INCLUDE"
        " '*.FCS'; it holds b/1.fcs, b/2.fcs, b/3.fcs and 1 more",
        LAB_INCLUDE="*.FCS",
    )
    refused("below s3://lab-raw/", LAB_FOLDER="missing", LAB_INCLUDE="*.fcs")


def test_program_that_is_missing(job: Job, tmp_path: Path, refused: Refused) -> None:
    """A script is told by its name, as its scientist knows it, without where it lies."""
    job.script("count.R", "quit()\n")
    refused("plate failed: count.R needs Rscript, which is not in this image", PATH=str(tmp_path))


def test_script_that_leaves_no_result(job: Job, refused: Refused) -> None:
    """A script that writes where it was started would lose everything in silence."""
    job.script("count.sh", "mkdir $2/empty; echo 3 > result.csv\n")
    reason = (
        "count.sh left nothing in OUTPUT_DIR; its working folder holds result.csv"
        " - write to OUTPUT_DIR, the script's second argument"
    )
    refused(reason)
    assert job.json("_lab/attempts/plate/job-1-1/status.json")["reason"] == reason
    assert "_lab/complete/plate.json" not in job.objects()
    job.script("count.sh", "true\n")
    refused("plate failed: count.sh left nothing in OUTPUT_DIR. Its log")


def test_missing_script(job: Job, refused: Refused) -> None:
    """A script that is not there is named."""
    where = f"s3://lab-results/{job.name}/code/missing.R"
    refused(f"there is no script {where}", LAB_SCRIPT=where)


def test_forbidden_script(job: Job, deny: Deny, refused: Refused) -> None:
    """A script that the job's role must not read is told in AWS's words."""
    job.script("run.sh", RUN)
    with deny(job, "s3:GetObject", "code/*"):
        refused("AWS refused a request: An error occurred (AccessDenied)")


def test_key_that_leaves_the_folder(job: Job, refused: Refused) -> None:
    """A key that would become a file elsewhere on the machine stops the attempt."""
    job.put("plate/../../escaped.txt", b"x")
    job.script("run.sh", RUN)
    refused("'../../escaped.txt' has an empty part, '.', '..' or a zero byte")
    assert job.results() == {}


def test_wrong_environment(refused: Refused) -> None:
    """Everything that is wrong is told at once."""
    refused(
        "LAB_RUN is not set; LAB_SCRIPT: 'x.R' is no address such as s3://bucket/folder/;"
        " LAB_VCPUS: 'two' is no whole number of 1 or more",
        LAB_RUN="",
        LAB_SCRIPT="x.R",
        LAB_VCPUS="two",
    )


@pytest.mark.parametrize("body", [json.dumps({"script_sha256": "f" * 64}), "no JSON"])
def test_results_of_another_script(job: Job, refused: Refused, body: str) -> None:
    """Whole results of another script are not mixed with this one's, nor replaced."""
    job.script("run.sh", RUN)
    job.put("out/plate/theirs.csv", b"theirs", bucket="lab-results")
    job.put("out/_lab/complete/plate.json", body.encode(), bucket="lab-results")
    refused("are another script's")
    assert job.results() == {"plate/theirs.csv": b"theirs"}
    assert job.objects()["_lab/complete/plate.json"] == body.encode()
