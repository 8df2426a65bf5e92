"""What ParallelCluster would refuse of the changes since a commit."""

import shutil
import subprocess
from pathlib import Path

import pytest

from cdk.config.load import load
from console.check import check
from console.errors import ConsoleError
from console.since import changes_since
from tests.console.conftest import SMALL_LAB

DEV = 'account: "111122223333"\nstorage: {efs: {}}\n'


def git(folder: Path, *arguments: str) -> None:
    """Run git as somebody."""
    who = ["-c", "user.name=ada", "-c", "user.email=ada@example.org"]
    command = ["git", "-C", str(folder), *who, *arguments]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - git in a test's folder


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """Return a lab with a cluster, committed, in a folder of a repository."""
    folder = Path(shutil.copytree(SMALL_LAB, tmp_path / "labs" / "small"))
    (folder / "dev.yaml").write_text(f"{DEV}slurm: {{}}\n")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "A lab")
    return folder


def told(lab: Path, dev: str = "", ref: str = "HEAD") -> list[str]:
    """Return where something is refused, after a change of the environment."""
    if dev:
        (lab / "dev.yaml").write_text(DEV + dev)
    found = changes_since(ref, lab, [load(lab, "dev")])
    assert {env for _, env in found} <= {"dev"}
    return [f"{each.line} {each.path}" for each, _ in found]


def test_nothing_changed_is_nothing_refused(lab: Path) -> None:
    """The same twice."""
    assert told(lab) == []


def test_a_change_is_compared_with_the_commit(lab: Path) -> None:
    """Not with what is in the folder."""
    assert told(lab, "slurm: {idle_minutes: 5}\n") == ["3 slurm.idle_minutes"]


def test_a_fixed_setting_is_told_once(lab: Path) -> None:
    """The lab's own rule and ParallelCluster's say the same."""
    changed = "slurm: {head_node: {instance_type: m7i.xlarge}}\n"
    assert told(lab, changed) == ["3 slurm.head_node.instance_type"]


def test_a_number_of_a_person_is_kept(lab: Path) -> None:
    """Files would keep the old owner."""
    users = "slurm: {{}}\nusers: {{ada: {{uid: {}, projects: [alpha]}}}}\n"
    (lab / "dev.yaml").write_text(DEV + users.format(30001))
    git(lab, "commit", "--quiet", "-am", "Ada")
    assert told(lab, users.format(30002)) == ["4 users.ada.uid"]


def test_the_lab_may_be_named_from_inside(lab: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`lab check` without `--lab`, in the lab's own folder."""
    (lab / "dev.yaml").write_text(f"{DEV}slurm: {{idle_minutes: 5}}\n")
    monkeypatch.chdir(lab)
    ((finding, _),) = changes_since("HEAD", Path(), [load(Path(), "dev")])
    assert finding.file == "dev.yaml"


def test_a_lab_can_be_the_whole_repository(tmp_path: Path) -> None:
    """Some keep one for each lab."""
    lab = Path(shutil.copytree(SMALL_LAB, tmp_path / "small"))
    (lab / "dev.yaml").write_text(f"{DEV}slurm: {{}}\n")
    git(lab, "init", "--quiet")
    git(lab, "add", ".")
    git(lab, "commit", "--quiet", "-m", "A lab")
    assert told(lab, "slurm: {idle_minutes: 5}\n") == ["3 slurm.idle_minutes"]


@pytest.mark.parametrize("dev", ["slurm: null\n", "name: other\nslurm: {idle_minutes: 5}\n"])
def test_what_is_no_update_is_not_refused(lab: Path, dev: str) -> None:
    """A cluster that goes, and a lab that is another one."""
    assert told(lab, dev) == []


def test_a_cluster_that_comes_is_not_refused(lab: Path) -> None:
    """There is nothing to update yet."""
    (lab / "dev.yaml").write_text(DEV)
    git(lab, "commit", "--quiet", "-am", "No cluster")
    assert told(lab, "slurm: {idle_minutes: 5}\n") == []


def test_an_environment_that_is_new_is_not_refused(lab: Path) -> None:
    """Its cluster does not exist."""
    shutil.copy(lab / "dev.yaml", lab / "prod.yaml")
    assert changes_since("HEAD", lab, [load(lab, "prod")]) == []


def test_a_lab_that_is_new_is_not_refused(lab: Path) -> None:
    """All of it is."""
    other = Path(shutil.copytree(lab, lab.parent / "other"))
    git(other, "add", ".")
    assert told(other, "slurm: {idle_minutes: 5}\n") == []


def test_a_folder_that_git_does_not_keep_is_told(lab: Path) -> None:
    """Otherwise everything would be right for ever."""
    other = Path(shutil.copytree(lab, lab.parent / "other"))
    with pytest.raises(ConsoleError, match="git does not keep labs/other, so nothing can be"):
        told(other)


def test_an_unknown_commit_is_told(lab: Path) -> None:
    """In CI, a shallow clone has no origin/main."""
    with pytest.raises(ConsoleError, match=r"git knows no commit origin/main: .*git fetch origin"):
        told(lab, ref="origin/main")


def test_a_lab_in_no_repository_is_told(lab: Path) -> None:
    """With what git says."""
    shutil.rmtree(lab.parents[1] / ".git")
    with pytest.raises(ConsoleError, match=r"is in no git repository \(not a git repository"):
        told(lab)


def test_a_machine_without_git_is_told(lab: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Instead of a stack trace."""
    monkeypatch.setenv("PATH", str(lab))
    with pytest.raises(ConsoleError, match="needs git, which is not on this machine"):
        told(lab)


def test_a_link_out_of_the_folder_is_told(lab: Path) -> None:
    """Nothing is written beside the folder that git's files are unpacked into."""
    (lab / "notes").symlink_to("/etc")
    git(lab, "add", ".")
    git(lab, "commit", "--quiet", "-m", "A link")
    with pytest.raises(ConsoleError, match="cannot be unpacked"):
        told(lab)


def test_a_commit_that_is_wrong_by_todays_rules_is_a_warning(lab: Path) -> None:
    """Rules become more with each version; a change that mends something must pass."""
    (lab / "dev.yaml").write_text(f"{DEV}slurm: {{ssh_cidr: 0.0.0.0/0}}\n")
    git(lab, "commit", "--quiet", "-am", "Open")
    (lab / "dev.yaml").write_text(f"{DEV}slurm: {{idle_minutes: 5}}\n")
    ((finding, _),) = changes_since("HEAD", lab, [load(lab, "dev")])
    assert finding.warning
    assert "first of all dev.yaml:3:19: slurm.ssh_cidr" in finding.hint


def test_check_refuses_what_is_refused(lab: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command says it like every other error."""
    assert check(lab, ["dev"], as_json=False, since="HEAD")
    (lab / "dev.yaml").write_text(f"{DEV}slurm: {{idle_minutes: 5}}\n")
    assert check(lab, ["dev"], as_json=False)
    assert not check(lab, ["dev"], as_json=False, since="HEAD")
    assert "dev.yaml:3:23: slurm.idle_minutes: changes" in capsys.readouterr().err
