"""Options that commands share, each with its one explanation."""

from pathlib import Path
from typing import Annotated

import typer

LabOption = Annotated[
    Path | None,
    typer.Option("--lab", help="Folder of the lab. Default: this one, or the only one in labs/."),
]
EnvOption = Annotated[
    str | None, typer.Option("--env", help="Environment. Default: the only one there is.")
]
ProjectEnvOption = Annotated[
    str | None,
    typer.Option("--env", envvar="LAB_ENV", help="Environment. Default: the only one there is."),
]
"""For those who work in a project: what changes a lab must be told its environment each time."""
LocalOption = Annotated[
    bool, typer.Option("--local/--aws", help="The embedded AWS on this machine, or a real account.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
ProjectOption = Annotated[
    str | None,
    typer.Option(
        "--project", envvar="LAB_PROJECT", help="The project. Default: the only one there is."
    ),
]
