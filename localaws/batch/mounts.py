"""Run a command in a root of its own, in which folders stand at other paths.

A program for Linux that imports next to nothing, because every job starts it. It makes a mount
namespace, builds a root from everything in / and the mounts, and becomes the command. No other
process sees the mounts, and they are gone with the last process of the command.

Usage: python -I -S mounts.py ROOT FOLDER NUMBER [SOURCE TARGET ro|rw]... COMMAND...
   or: python -I -S mounts.py --probe ROOT SOURCE, to see whether this works here
ROOT is an empty folder, FOLDER the one to start in, NUMBER that of the mounts.
"""

# pathlib would cost every job eight milliseconds.
# ruff: noqa: PTH102, PTH103, PTH115, PTH118, PTH123, PTH211

import ctypes
import os
import sys

_NEW_MOUNTS, _NEW_USERS = 0x00020000, 0x10000000
_BIND, _RECURSIVE, _PRIVATE, _REMOUNT, _READ_ONLY = 4096, 16384, 1 << 18, 32, 1
# Flags of a mount that a user may not take off when it is mounted again.
_KEPT = {"NOSUID": 2, "NODEV": 4, "NOEXEC": 8, "NOATIME": 1024, "NODIRATIME": 2048}
_RELATIVE_TIMES = 1 << 21

Mounts = list[tuple[str, str, bool]]


def enter(root: str, mounts: Mounts) -> None:
    """Put this process into a new root.

    Args:
        root: An empty folder to build it in.
        mounts: Folder, path in the new root, and whether it is read-only.

    Raises:
        OSError: The system does not allow it.
    """
    _unshare()
    _mount(None, "/", None, _RECURSIVE | _PRIVATE)
    _mount("tmpfs", root, "tmpfs", 0)
    targets = [os.path.normpath(target) for _, target, _ in mounts]
    _mirror("/", root, targets)
    for source, target, read_only in sorted(mounts, key=lambda mount: len(mount[1])):
        place = os.path.join(root, os.path.normpath(target).lstrip("/"))
        os.makedirs(place, exist_ok=True)
        _mount(source, place, None, _BIND | _RECURSIVE)
        if read_only:
            _mount(None, place, None, _BIND | _REMOUNT | _READ_ONLY | _flags(place))
    os.chroot(root)


def command_line(root: str, folder: str, mounts: Mounts, command: list[str]) -> list[str]:
    """Return the arguments of this program that run a command."""
    parts = [
        part
        for source, target, read_only in mounts
        for part in (source, target, "ro" if read_only else "rw")
    ]
    return [root, folder, str(len(mounts)), *parts, *command]


def _mirror(source: str, target: str, mounted: list[str]) -> None:
    """Make everything in a folder appear in another, with room for mounts that lie deeper."""
    for entry in os.scandir(source):
        path, place = entry.path, os.path.join(target, entry.name)
        if entry.is_symlink():
            os.symlink(os.readlink(path), place)
        elif not entry.is_dir():
            os.close(os.open(place, os.O_CREAT))
            _mount(path, place, None, _BIND)
        elif path in mounted:
            os.mkdir(place)
        elif any(mount.startswith(f"{path}/") for mount in mounted):
            os.mkdir(place)
            _mirror(path, place, mounted)
        else:
            os.mkdir(place)
            _mount(path, place, None, _BIND | _RECURSIVE)


def _flags(place: str) -> int:
    """Return the flags that a mount has and has to keep."""
    held = os.statvfs(place).f_flag
    flags = sum(flag for name, flag in _KEPT.items() if held & getattr(os, f"ST_{name}"))
    return flags | (_RELATIVE_TIMES if held & os.ST_RELATIME else 0)


def _unshare() -> None:
    """Leave the mounts of the other processes; users need a namespace of users for that."""
    if os.geteuid() == 0 and _libc().unshare(_NEW_MOUNTS) == 0:
        return
    user, group = os.getuid(), os.getgid()
    _check(_libc().unshare(_NEW_USERS | _NEW_MOUNTS))
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)


def _mount(source: str | None, target: str, kind: str | None, flags: int) -> None:
    """Call mount(2)."""
    texts = [text and text.encode() for text in (source, target, kind)]
    _check(_libc().mount(*texts, ctypes.c_ulong(flags), None), target)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _check(result: int, path: str = "") -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), path)


def main(arguments: list[str]) -> None:
    """Enter the root and become the command, or see whether a root can be entered."""
    if arguments[0] == "--probe":
        enter(arguments[1], [(arguments[2], "/localaws-probe/inside", True)])
        return
    root, folder, number = arguments[:3]
    end = 3 + 3 * int(number)
    parts = [arguments[start : start + 3] for start in range(3, end, 3)]
    enter(root, [(source, target, mode == "ro") for source, target, mode in parts])
    os.chdir(folder)
    command = arguments[end:]
    try:
        os.execvp(command[0], command)  # noqa: S606 - this is what it is for
    except OSError as error:
        sys.exit(f"CannotStartContainerError: {command[0]}: {error.strerror}")


if __name__ == "__main__":
    main(sys.argv[1:])
