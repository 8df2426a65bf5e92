"""What a project sets for the Slurm cluster: its share of it, and its environments."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, Field

from cdk.settings import FREE, Problem, Settings
from cdk.types import refuse


def _lock_file(value: str) -> str:
    path = PurePosixPath(value)
    if path.is_absolute() or ".." in path.parts or path.suffix != ".lock":
        example = "for example environments/scanpy.lock"
        raise refuse("is not the path of a lock file inside the lab's folder", example)
    return value


def _environment_name(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,30}", value, re.ASCII):
        example = "a letter, then lower-case letters, digits, - and _, 1 to 31, as scanpy"
        raise refuse("cannot be the name of an environment", example)
    return value


EnvironmentName = Annotated[str, AfterValidator(_environment_name)]
LockFile = Annotated[str, AfterValidator(_lock_file)]


class ProjectSlurmConfig(Settings):
    """A project on the Slurm cluster: its group, its account, its software."""

    shares: Annotated[int, FREE] = Field(100, ge=1, le=100_000, examples=[200])
    """How much of the cluster is the project's when several wait, compared with the shares of the
    others. Default 100. Counts with `slurm: {accounting: ...}` only; without, jobs start in the
    order in which they came."""
    environments: Annotated[dict[EnvironmentName, LockFile | None], FREE] = Field(
        default={}, examples=[{"scanpy": "environments/scanpy.lock"}]
    )
    """Conda environments, by name, each built from a lock file in the lab's folder, as `conda list
    --explicit --md5` prints it. Default none. People load one with `module load <project>/<name>`
    and choose it as a notebook's kernel. A changed file makes another environment beside the old
    one, which running jobs keep."""

    def enabled_environments(self) -> dict[str, str]:
        """Return the path of each environment's lock file, in the order of their names."""
        return {name: path for name, path in sorted(self.environments.items()) if path}

    def problems(self) -> Iterator[Problem]:
        """Check that no two environments are made from one file by mistake."""
        files = list(self.enabled_environments().items())
        for index, (name, path) in enumerate(files):
            for other, same in files[:index]:
                if same == path:
                    yield Problem(
                        path=("environments", name),
                        message=f"is made from the lock file of {other} (got {path})",
                        hint="one of the two will do",
                        related=(("environments", other),),
                        warning=True,
                    )
