"""Settings of one person with a Unix account."""

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from cdk.settings import FIXED, FREE, Problem, Settings
from cdk.types import PosixId, ProjectName, refuse

# Accounts that Ubuntu, ParallelCluster, Slurm or this platform make on machines.
MACHINE_ACCOUNTS = {
    "adm", "admin", "backup", "bin", "chrony", "daemon", "dcv", "dcvextauth", "dhcpcd", "ec2-user",
    "games", "irc", "jovyan", "jupyterhub", "lab", "landscape", "list", "lp", "lxd", "mail", "man",
    "messagebus", "munge", "mysql", "news", "nobody", "ntp", "pcluster-admin", "polkitd",
    "pollinate", "proxy", "root", "rstudio", "rstudio-server", "slurm", "sshd", "ssm-user", "sssd",
    "statd", "sync", "sys", "syslog", "systemd-network", "systemd-resolve", "systemd-timesync",
    "tcpdump", "tss", "ubuntu", "uucp", "uuidd", "www-data",
}  # fmt: skip
MACHINE_GROUPS = {
    "audio", "cdrom", "crontab", "dialout", "dip", "disk", "docker", "fax", "floppy", "input",
    "kmem", "kvm", "netdev", "nogroup", "operator", "plugdev", "render", "sasl", "sgx", "shadow",
    "src", "staff", "sudo", "tape", "tty", "users", "utmp", "video", "voice",
}  # fmt: skip
"""Groups that Ubuntu has beside those of accounts: `sudo` and `docker` make administrators."""

_KEY = re.compile(
    r"(ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI[A-Za-z0-9+/]{43}|"
    r"sk-ssh-ed25519@openssh\.com [A-Za-z0-9+/]{80,400}={0,2})( .+)?"
)
_PRIVATE = re.compile(r"PRIVATE KEY|PuTTY-User-Key|Private-Lines")
_KEY_MATERIAL = re.compile(r"[A-Za-z0-9+/=]*")
_MOST_TOLD = 20


def _user_name(value: str) -> str:
    example = "a letter, then lower-case letters, digits, - and _, 2 to 31, as ada-lovelace"
    if not re.fullmatch(r"[a-z][a-z0-9_-]{1,30}", value, re.ASCII):
        raise refuse("cannot be the name of a Unix account", example)
    if value in MACHINE_ACCOUNTS:
        raise refuse("is an account that machines have already", "add a word to it")
    return value


def _no_private_key(value: object) -> object:
    if isinstance(value, str) and _PRIVATE.search(value):
        hint = (
            "remove it and make a new pair, as this one is in a file now: ssh-keygen -t ed25519; "
            "write its .pub here"
        )
        raise refuse("is a private key, which nobody else may know", hint, told="")
    return value


def _ssh_key(value: str) -> str:
    # The remark behind a key may be anything that stays on its line.
    if _KEY.fullmatch(value) and value.isprintable():
        return value
    _no_private_key(value)
    told = _beginning(value)
    if re.match(r"(ssh-rsa|ssh-dss|ecdsa-)", value):
        raise refuse("is a key of an older kind", "make one with: ssh-keygen -t ed25519", told=told)
    raise refuse("is not a public SSH key", "the one line of ~/.ssh/id_ed25519.pub", told=told)


def _beginning(value: str) -> str:
    """Return the first word of a refused key if it cannot be a part of a private one."""
    word, *others = value.split(maxsplit=1) or [""]
    if _KEY_MATERIAL.fullmatch(word):
        return ""
    return f"{word[:_MOST_TOLD]}..." if others or len(word) > _MOST_TOLD else word


UserName = Annotated[str, AfterValidator(_user_name)]
SshKey = Annotated[str, AfterValidator(_ssh_key)]


class UserConfig(Settings):
    """One person, by the name of the Unix account."""

    uid: Annotated[PosixId, FIXED] = Field(examples=[30001])
    """User number of the person's files, 1000 to 65533, another for each person and project. It
    cannot be changed later, as files would keep the old owner. The number of somebody who has left
    is not given away again."""
    projects: Annotated[tuple[ProjectName, ...], FREE] = Field(
        strict=False, examples=[["pbmc-atlas"]]
    )
    """The projects that the person works in. The first is the one that owns new files and pays for
    jobs, unless another is asked for."""
    login: Annotated[str | None, FREE] = Field(
        None, min_length=1, max_length=128, pattern=r"^[^\s,\\]+$", examples=["ada.lovelace"]
    )
    """What the login calls the person: the value of `username_claim`. Default: the name of the
    account. DANGER: whoever logs in by this name gets this person's files."""
    ssh_keys: Annotated[tuple[SshKey, ...], BeforeValidator(_no_private_key), FREE] = Field(
        (),
        strict=False,
        examples=[
            ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ada"]
        ],
    )
    """Public keys that open an SSH session on the login node. Default none: through the browser
    only."""

    def problems(self) -> Iterator[Problem]:
        """Check that somebody owns the person's files, and each project is named once."""
        if not self.projects:
            yield Problem(
                path=("projects",),
                message="names no project, and files and jobs belong to one (got [])",
                hint="name at least one, or remove the person",
            )
        for name in sorted({each for each in self.projects if self.projects.count(each) > 1}):
            yield Problem(path=("projects",), message=f"names {name} twice", hint="name each once")
