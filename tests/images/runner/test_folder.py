"""Which folder a job analyses, and which files of it."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from lab_runner.errors import RefusalError
from lab_runner.folder import download, folder_name
from lab_runner.settings import Settings, read_settings
from lab_runner.store import Store
from tests.images.runner.conftest import RESULTS, Job

MANIFEST = '\ufefffolder,note\r\nother,\r\n"plate, 2",second\r\n'


def settings(job: Job, **changes: str) -> Settings:
    """Return what the runner reads from a job's environment."""
    return read_settings(job.told(**changes))


def in_array(job: Job, manifest: str, index: str = "1") -> dict[str, str]:
    """Upload a manifest and return what a job of an array is told instead of a folder."""
    job.put("manifest.csv", manifest.encode(), bucket=RESULTS)
    return {
        "LAB_FOLDER": "",
        "LAB_MANIFEST": f"s3://{RESULTS}/{job.name}/manifest.csv",
        "AWS_BATCH_JOB_ARRAY_INDEX": index,
    }


def test_job_of_an_array_analyses_its_row(job: Job) -> None:
    """The index counts the rows after the header; names may hold commas."""
    job.put("plate, 2/wells.csv", b"B2,4\n")
    job.script("copy.sh", 'cp -r "$1"/. "$2"; echo "analysed $FOLDER"\n')
    status, output = job.run(**in_array(job, MANIFEST), AWS_BATCH_JOB_ID="parent:1")
    assert (status, "analysed plate, 2" in output) == (0, True)
    assert job.results() == {"plate, 2/wells.csv": b"B2,4\n"}
    assert job.json("_lab/complete/plate, 2.json")["job_id"] == "parent:1"


@pytest.mark.parametrize(
    ("manifest", "index", "reason"),
    [
        (MANIFEST, "2", "no row for the array index 2"),
        ("name\nplate\n", "0", "no column `folder`"),
        ("", "0", "no column `folder`"),
        ("folder\n../plate\n", "0", "'../plate' cannot be the name of a folder"),
        ("folder\n_lab\n", "0", "'_lab' cannot be the name of a folder"),
    ],
)
def test_wrong_row_is_refused(in_process: Job, manifest: str, index: str, reason: str) -> None:
    """Neither another row nor another folder is analysed instead."""
    in_process.script("copy.sh", "true\n")
    told = settings(in_process, **in_array(in_process, manifest, index))
    with pytest.raises(RefusalError, match=reason):
        folder_name(told, Store())


def test_missing_manifest_is_refused(in_process: Job) -> None:
    """A manifest that nobody uploaded is named."""
    told = settings(in_process, **in_array(in_process, MANIFEST))
    assert told.manifest
    missing = replace(told, manifest=told.manifest.below(".old"))
    with pytest.raises(RefusalError, match=r"there is no manifest s3://.*manifest\.csv\.old"):
        folder_name(missing, Store())


def test_object_that_is_also_a_folder_is_refused(in_process: Job, tmp_path: Path) -> None:
    """S3 takes `a` beside `a/b`; no disk does."""
    in_process.put("plate/a", b"x")
    in_process.put("plate/a/b", b"x")
    with pytest.raises(RefusalError, match="plate/a is an object and has objects below it"):
        download(settings(in_process), "plate", tmp_path, Store())


def test_only_files_to_include_are_downloaded(in_process: Job, tmp_path: Path) -> None:
    """The last part of a key is compared, with capital letters, in every sub-folder."""
    for name in ("a.fcs", "b.FCS", "c/d.fcs", "e.fcs/notes.txt", ".fcs.bak"):
        in_process.put(f"plate/{name}", b"x")
    found = download(settings(in_process, LAB_INCLUDE="?.fcs"), "plate", tmp_path, Store())
    files = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.fcs") if path.is_file()}
    assert {entry.name for entry in found} == files == {"a.fcs", "c/d.fcs"}


def test_input_larger_than_the_disk_is_not_begun(
    in_process: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first byte is not fetched when the last would not fit."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: type("", (), {"free": 4}))
    with pytest.raises(OSError, match="5 bytes of input, 4 bytes free"):
        download(settings(in_process), "plate", tmp_path, Store())
    assert list(tmp_path.glob("*.csv")) == []
