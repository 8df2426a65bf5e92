"""Which lab and which environment a command is about."""

from pathlib import Path

from cdk.config.load import LAB_FILE, environments, require_lab
from cdk.errors import Finding, LabError
from console.errors import ConsoleError

HOME_OF_LABS = Path("labs")


def choose_lab(given: Path | None) -> Path:
    """Return the folder of the lab: as given, else this folder, else the only one in `labs/`."""
    if given is not None:
        folder = given.parent if given.name == LAB_FILE else given
        require_lab(folder)
        return folder
    if Path(LAB_FILE).is_file():
        return Path()
    labs = sorted(path.parent for path in HOME_OF_LABS.glob(f"*/{LAB_FILE}"))
    if len(labs) == 1:
        return labs[0]
    known = " or ".join(f"--lab {lab}" for lab in labs)
    raise ConsoleError(
        f"Which lab? Say {known or '--lab FOLDER, the folder with lab.yaml'}", exit_code=2
    )


def choose_env(lab: Path, given: str | None) -> str:
    """Return the environment: as given, else the only one that the lab has."""
    known = environments(lab)
    if given is not None:
        return given
    if len(known) == 1:
        return known[0]
    if not known:
        message, hint = "holds no environment", "add one beside lab.yaml, for example dev.yaml"
        raise LabError([Finding(str(lab), 0, 0, "", message, hint)])
    raise ConsoleError(f"Which environment? Say --env {' or --env '.join(known)}", exit_code=2)


def choose_envs(lab: Path, given: str | None) -> list[str]:
    """Return the environment as given, else every one that the lab has."""
    return [given] if given is not None else environments(lab) or [choose_env(lab, None)]


def choose(lab: Path | None, env: str | None) -> tuple[Path, str]:
    """Return the folder of the lab and the environment that a command is about."""
    folder = choose_lab(lab)
    return folder, choose_env(folder, env)
