"""Lock files that a lab's projects name."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from cdk.config.load import Loaded, load
from cdk.config.lock_files import MOST_BYTES
from cdk.errors import LabError

LAB = Path(__file__).parent / "lab"


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """Return a copy of the small lab."""
    return Path(shutil.copytree(LAB, tmp_path / "lab"))


def loaded(lab: Path, **environments: str | None) -> Loaded:
    """Load the lab with environments of its project."""
    written = ", ".join(f"{name}: {path or 'null'}" for name, path in environments.items())
    (lab / "dev.yaml").write_text(
        'account: "111122223333"\nstorage: {efs: {}}\nslurm: {}\n'
        "users: {ada: {uid: 30001, projects: [alpha]}}\n"
        f"projects: {{alpha: {{slurm: {{environments: {{{written}}}}}, efs: {{}}}}}}\n",
        encoding="utf-8",
    )
    return load(lab, "dev")


def refusal(lab: Path, path: str) -> str:
    """Return the one finding about a lock file."""
    with pytest.raises(LabError) as caught:
        loaded(lab, scanpy=path)
    (finding,) = caught.value.findings
    return str(finding).replace(f"{lab}/", "")


def test_texts_are_kept_by_their_path_as_written(lab: Path) -> None:
    """Stacks put them where nodes fetch them."""
    path = "environments/scanpy.lock"
    assert loaded(lab, scanpy=path).lock_files == {path: (lab / path).read_text(encoding="utf-8")}


def test_an_environment_that_is_off_needs_no_file(lab: Path) -> None:
    """`null` takes it away."""
    assert loaded(lab, scanpy=None).lock_files == {}


def test_a_file_that_two_name_is_read_once(lab: Path) -> None:
    """What is wrong with it would be told twice."""
    path = "environments/scanpy.lock"
    assert len(loaded(lab, scanpy=path, other=path).lock_files) == 1


def test_a_channel_that_nobody_knows_is_a_warning(lab: Path) -> None:
    """It is the admin's to judge."""
    file = lab / "environments" / "scanpy.lock"
    file.write_text(file.read_text().replace("conda-forge", "nvidia"))
    (warning,) = loaded(lab, scanpy="environments/scanpy.lock").warnings
    assert (Path(warning.file), warning.line, warning.column) == (file, 3, 1)


def test_a_missing_file_has_the_nearest_offered(lab: Path) -> None:
    """At the line of the YAML that names it."""
    assert refusal(lab, "environments/scanpi.lock") == (
        "dev.yaml:5:51: projects.alpha.slurm.environments.scanpy: names a file that does not exist "
        "(got environments/scanpi.lock) - did you mean environments/scanpy.lock?"
    )


def test_a_lab_without_lock_files_is_told_how_to_make_one(lab: Path) -> None:
    """With the command to type."""
    shutil.rmtree(lab / "environments")
    said = refusal(lab, "environments/scanpy.lock")
    assert said.endswith("make it with `conda list --explicit --md5 > environments/scanpy.lock`")


def test_a_link_that_leads_out_is_refused(lab: Path) -> None:
    """What is deployed is what was reviewed."""
    outside = lab.parent / "outside.lock"
    shutil.copy(lab / "environments" / "scanpy.lock", outside)
    (lab / "environments" / "link.lock").symlink_to(outside)
    assert "leads out of the lab's folder" in refusal(lab, "environments/link.lock")


def test_a_link_inside_is_followed(lab: Path) -> None:
    """A link within the folder is as good as a file."""
    (lab / "environments" / "link.lock").symlink_to(lab / "environments" / "scanpy.lock")
    assert list(loaded(lab, scanpy="environments/link.lock").lock_files) == [
        "environments/link.lock"
    ]


def test_what_is_no_file_is_not_read(lab: Path) -> None:
    """A folder, or a pipe that nobody writes to."""
    (lab / "environments" / "folder.lock").mkdir()
    os.mkfifo(lab / "environments" / "pipe.lock")
    for name in ("folder", "pipe"):
        assert "is no file but a folder" in refusal(lab, f"environments/{name}.lock")


def test_what_the_machine_refuses_is_said_as_it_says_it(
    lab: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else's file, for example."""

    def refused(*_: object, **__: object) -> str:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refused)
    assert "cannot be read: Permission denied" in refusal(lab, "environments/scanpy.lock")


def test_bytes_that_are_no_text_are_refused(lab: Path) -> None:
    """A package itself, for example."""
    (lab / "environments" / "scanpy.lock").write_bytes(b"\x93\xff")
    assert "names a file that is no text" in refusal(lab, "environments/scanpy.lock")


def test_a_large_file_is_not_read(lab: Path) -> None:
    """Nobody waits for it."""
    (lab / "environments" / "scanpy.lock").write_bytes(b"#" * (MOST_BYTES + 1))
    assert "names a file of 1.0 MB" in refusal(lab, "environments/scanpy.lock")
