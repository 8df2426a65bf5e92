"""Settings of one person with a Unix account."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from cdk.users.config import SshKey, UserConfig, UserName

KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"
TOKEN = "AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29t" + "A" * 60 + "BHNzaDo="


def refusal(kind: Any, value: str) -> str:  # noqa: ANN401 - any annotated type
    """Return what is said about a value that cannot be."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    return caught.value.errors()[0]["msg"]


@pytest.mark.parametrize("name", ["ada", "ada-lovelace", "ada_l", "a2", "a" * 31])
def test_a_name_of_unix_is_right(name: str) -> None:
    """What `useradd` takes, without capitals and dots."""
    assert TypeAdapter(UserName).validate_python(name) == name


@pytest.mark.parametrize("name", ["a", "Ada", "ada.lovelace", "2ada", "a" * 32, "-ada", "adä", ""])
def test_any_other_name_is_refused(name: str) -> None:
    """It would be refused by a node, when nobody looks."""
    assert refusal(UserName, name) == "cannot be the name of a Unix account"


@pytest.mark.parametrize("name", ["root", "ubuntu", "slurm", "ssm-user", "pcluster-admin", "lab"])
def test_names_of_machines_are_refused(name: str) -> None:
    """A person would become that account, with its files and rights."""
    assert refusal(UserName, name) == "is an account that machines have already"


@pytest.mark.parametrize(
    "key",
    [
        f"ssh-ed25519 {KEY}",
        f"ssh-ed25519 {KEY} ada@laptop (work), München",
        f"sk-ssh-ed25519@openssh.com {TOKEN} token",
    ],
)
def test_public_keys_of_today_are_right(key: str) -> None:
    """With any remark, and those that live in a token."""
    assert TypeAdapter(SshKey).validate_python(key) == key


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("ssh-rsa AAAAB3NzaC1yc2E= ada", "is a key of an older kind"),
        ("ecdsa-sha2-nistp256 AAAAE2Vj ada", "is a key of an older kind"),
        (
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl",
            "is a private key, which nobody else may know",
        ),
        (f"ssh-ed25519 {KEY[:-1]}", "is not a public SSH key"),
        (f"ssh-ed25519 {KEY} ada\nssh-ed25519 {KEY} eve", "is not a public SSH key"),
        (f'command="sh" ssh-ed25519 {KEY}', "is not a public SSH key"),
        ("~/.ssh/id_ed25519.pub", "is not a public SSH key"),
    ],
    ids=["RSA", "ECDSA", "private", "cut", "two lines", "with options", "a path"],
)
def test_anything_else_is_no_key(key: str, expected: str) -> None:
    """A line of `authorized_keys` may hold commands: only bare keys get into it."""
    assert refusal(SshKey, key) == expected


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("ssh-rsa AAAAB3NzaC1yc2E= ada", "ssh-rsa..."),
        ("~/.ssh/id_ed25519.pub", "~/.ssh/id_ed25519.pu..."),
        ("ada@example.org", "ada@example.org"),
        (f"ssh-ed25519 {KEY[4:]}ABCD", "ssh-ed25519..."),
        (KEY, ""),
        ("b3Bl", ""),
        ("", ""),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE", ""),
        ("PuTTY-User-Key-File-3: ssh-ed25519\nPrivate-Lines: 1\nAAAA", ""),
    ],
    ids=["RSA", "path", "mail", "no Ed25519", "bare", "last line", "empty", "PEM", "PuTTY"],
)
def test_nothing_secret_of_a_refused_key_is_told(key: str, told: str) -> None:
    """Messages end up in the logs of CI."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(SshKey).validate_python(key)
    assert caught.value.errors()[0]["ctx"]["told"] == told


@pytest.mark.parametrize(
    ("projects", "expected"),
    [
        (["atlas", "screen"], []),
        ([], ["names no project, and files and jobs belong to one (got [])"]),
        (["atlas", "screen", "atlas"], ["names atlas twice"]),
    ],
)
def test_a_person_is_in_a_project(projects: list[str], expected: list[str]) -> None:
    """The first one owns new files."""
    user = UserConfig.model_validate({"uid": 30001, "projects": projects})
    assert [problem.message for problem in user.problems()] == expected


@pytest.mark.parametrize("login", ["", "a b", "a,b", "a\tb", "a\\b"])
def test_a_login_is_one_word(login: str) -> None:
    """It stands in a table of nodes, between tabs."""
    with pytest.raises(ValidationError):
        UserConfig.model_validate({"uid": 30001, "projects": ["atlas"], "login": login})
