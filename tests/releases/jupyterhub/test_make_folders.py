"""The program that makes homes and project folders, run by a shell; `chown` is a stand-in."""

import stat
import subprocess
from pathlib import Path

import pytest

from cdk.releases.catalog import HELM_VALUES

SCRIPT = HELM_VALUES / "jupyterhub/make_folders.sh"


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Return a folder with a `chown` that writes down what it is asked."""
    folder = tmp_path / "programs"
    folder.mkdir()
    chown = folder / "chown"
    chown.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/owners\n', encoding="utf-8")
    chown.chmod(0o755)
    return folder


def make(
    root: Path, programs: Path, project: str = "", owner: str = "", mode: str = ""
) -> list[str]:
    """Run the program on a file system, and return the owners that it gave."""
    root.mkdir(exist_ok=True)
    subprocess.run(  # noqa: S603 - our own program
        ["/bin/sh", "-c", SCRIPT.read_text(encoding="utf-8")],
        check=True,
        env={
            "PATH": f"{programs}:/usr/bin:/bin",
            "ROOT_FOLDER": str(root),
            "HOME_FOLDER": "home/ana",
            "PROJECT": project,
            "PROJECT_OWNER": owner,
            "PROJECT_PERMISSIONS": mode,
        },
    )
    return (programs.parent / "owners").read_text(encoding="utf-8").splitlines()


def permissions(folder: Path) -> str:
    """Return the permissions of a folder, such as `drwx------`."""
    return stat.filemode(folder.stat().st_mode)


def test_folders_are_made_for_their_owners(tmp_path: Path, programs: Path) -> None:
    """A home for the person alone, a project's folder for its group, with that group for files."""
    root = tmp_path / "efs"
    owners = make(root, programs, "flow", "20002:20003", "2770")
    assert owners == ["1000:100 home/ana", "20002:20003 projects/flow"]
    assert permissions(root / "home/ana") == "drwx------"
    assert permissions(root / "projects/flow") == "drwxrws---"


def test_without_a_project_there_is_a_home(tmp_path: Path, programs: Path) -> None:
    """And nothing else."""
    root = tmp_path / "efs"
    assert make(root, programs) == ["1000:100 home/ana"]
    assert [path.name for path in root.iterdir()] == ["home"]


def test_a_project_without_folder_gets_none(tmp_path: Path, programs: Path) -> None:
    """It has a name, and no owner of files."""
    assert make(tmp_path / "efs", programs, "buckets-only") == ["1000:100 home/ana"]


def test_existing_folders_keep_their_permissions(tmp_path: Path, programs: Path) -> None:
    """What an admin changed stays, and so do files; a second run does not fail."""
    root = tmp_path / "efs"
    make(root, programs, "flow", "20002:20003", "2770")
    (root / "projects/flow").chmod(0o750)
    (root / "home/ana/notes.txt").write_text("kept", encoding="utf-8")
    make(root, programs, "flow", "20002:20003", "2770")
    assert permissions(root / "projects/flow") == "drwxr-x---"
    assert (root / "home/ana/notes.txt").read_text(encoding="utf-8") == "kept"


def test_kubespawner_finds_no_placeholder_in_it() -> None:
    """It formats the whole container, so that a brace would stop every server."""
    assert {*"{}"} & {*SCRIPT.read_text(encoding="utf-8")} == set()
