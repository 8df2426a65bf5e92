"""The commands of `lab`; each imports what it needs when it is called."""

# ruff: noqa: PLC0415 - `lab check` answers in less than a second because it imports neither CDK nor AWS.

import signal
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from cdk.errors import LabError
from console.errors import ConsoleError
from console.fan_out_commands import runs_app, submit
from console.options import EnvOption, JsonOption, LabOption, LocalOption, YesOption
from localaws.errors import LocalAwsError

app = typer.Typer(
    help="A bioinformatics lab on AWS, from YAML.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
local_app = typer.Typer(
    help="The embedded AWS on this machine.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(local_app, name="local")
charts_app = typer.Typer(
    help="Our values against the official Helm charts.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(charts_app, name="charts")
app.add_typer(runs_app, name="runs")

SourceOption = Annotated[
    Path, typer.Option("--from", help="Folder with the official charts, packages or folders.")
]


SinceOption = Annotated[
    str | None,
    typer.Option("--since", help="Refuse changes since a commit that a cluster cannot take."),
]


@app.command()
def check(
    lab: LabOption = None,
    env: EnvOption = None,
    *,
    since: SinceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find every error in the YAML, of all environments unless one is named."""
    from console import check as command
    from console.choice import choose_envs, choose_lab

    folder = choose_lab(lab)
    if not command.check(folder, choose_envs(folder, env), as_json=as_json, since=since):
        raise typer.Exit(2)


@app.command()
def show(lab: LabOption = None, env: EnvOption = None, *, as_json: JsonOption = False) -> None:
    """Print every setting in force and where it comes from."""
    from console import show as command

    command.show(*_choose(lab, env), as_json=as_json)


@app.command()
def synth(lab: LabOption = None, env: EnvOption = None, *, as_json: JsonOption = False) -> None:
    """Write and check the CloudFormation templates."""
    from console import synth as command

    command.synth(*_choose(lab, env), as_json=as_json)


@app.command()
def diff(
    lab: LabOption = None,
    env: EnvOption = None,
    *,
    local: LocalOption = True,
    fail: Annotated[bool, typer.Option("--fail", help="Exit with 1 on differences.")] = False,
) -> None:
    """Show what a deployment would change."""
    from console import diff as command

    if command.diff(*_choose(lab, env), local=local) and fail:
        raise typer.Exit(1)


@app.command()
def deploy(
    lab: LabOption = None,
    env: EnvOption = None,
    *,
    local: LocalOption = True,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Check, synthesise and deploy, to this machine unless told otherwise."""
    from console import deploy as command

    command.deploy(*_choose(lab, env), local=local, yes=yes, as_json=as_json)


@app.command()
def bootstrap(lab: LabOption = None, env: EnvOption = None, *, local: LocalOption = True) -> None:
    """Prepare an account and region for CDK, once."""
    from console import bootstrap as command

    command.bootstrap(*_choose(lab, env), local=local)


@app.command()
def destroy(
    lab: LabOption = None,
    env: EnvOption = None,
    *,
    local: LocalOption = True,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Remove an environment and list what is kept."""
    from console import destroy as command

    command.destroy(*_choose(lab, env), local=local, yes=yes, as_json=as_json)


@app.command()
def status(
    lab: LabOption = None,
    env: EnvOption = None,
    *,
    local: LocalOption = True,
    as_json: JsonOption = False,
) -> None:
    """Show what is deployed, asked of AWS."""
    from console import status as command

    command.status(*_choose(lab, env), local=local, as_json=as_json)


@app.command()
def demo(lab: LabOption = None, env: EnvOption = None) -> None:
    """Deploy the demo lab to this machine and put real data through it."""
    from console import demo as command

    command.demo(lab or Path("labs/demo"), env or "dev")


app.command()(submit)


@local_app.command()
def up(lab: LabOption = None, env: EnvOption = None, *, as_json: JsonOption = False) -> None:
    """Start the embedded AWS of an environment."""
    from cdk.config.load import load
    from console import local as command

    command.up(load(*_choose(lab, env)), as_json=as_json)


@local_app.command()
def down(
    lab: LabOption = None,
    env: EnvOption = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Those of all labs.")] = False,
) -> None:
    """Stop it; what was deployed is kept."""
    from cdk.config.load import load
    from console import local as command

    if every:
        command.down_all()
    else:
        command.down(load(*_choose(lab, env)))


@local_app.command()
def reset(lab: LabOption = None, env: EnvOption = None) -> None:
    """Stop it and forget all that was deployed to it."""
    from cdk.config.load import load
    from console import local as command

    command.reset(load(*_choose(lab, env)))


@local_app.command(name="status")
def local_status(
    lab: LabOption = None, env: EnvOption = None, *, as_json: JsonOption = False
) -> None:
    """Say whether it runs, and how to reach it."""
    from cdk.config.load import load
    from console import local as command

    command.local_status(load(*_choose(lab, env)), as_json=as_json)


@app.command()
def render(
    release: Annotated[str | None, typer.Argument(help="A release of the lab, or slurm.")] = None,
    lab: LabOption = None,
    env: EnvOption = None,
    *,
    manifests: Annotated[bool, typer.Option("--manifests", help="Print manifests too.")] = False,
    every: Annotated[bool, typer.Option("--all", help="All releases, into --out.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Folder to write to.")] = None,
) -> None:
    """Print what helm or ParallelCluster would receive, with example facts."""
    from console import render as command

    if out is not None and release is not None:
        message = f"--out belongs to --all: write `lab render {release} > FILE`"
        raise ConsoleError(message, exit_code=2)
    if (release is None) is not every or every is not (out is not None):
        raise ConsoleError("name a release, or write `--all --out FOLDER`", exit_code=2)
    if out is not None:
        command.render_all(*_choose(lab, env), out)
    elif release is not None:
        command.render(*_choose(lab, env), release, manifests=manifests)


@charts_app.command(name="check")
def charts_check(source: SourceOption, lab: LabOption = None, env: EnvOption = None) -> None:
    """Render every release with its official chart."""
    from console import charts as command

    command.check(*_choose(lab, env), source)


@charts_app.command(name="record")
def charts_record(source: SourceOption) -> None:
    """Write down which values the official charts know, for `lab check`."""
    from console import charts as command

    command.record(source)


def _choose(lab: Path | None, env: str | None) -> tuple[Path, str]:
    from console.choice import choose

    return choose(lab, env)


def main() -> None:
    """Run the command line; whatever stops it is one message and an exit code."""
    # A shell that starts us in the background has us ignore Ctrl-C, and our children with us.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        app()
    except LabError as error:
        from console.report import print_findings

        # Scripts that asked for JSON get JSON, whatever command found the mistake.
        print_findings(error.findings, as_json="--json" in sys.argv)
        sys.exit(2)
    except (ConsoleError, LocalAwsError) as error:
        _stop(str(error), getattr(error, "exit_code", 1))
    except Exception as error:
        # Named by its module, so that `lab check` need not import botocore to recognise it.
        if not type(error).__module__.startswith("botocore"):
            raise
        _stop(f"AWS answered: {error}", 1)


def _stop(message: str, exit_code: int) -> NoReturn:
    from console.report import print_error

    print_error(message)
    sys.exit(exit_code)
