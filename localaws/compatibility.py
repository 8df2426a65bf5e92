"""What must hold before our types join the emulator: its exact version, and no type twice."""

from collections.abc import Collection

from localaws.errors import LocalAwsError

MINISTACK = "1.5.33"


def require_version(found: str) -> None:
    """Refuse a ministack that this package was not written against.

    It has no interface for extensions, so ours reach into it, and it had 214 releases in seven
    months.

    Raises:
        LocalAwsError: The version differs.
    """
    if found != MINISTACK:
        raise LocalAwsError(
            f"localaws is written against ministack {MINISTACK}, found {found}: run `make install`"
        )


def require_new(ours: Collection[str], theirs: Collection[str]) -> None:
    """Refuse to replace a resource type that ministack has itself.

    Raises:
        LocalAwsError: Both define a type.
    """
    both = sorted(set(ours) & set(theirs))
    if both:
        raise LocalAwsError(f"ministack has its own {', '.join(both)} now: delete ours")


def require_known(ours: Collection[str], theirs: Collection[str]) -> None:
    """Refuse to replace the handler of a resource type that ministack does not have.

    Raises:
        LocalAwsError: ministack lacks a type.
    """
    lacking = sorted(set(ours) - set(theirs))
    if lacking:
        raise LocalAwsError(f"ministack has no {', '.join(lacking)}: move ours to localaws/types")
