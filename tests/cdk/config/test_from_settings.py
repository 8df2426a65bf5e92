"""What typed settings add to releases."""

from pathlib import Path

import pytest

from cdk.config.from_settings import FromSettings, from_settings
from cdk.config.lab import LabConfig
from tests.cdk.config.written_lab import written_lab
from tests.releases.filled import lab

SECRET = "arn:aws:secretsmanager:us-east-1:111122223333:secret:git-a1b2c3"  # noqa: S105
TEXT = f"""\
jupyterhub: {{}}
dask_gateway: {{}}
airflow:
  dags: {{repository: "https://github.com/my-lab/dags.git", credentials_secret_arn: {SECRET}}}
apps: {{atlas: {{kind: shiny, groups: [lab-users]}}}}
ingress: {{domain: lab.example.org, hosted_zone_id: Z0123456789ABCDEFGHIJ}}
"""


@pytest.fixture
def config(tmp_path: Path) -> LabConfig:
    """Return a lab that has everything."""
    return written_lab(tmp_path, TEXT).config


def test_hub_gets_its_host(config: LabConfig) -> None:
    """As its chart wants it."""
    assert from_settings(config, "jupyterhub").values["ingress"]["hosts"] == ["hub.lab.example.org"]


def test_dask_takes_the_images_of_the_hub(config: LabConfig) -> None:
    """Notebook, scheduler and worker are the same by default."""
    assert config.jupyterhub is not None
    image = from_settings(config, "dask-gateway").values["gateway"]["backend"]["image"]["name"]
    assert image == config.jupyterhub.default_profile.image


def test_airflow_gets_manifests_and_the_right_to_read_a_secret(config: LabConfig) -> None:
    """The credentials of its repository, which an admin keeps in Secrets Manager."""
    airflow = from_settings(config, "airflow")
    assert [each["kind"] for each in airflow.before] == ["ExternalSecret"]
    assert list(airflow.secret_arns) == [SECRET]


def test_app_gets_values_of_its_own(config: LabConfig) -> None:
    """By the name of its release."""
    values = from_settings(config, "app-atlas").values
    assert values["ingress"] == {"host": "atlas.lab.example.org"}


@pytest.mark.parametrize("release", ["external-secrets", "app-other", "viewer"])
def test_other_releases_get_nothing(config: LabConfig, release: str) -> None:
    """They are data alone."""
    assert from_settings(config, release) == FromSettings()


@pytest.mark.parametrize("release", ["jupyterhub", "dask-gateway", "airflow"])
def test_release_that_is_off_gets_nothing(tmp_path: Path, release: str) -> None:
    """There are no settings to make values from."""
    assert from_settings(written_lab(tmp_path).config, release) == FromSettings()


def test_hub_gets_the_numbers_of_people() -> None:
    """New files belong to a person's first project, here the first that this environment has."""
    flow = {"owner": "ada@example.org", "posix": {"uid": 20001, "gid": 20002}}
    config = lab(
        jupyterhub={},
        projects={"flow": flow, "gone": None},
        users={
            "ada": {"uid": 30001, "projects": ["gone", "flow"], "login": "ada.lovelace"},
            "ben": {"uid": 30002, "projects": ["gone"]},
            "charles": None,
        },
    )
    users = from_settings(config, "jupyterhub").values["hub"]["extraFiles"]["users"]["data"]
    assert users == {
        "accounts": {
            "ada": {"login": "ada.lovelace", "uid": 30001, "gid": 20002, "group": "flow"},
            "ben": {"login": "ben", "uid": 30002, "gid": 100, "group": "users"},
        },
        "locked": ["charles"],
    }
