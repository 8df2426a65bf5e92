"""Tests of the values for people with an account of their own."""

from pathlib import PurePosixPath

from cdk.jupyterhub.config import JupyterHubConfig
from cdk.jupyterhub.users import FOLDER, HUB_FOLDER, Account, hub_users
from cdk.jupyterhub.values import values

ADA = Account(login="ada.lovelace", uid=30001, gid=20001, group="pbmc-atlas")


def test_without_people_the_values_are_those_of_before() -> None:
    """No key is added, so the hub of such a lab does not start anew."""
    assert hub_users({}) == {}
    hub = values(
        JupyterHubConfig(), host=None, dask_gateway=True, vpc_cidr="10.0.0.0/16", accounts={}
    )
    assert "user" not in " ".join(hub["hub"].get("extraFiles", {}))
    assert "extraConfig" not in hub["hub"]


def test_the_hub_reads_who_has_which_numbers() -> None:
    """Beside the module that asks, and who is locked."""
    made = hub_users({"ada": ADA, "charles": None})
    assert made["extraFiles"]["users"] == {
        "mountPath": "/usr/local/etc/jupyterhub/users.json",
        "data": {
            "accounts": {
                "ada": {
                    "login": "ada.lovelace",
                    "uid": 30001,
                    "gid": 20001,
                    "group": "pbmc-atlas",
                }
            },
            "locked": ["charles"],
        },
    }


def test_a_lab_of_locked_people_has_people() -> None:
    """Or they would be let in as people without an account."""
    assert hub_users({"charles": None})["extraFiles"]["users"]["data"]["locked"] == ["charles"]


def test_every_file_lies_where_the_others_look_for_it() -> None:
    """All but the one that runs at the end of the hub's configuration, after hub_config.py."""
    made = hub_users({"ada": ADA})
    paths = {PurePosixPath(file["mountPath"]) for file in made["extraFiles"].values()}
    there = {path.name for path in FOLDER.iterdir() if path.is_file()}
    assert {path.name for path in paths} == there - {"users_config.py"} | {"users.json"}
    assert {str(path.parent) for path in paths} == {HUB_FOLDER}
    assert [*made["extraConfig"]] == ["20-users"]


def test_no_file_looks_like_a_value_with_holes() -> None:
    """What stands in values is searched for them."""
    assert "${" not in str(hub_users({"ada": ADA}))
