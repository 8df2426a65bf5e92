"""`lab check --since`: what ParallelCluster would refuse of the changes since a commit."""

import io
import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from cdk.config.lifecycle import fixed_settings, refused_changes
from cdk.config.load import LAB_FILE, Loaded, environments, load
from cdk.config.slurm_updates import not_yet_told, update_findings
from cdk.errors import Finding, LabError
from cdk.slurm.cluster_file import cluster_file
from cdk.slurm.cluster_ids import ClusterIds
from console.errors import ConsoleError


def changes_since(
    ref: str, lab: Path, environments_now: Sequence[Loaded]
) -> list[tuple[Finding, str]]:
    """Return an error for each change of a cluster that would be refused, with its environment.

    Args:
        ref: what git calls the commit to compare with, such as `origin/main`.
        lab: folder of the lab.
        environments_now: the lab as it is, in one environment each.

    Raises:
        ConsoleError: git cannot tell how the lab was.
    """
    clusters = [loaded for loaded in environments_now if loaded.config.slurm is not None]
    with _lab_at(ref, lab) as before:
        known = environments(before) if before else []
        return [
            (finding, loaded.config.env)
            for loaded in clusters
            if before and loaded.config.env in known
            for finding in _changes(ref, before, loaded)
        ]


def _changes(ref: str, before: Path, now: Loaded) -> Iterator[Finding]:
    env = now.config.env
    try:
        old = load(before, env)
    except LabError as error:
        first = next(str(each) for each in error.findings if not each.warning)
        message = f"could not be compared: at {ref}, {env} is not right by today's rules"
        hint = f"first of all {first.replace(f'{before}/', '')}"
        yield Finding("", 0, 0, "slurm", message, hint, warning=True)
        return
    who_before, who_now = ((c.name, c.account, c.region) for c in (old.config, now.config))
    if old.config.slurm is None or now.config.slurm is None or who_before != who_now:
        # Another account is another cluster; one that comes or goes is not updated.
        return
    ids = ClusterIds.example()
    files = (cluster_file(slurm, ids) for slurm in (old.config.slurm, now.config.slurm))
    found = [*update_findings(now, *files)]
    yield from found
    fixed = fixed_settings(old.config)
    about = {path: fixed[path] for path in fixed if path.startswith(("slurm.", "users."))}
    yield from not_yet_told(found, refused_changes(about, now.config, now.layer))


@contextmanager
def _lab_at(ref: str, lab: Path) -> Iterator[Path | None]:
    """Give a folder with the lab as it was, or None if it did not exist."""
    top = Path(_git(lab, "rev-parse", "--show-toplevel", failed=f"{lab} is in no git repository"))
    unknown = f"git knows no commit {ref}: name another, or fetch it (`git fetch origin`)"
    commit = _git(lab, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}", failed=unknown)
    folder = str(lab.resolve().relative_to(top.resolve()))
    file, failed = str(PurePath(folder, LAB_FILE)), f"git cannot list {folder} at {ref}"
    if not _git(top, "ls-tree", "--name-only", commit, "--", file, failed=failed):
        if not _git(top, "ls-files", "--", folder, failed=failed):
            message = f"git does not keep {folder}, so nothing can be compared: `git add {folder}`"
            raise ConsoleError(message, exit_code=2)
        yield None
        return
    packed = _run(top, "archive", "--format=tar", commit, "--", folder)
    if packed.returncode:
        raise ConsoleError(f"git cannot read {folder} at {ref}: {_said(packed)}")
    with TemporaryDirectory() as place:
        try:
            with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
                archive.extractall(place, filter="data")
        except tarfile.TarError as error:
            # A link that leads out of the folder, for example.
            raise ConsoleError(f"{folder} at {ref} cannot be unpacked: {error}") from None
        yield Path(place, folder)


def _git(where: Path, *arguments: str, failed: str) -> str:
    done = _run(where, *arguments)
    if done.returncode:
        said = _said(done)
        raise ConsoleError(f"{failed} ({said})" if said else failed, exit_code=2)
    return done.stdout.decode().strip()


def _run(where: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - git, with a folder and a commit
            ["git", "-C", str(where), *arguments],  # noqa: S607 - whichever git there is
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        message = "`--since` needs git, which is not on this machine"
        raise ConsoleError(message, exit_code=2) from None


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return lines[-1].removeprefix("fatal: ") if lines else ""
