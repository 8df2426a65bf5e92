"""The launcher: refuses to start where it cannot, in a sentence."""

import subprocess
from pathlib import Path

from localaws import process
from localaws.environment import emulator_environment
from localaws.installation import PYTHON, ROOT
from tests.localaws.conftest import ACCOUNT, REGION


def _launch(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the launcher to its end."""
    return subprocess.run(  # noqa: S603
        [str(PYTHON), "-m", "localaws", *arguments],
        cwd=ROOT,
        env=emulator_environment(folder, ACCOUNT, REGION),
        check=False,
        capture_output=True,
        text=True,
        timeout=30,
    )


def test_launcher_without_folder_says_how_it_is_started(tmp_path: Path) -> None:
    """The usage is printed in the place of an error."""
    ended = _launch(tmp_path)
    assert ended.returncode == 1
    assert "python -m localaws <folder>" in ended.stderr


def test_second_emulator_in_a_folder_is_refused_in_one_line(tmp_path: Path) -> None:
    """Whoever starts one beside a running one learns why it ended."""
    with process.hold(tmp_path / "emulator.lock"):
        ended = _launch(tmp_path, str(tmp_path))
    assert ended.returncode == 1
    expected = f"{tmp_path}/emulator.lock: another emulator runs in this folder\n"
    assert expected == ended.stderr
