"""Run a command in a root of its own, in which folders stand at other paths.

A program without imports from outside the standard library, for Linux. It makes a mount namespace,
builds a root from everything in / and the mounts, and becomes the command. No other process sees
the mounts, and they are gone with the last process of the command.

Usage: python -I -S mounts.py SPECIFICATION.json, or --probe to see whether this works here.
"""

import ctypes
import json
import os
import sys
from pathlib import Path

_NEW_MOUNTS, _NEW_USERS = 0x00020000, 0x10000000
_BIND, _RECURSIVE, _PRIVATE, _REMOUNT, _READ_ONLY = 4096, 16384, 1 << 18, 32, 1
# Flags of a mount that a user may not take off when it is mounted again.
_KEPT = (os.ST_NOSUID, os.ST_NODEV, os.ST_NOEXEC, os.ST_NOATIME, os.ST_NODIRATIME, os.ST_RELATIME)
_FLAGS = {
    os.ST_NOSUID: 2,
    os.ST_NODEV: 4,
    os.ST_NOEXEC: 8,
    os.ST_NOATIME: 1024,
    os.ST_NODIRATIME: 2048,
    os.ST_RELATIME: 1 << 21,
}


def enter(root: Path, mounts: list[tuple[str, str, bool]]) -> None:
    """Put this process into a new root.

    Args:
        root: An empty folder to build it in.
        mounts: Folder, path in the new root, and whether it is read-only.

    Raises:
        OSError: The system does not allow it.
    """
    _unshare()
    _mount(None, "/", None, _RECURSIVE | _PRIVATE)
    _mount("tmpfs", str(root), "tmpfs", 0)
    targets = [Path(target) for _, target, _ in mounts]
    _mirror(Path("/"), root, [t for t in targets if t.is_absolute() and t != Path("/")])
    for source, target, read_only in sorted(mounts, key=lambda mount: len(mount[1])):
        place = root / target.lstrip("/")
        place.mkdir(parents=True, exist_ok=True)
        _mount(source, str(place), None, _BIND | _RECURSIVE)
        if read_only:
            held = os.statvfs(place).f_flag
            flags = sum(_FLAGS[flag] for flag in _KEPT if held & flag)
            _mount(None, str(place), None, _BIND | _REMOUNT | _READ_ONLY | flags)
    os.chroot(root)


def _mirror(source: Path, target: Path, mounted: list[Path]) -> None:
    """Make everything in a folder appear in another, with room for mounts that lie deeper."""
    for entry in os.scandir(source):
        path, place = Path(entry.path), target / entry.name
        if entry.is_symlink():
            place.symlink_to(path.readlink())
        elif any(path == mount for mount in mounted):
            place.mkdir()
        elif any(path in mount.parents for mount in mounted) and entry.is_dir():
            place.mkdir()
            _mirror(path, place, mounted)
        elif entry.is_dir():
            place.mkdir()
            _mount(str(path), str(place), None, _BIND | _RECURSIVE)
        else:
            place.touch()
            _mount(str(path), str(place), None, _BIND)


def _unshare() -> None:
    """Leave the mounts of the other processes; users need a namespace of users for that."""
    if os.geteuid() == 0 and _libc().unshare(_NEW_MOUNTS) == 0:
        return
    user, group = os.getuid(), os.getgid()
    _check(_libc().unshare(_NEW_USERS | _NEW_MOUNTS))
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")


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


def main(argument: str) -> None:
    """Enter the root and become the command, or see whether a root can be entered."""
    if argument == "--probe":
        # Not at the top: it would cost every job ten milliseconds.
        import tempfile  # noqa: PLC0415

        with tempfile.TemporaryDirectory() as folder:
            root, source = Path(folder, "root"), Path(folder, "source")
            root.mkdir()
            source.mkdir()
            enter(root, [(str(source), "/localaws-probe/inside", True)])
            # Not left in the usual way: the folder is outside of the new root.
            os._exit(0)
    specification = json.loads(Path(argument).read_text(encoding="utf-8"))
    enter(Path(specification["root"]), specification["mounts"])
    os.chdir(specification["folder"])
    command = specification["command"]
    try:
        os.execvp(command[0], command)  # noqa: S606 - this is what it is for
    except OSError as error:
        sys.exit(f"CannotStartContainerError: {command[0]}: {error.strerror}")


if __name__ == "__main__":
    main(sys.argv[1])
