"""The programs that make homes of people with numbers, really run by a shell as root."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cdk.jupyterhub.users import FOLDER
from cdk.releases.catalog import HELM_VALUES, read_release

ROOT, OTHERS, ADA, GROUP = 0, 1000, 30001, 20001

RIGHTS = "-all,+chown,+dac_override,+fowner,+fsetid"
"""What the containers may do, in the words of setpriv; base.yaml says the same."""


@pytest.fixture(autouse=True)
def _as_root() -> None:
    """Skip where nobody may change owners; fail in CI, where nobody would read of it."""
    reason = "owners of files are changed by root alone: run pytest with sudo"
    if os.geteuid() != 0 and os.environ.get("CI"):
        pytest.fail(reason)
    if os.geteuid() != 0:
        pytest.skip(reason)


def run(script: str, **variables: object) -> subprocess.CompletedProcess[str]:
    """Run one program as its container does: with few rights, nothing else in its environment."""
    confined = ["/usr/bin/setpriv", "--no-new-privs", f"--bounding-set={RIGHTS}"]
    return subprocess.run(  # noqa: S603 - our own program
        [*confined, "/bin/sh", "-c", (FOLDER / script).read_text(encoding="utf-8")],
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", **{name: str(value) for name, value in variables.items()}},
    )


def make_home(root: Path, before: str = "home/ada", owner: str = "", mode: str = "") -> str:
    """Run what sees the whole file system, and return what it wrote."""
    done = run(
        "make_home.sh",
        ROOT_FOLDER=root,
        HOME_FOLDER="home/ada",
        HOME_BEFORE=before,
        HOME_UID=ADA,
        PROJECT="flow",
        PROJECT_OWNER=owner,
        PROJECT_PERMISSIONS=mode,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def refusal(root: Path, before: str = "home/ada") -> str:
    """Return why there is no home."""
    with pytest.raises(AssertionError) as found:
        make_home(root, before)
    return str(found.value)


def hand_over(home: Path) -> str:
    """Run what sees one home alone, and return what it wrote."""
    done = run("hand_over.sh", HOME_FOLDER=home, HOME_OWNER=f"{ADA}:{GROUP}", HOME_UID=ADA)
    assert done.returncode == 0, done.stderr
    return done.stdout


def owner(path: Path) -> tuple[int, int]:
    """Return whose a file is, or a link itself."""
    found = path.lstat()
    return found.st_uid, found.st_gid


def old_home(root: Path, name: str) -> Path:
    """Make a home as it was before people had numbers, with a link that leads out of it."""
    home = root / "home" / name
    (home / "analysis").mkdir(parents=True)
    (home / "analysis/notes.txt").write_text("kept", encoding="utf-8")
    (home / "out").symlink_to(root / "home/ben")
    for path in (home, *home.rglob("*")):
        os.chown(path, OTHERS, 100, follow_symlinks=False)
    home.chmod(0o700)
    return home


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a file system with the home of somebody else."""
    ben = tmp_path / "efs/home/ben"
    ben.mkdir(parents=True)
    (ben / "thesis.txt").touch()
    for path in (ben, ben / "thesis.txt"):
        os.chown(path, OTHERS, 100)
    return tmp_path / "efs"


def test_a_new_home_belongs_to_its_person(root: Path) -> None:
    """Alone; and a second start changes and says nothing."""
    home = root / "home/ada"
    make_home(root)
    hand_over(home)
    assert (owner(home), home.stat().st_mode & 0o7777) == ((ADA, GROUP), 0o700)
    assert (make_home(root), hand_over(home)) == ("", "")
    assert owner(home) == (ADA, GROUP)


def test_an_old_home_is_handed_over_once(root: Path) -> None:
    """With all that is in it, links themselves and nothing behind them; the log says so."""
    home = old_home(root, "ada")
    assert make_home(root) == ""
    assert hand_over(home).splitlines() == [
        f"Handing over the home to {ADA}:{GROUP}",
        f"The home belongs to {ADA}:{GROUP}",
    ]
    assert {owner(path) for path in (home, *home.rglob("*"))} == {(ADA, GROUP)}
    assert owner(root / "home/ben/thesis.txt") == owner(root / "home/ben") == (OTHERS, 100)
    assert (home / "analysis/notes.txt").read_text(encoding="utf-8") == "kept"
    assert home.stat().st_mode & 0o7777 == 0o700
    os.chown(home / "analysis", OTHERS, 100)
    assert (make_home(root), hand_over(home)) == ("", "")
    assert owner(home / "analysis") == (OTHERS, 100)


def test_a_start_that_was_cut_short_is_finished_by_the_next(root: Path) -> None:
    """Between the two programs, or in the middle of the second."""
    home = old_home(root, "ada")
    make_home(root)
    os.chown(home / "analysis/notes.txt", ADA, GROUP)
    assert owner(home) == (ROOT, ROOT)
    make_home(root)
    hand_over(home)
    assert {owner(path) for path in (home, *home.rglob("*"))} == {(ADA, GROUP)}


@pytest.mark.parametrize("number", [OTHERS, ROOT])
def test_a_home_of_another_name_moves(root: Path, number: int) -> None:
    """To the name of the account, also when the start before was cut short."""
    old = old_home(root, "ada-lovelace---0e01a2b0")
    os.chown(old, number, number)
    said = make_home(root, before="home/ada-lovelace---0e01a2b0")
    assert said == "home/ada-lovelace---0e01a2b0 becomes home/ada\n"
    hand_over(root / "home/ada")
    assert owner(root / "home/ada/analysis/notes.txt") == (ADA, GROUP)
    assert not old.exists()


def test_a_home_that_another_plane_has_made_is_taken(root: Path) -> None:
    """The old one stays as it is, and the log says so."""
    old = old_home(root, "ada-lovelace---0e01a2b0")
    (root / "home/ada").mkdir()
    os.chown(root / "home/ada", ADA, GROUP)
    said = make_home(root, before="home/ada-lovelace---0e01a2b0")
    assert "home/ada-lovelace---0e01a2b0, from before home/ada was made, stays" in said
    assert owner(old) == (OTHERS, 100)
    assert hand_over(root / "home/ada") == ""


def test_the_home_of_somebody_else_is_refused(root: Path) -> None:
    """Of one who logged in by this name before, or who has another number."""
    home = old_home(root, "ada")
    assert f"home/ada belongs to {OTHERS} and not to {ADA}" in refusal(root, "home/another")
    os.chown(home, 30002, GROUP)
    assert f"home/ada belongs to 30002 and not to {ADA}" in refusal(root)
    assert owner(home / "analysis/notes.txt") == (OTHERS, 100)


def test_a_link_is_no_home(root: Path) -> None:
    """Whoever it belongs to, and wherever it leads."""
    link = root / "home/ada"
    link.symlink_to("ben")
    for number in (OTHERS, ADA, ROOT):
        os.chown(link, number, number, follow_symlinks=False)
        assert "home/ada is no folder" in refusal(root)
    assert owner(root / "home/ben") == (OTHERS, 100)


def test_the_containers_have_these_rights() -> None:
    """And no others, or the tests here would prove nothing."""
    singleuser: Any = read_release(HELM_VALUES / "jupyterhub").base.values["singleuser"]
    (container,) = singleuser["initContainers"]
    rights = container["securityContext"]["capabilities"]
    assert rights["drop"] == ["ALL"]
    assert ",+".join(["-all", *(right.lower() for right in rights["add"])]) == RIGHTS


def test_folder_of_the_project_is_made_as_for_everybody(root: Path) -> None:
    """With its own owner, and permissions that an admin changes stay."""
    make_home(root, owner="20002:20003", mode="2770")
    folder = root / "projects/flow"
    assert (owner(folder), folder.stat().st_mode & 0o7777) == ((20002, 20003), 0o2770)
    folder.chmod(0o750)
    make_home(root, owner="20002:20003", mode="2770")
    assert folder.stat().st_mode & 0o7777 == 0o750


def test_the_person_stands_before_the_accounts_of_the_image(tmp_path: Path) -> None:
    """So that an account of the image with the same name does not answer for the person."""
    image = tmp_path / "etc"
    image.mkdir()
    (image / "passwd").write_text("root:x:0:0::/root:/bin/sh\nada:x:1000:1000::/:/bin/sh\n")
    (image / "group").write_text("root:x:0:\nusers:x:100:\n")
    done = run(
        "make_account.sh",
        ACCOUNT=f"ada:x:{ADA}:{GROUP}:ada:/home/jovyan",
        ACCOUNT_FOLDER=tmp_path,
        ACCOUNT_GROUPS="flow:x:20002:ada\natlas:x:20001:ada",
        IMAGE_FOLDER=image,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "passwd").read_text().splitlines() == [
        f"ada:x:{ADA}:{GROUP}:ada:/home/jovyan:/bin/bash",
        "root:x:0:0::/root:/bin/sh",
        "ada:x:1000:1000::/:/bin/sh",
    ]
    assert (tmp_path / "group").read_text().splitlines() == [
        *("flow:x:20002:ada", "atlas:x:20001:ada"),
        *("root:x:0:", "users:x:100:"),
    ]
