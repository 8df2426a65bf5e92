"""`lab submit` and `lab runs`: their arguments; what they do is imported when they are called."""

# ruff: noqa: PLC0415 - `lab check` answers in less than a second because it imports no AWS.

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console.options import JsonOption, LabOption, LocalOption, ProjectEnvOption, ProjectOption

if TYPE_CHECKING:
    from console.runs import Desk

runs_app = typer.Typer(
    help="Runs that `lab submit` has started.", no_args_is_help=True, rich_markup_mode=None
)
RunArgument = Annotated[
    str | None, typer.Argument(metavar="NAME", help="Of the run. Default: the newest one.")
]


def submit(  # noqa: PLR0913 - one argument for each option
    parent: Annotated[
        str, typer.Argument(help="Folder whose child folders are analysed, such as raw/plates.")
    ],
    script: Annotated[str, typer.Argument(help=".R, .py or .sh, here or s3://...")],
    output: Annotated[str, typer.Argument(help="Folder for results, such as results/counts.")],
    lab: LabOption = None,
    env: ProjectEnvOption = None,
    project: ProjectOption = None,
    *,
    local: LocalOption = True,
    vcpus: Annotated[int, typer.Option(help="vCPUs of a job.")] = 1,
    memory_gib: Annotated[float, typer.Option(help="Memory of a job.")] = 4,
    minutes: Annotated[float, typer.Option(help="Expected for a folder; for the price.")] = 10,
    gpus: Annotated[int, typer.Option(help="GPUs of a job.")] = 0,
    var: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="For the script; repeatable.")
    ] = None,
    include: Annotated[
        str | None, typer.Option(help="Pattern for names of input files, such as '*.fcs'.")
    ] = None,
    max_concurrency: Annotated[int | None, typer.Option(help="Jobs at once.")] = None,
    max_failures: Annotated[
        int | None, typer.Option(help="Failed folders after which the run stops.")
    ] = None,
    timeout_minutes: Annotated[
        float | None, typer.Option(help="After which an attempt is stopped.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="What the run's name begins with.")] = None,
    skip_empty: Annotated[
        bool, typer.Option("--skip-empty", help="Leave folders without input out.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print jobs and price, and start nothing.")
    ] = False,
    wait: Annotated[bool, typer.Option(help="Watch the run until it is done.")] = True,
    as_json: JsonOption = False,
) -> None:
    """Run a script on every child folder of a folder, each as a job of its own."""
    from console import submit as command
    from console.choice import choose
    from console.runs import choose_project, enter

    chosen = choose_project(*choose(lab, env), project)
    variables = command.parse_variables(var or [])
    command.submit(
        enter(chosen, local=local),
        (parent, script, output),
        {
            "vcpus": vcpus,
            "memory_gib": memory_gib,
            "minutes": minutes,
            "gpus": gpus,
            "variables": variables,
            "include": include,
            "max_concurrency": max_concurrency,
            "max_failures": max_failures,
            "timeout_minutes": timeout_minutes,
            "name": name,
            "skip_empty": skip_empty,
        },
        dry_run=dry_run,
        wait=wait,
        as_json=as_json,
    )


def _desk(lab: Path | None, env: str | None, project: str | None, *, local: bool) -> "Desk":
    """Return the project that is meant, with the AWS where it is deployed."""
    from console.choice import choose
    from console.runs import choose_project, enter

    return enter(choose_project(*choose(lab, env), project), local=local)


@runs_app.command(name="list")
def list_(
    lab: LabOption = None,
    env: ProjectEnvOption = None,
    project: ProjectOption = None,
    *,
    local: LocalOption = True,
    as_json: JsonOption = False,
) -> None:
    """List the runs of a project, the newest first."""
    from console import runs as command

    command.list_runs(_desk(lab, env, project, local=local), as_json=as_json)


@runs_app.command()
def show(
    name: RunArgument = None,
    lab: LabOption = None,
    env: ProjectEnvOption = None,
    project: ProjectOption = None,
    *,
    local: LocalOption = True,
    watch: Annotated[bool, typer.Option("--watch", help="Until it is done.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show how far a run is."""
    from console import runs as command

    command.show(_desk(lab, env, project, local=local), name, watch=watch, as_json=as_json)


@runs_app.command()
def results(
    name: RunArgument = None,
    lab: LabOption = None,
    env: ProjectEnvOption = None,
    project: ProjectOption = None,
    *,
    local: LocalOption = True,
    as_json: JsonOption = False,
) -> None:
    """Print what became of every folder, so far."""
    from console import runs as command

    command.results(_desk(lab, env, project, local=local), name, as_json=as_json)


@runs_app.command()
def log(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of the run.")],
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="Whose script's output.")],
    lab: LabOption = None,
    env: ProjectEnvOption = None,
    project: ProjectOption = None,
    *,
    local: LocalOption = True,
) -> None:
    """Print what the script printed at the last attempt at a folder."""
    from console import runs as command

    command.log(_desk(lab, env, project, local=local), name, folder)


@runs_app.command()
def cancel(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Default: the only one that is running.")
    ] = None,
    lab: LabOption = None,
    env: ProjectEnvOption = None,
    project: ProjectOption = None,
    *,
    local: LocalOption = True,
) -> None:
    """Stop a run and its jobs; folders that are complete stay so."""
    from console import runs as command

    command.cancel(_desk(lab, env, project, local=local), name)
