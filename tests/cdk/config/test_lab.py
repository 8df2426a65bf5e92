"""Tests of the root settings."""

from cdk.config.lab import LabConfig
from cdk.project.config import PosixConfig, ProjectConfig


def lab(**values: object) -> LabConfig:
    """Return a lab with what is required, and more."""
    required = {
        "name": "small",
        "env": "dev",
        "account": "111122223333",
        "region": "eu-central-1",
        "owner": "a@example.org",
    }
    return LabConfig.model_validate(required | values)


def project(number: int) -> ProjectConfig:
    """Return a project with a Unix identity."""
    return ProjectConfig(owner="a@example.org", posix=PosixConfig(uid=number, gid=number))


def test_projects_come_in_the_order_of_their_names() -> None:
    """The same YAML gives the same stacks in the same order."""
    config = lab(projects={"zeta": project(20001), "alpha": project(20002), "off-now": None})
    assert list(config.enabled_projects()) == ["alpha", "zeta"]


def test_each_shared_number_is_reported_for_the_later_project() -> None:
    """Three projects with one uid and gid are four mistakes."""
    config = lab(projects={name: project(20001) for name in ("aa", "bb", "cc")})
    assert [problem.path for problem in config.problems()] == [
        ("projects", "bb", "posix", "uid"),
        ("projects", "cc", "posix", "uid"),
        ("projects", "bb", "posix", "gid"),
        ("projects", "cc", "posix", "gid"),
    ]
