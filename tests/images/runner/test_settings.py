"""The environment of a job is checked as a whole."""

from pathlib import Path

import pytest

from lab_runner.errors import RefusalError
from lab_runner.location import Location
from lab_runner.settings import read_settings


@pytest.fixture
def told(tmp_path: Path) -> dict[str, str]:
    """Return an environment with which nothing is wrong."""
    return {
        "LAB_RUN": "run-1",
        "LAB_PARENT": "s3://raw/",
        "LAB_FOLDER": "plate",
        "LAB_OUTPUT": "s3://results/out/",
        "LAB_SCRIPT": "s3://results/count.R",
        "LAB_SCRATCH": str(tmp_path),
        "LAB_VCPUS": "4",
        "LAB_MEMORY_MIB": "8192",
        "AWS_BATCH_JOB_ID": "job:3",
        "AWS_BATCH_JOB_ATTEMPT": "2",
    }


def test_all_is_read(told: dict[str, str], tmp_path: Path) -> None:
    """Numbers are numbers, and addresses have a bucket and a key."""
    settings = read_settings(told)
    assert settings.parent == Location("raw", "")
    assert settings.output == Location("results", "out/")
    assert (settings.vcpus, settings.memory_mib, settings.attempt) == (4, 8192, 2)
    assert (settings.scratch, settings.folder, settings.manifest) == (tmp_path, "plate", None)
    assert settings.environment == told
    assert (settings.script_name, settings.include) == ("count.R", "")
    assert read_settings({**told, "LAB_INCLUDE": "*.fcs"}).include == "*.fcs"


def test_empty_environment_names_everything() -> None:
    """Whoever writes a job definition of their own sees at once what it lacks."""
    with pytest.raises(RefusalError) as caught:
        read_settings({"LAB_SCRATCH": "/missing"})
    assert caught.value.status == 96
    _, _, problems = str(caught.value).partition("lab-runner needs: ")
    assert problems.split("; ") == [
        "neither LAB_FOLDER nor LAB_MANIFEST says which folder to analyse",
        "LAB_RUN is not set",
        "LAB_PARENT is not set",
        "LAB_OUTPUT is not set",
        "LAB_SCRIPT is not set",
        "LAB_SCRATCH: '/missing' is no folder that this job can write to",
        "LAB_VCPUS is not set",
        "LAB_MEMORY_MIB is not set",
        "AWS_BATCH_JOB_ID is not set",
        "AWS_BATCH_JOB_ATTEMPT is not set",
    ]


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("LAB_PARENT", "s3://raw/plates", "'s3://raw/plates' is not a folder, which ends in /"),
        ("LAB_SCRIPT", "s3://results/", "is not an object, which does not end in /"),
        ("LAB_OUTPUT", "results/", "'results/' is no address"),
        ("LAB_VCPUS", "0", "'0' is no whole number of 1 or more"),
        ("LAB_MEMORY_MIB", "1.5", "'1.5' is no whole number of 1 or more"),
        ("LAB_INCLUDE", "a/*.fcs", "'a/\\*.fcs' has a / in it, but is compared with names"),
        ("AWS_BATCH_JOB_ID", "../x", "'../x' has a / in it"),
    ],
)
def test_wrong_value_is_told(told: dict[str, str], name: str, value: str, problem: str) -> None:
    """Where, what was given, and what is allowed."""
    with pytest.raises(RefusalError, match=f"needs: {name}: .*{problem}"):
        read_settings({**told, name: value})


def test_job_of_an_array_needs_its_index(told: dict[str, str]) -> None:
    """A manifest without an index says nothing; with one, it says the row."""
    array = {**told, "LAB_FOLDER": "", "LAB_MANIFEST": "s3://results/manifest.csv"}
    with pytest.raises(RefusalError, match=r"needs: AWS_BATCH_JOB_ARRAY_INDEX is not set$"):
        read_settings(array)
    settings = read_settings({**array, "AWS_BATCH_JOB_ARRAY_INDEX": "0"})
    assert (settings.manifest, settings.index) == (Location("results", "manifest.csv"), 0)
