"""Show how far CloudFormation is while the CDK command line works."""

import subprocess
import sys
import time
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from console.assembly import Assembly, StackArtifact

POLL_SECONDS = 0.5


def watch(process: subprocess.Popen[str], assembly: Assembly, client: Any) -> None:  # noqa: ANN401
    """Draw one bar per stack until a process ends; a pipe gets the final state only.

    Args:
        process: what changes the stacks.
        assembly: the stacks, to know how many resources each has.
        client: of CloudFormation.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(file=sys.stderr)
    with Progress(*columns, TimeElapsedColumn(), console=console, refresh_per_second=4) as bars:
        tasks = {
            stack.name: bars.add_task(stack.name, total=len(stack.resources))
            for stack in assembly.stacks
        }
        while True:
            running = process.poll() is None
            for stack in assembly.stacks:
                bars.update(tasks[stack.name], completed=_completed(client, stack))
            if not running:
                return
            time.sleep(POLL_SECONDS)


def _completed(client: Any, stack: StackArtifact) -> int:  # noqa: ANN401
    try:
        found = client.describe_stack_resources(StackName=stack.name)["StackResources"]
    except (BotoCoreError, ClientError):
        # Not there yet, or not reachable for a moment: the process itself reports what counts.
        return 0
    done = [r for r in found if r["ResourceStatus"] in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}]
    return len(done)
