"""What a project sets for the Slurm cluster."""

import pytest
from pydantic import ValidationError

from cdk.slurm.project_config import ProjectSlurmConfig


def test_environments_that_are_off_are_left_out() -> None:
    """The others come in the order of their names."""
    config = ProjectSlurmConfig.model_validate(
        {"environments": {"scanpy": "a.lock", "old": None, "r": "b/r.lock"}}
    )
    assert config.enabled_environments() == {"r": "b/r.lock", "scanpy": "a.lock"}


@pytest.mark.parametrize("path", ["/etc/passwd.lock", "../a.lock", "a/../../b.lock", "a.yaml", ""])
def test_a_path_that_leads_out_is_refused(path: str) -> None:
    """What nodes install lies in the lab's folder."""
    with pytest.raises(ValidationError, match="is not the path of a lock file inside"):
        ProjectSlurmConfig.model_validate({"environments": {"scanpy": path}})


@pytest.mark.parametrize("name", ["Scanpy", "2a", "a.b", "a/b", "a" * 32, ""])
def test_a_name_is_a_folder_and_a_module(name: str) -> None:
    """`module load <project>/<name>`."""
    with pytest.raises(ValidationError):
        ProjectSlurmConfig.model_validate({"environments": {name: "a.lock"}})


def test_two_environments_of_one_file_are_a_warning() -> None:
    """Somebody copied a line, and forgot to change it."""
    config = ProjectSlurmConfig.model_validate({"environments": {"a": "x.lock", "b": "x.lock"}})
    (problem,) = config.problems()
    assert (problem.path, problem.warning) == (("environments", "b"), True)
