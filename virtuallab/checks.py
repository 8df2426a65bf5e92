"""Checks of a request against what the lab has."""

from virtuallab.errors import Problems
from virtuallab.places import Place
from virtuallab.request import Request
from virtuallab.settings import Settings
from virtuallab.sizes import Size, largest
from virtuallab.words import count_of


def check_size(first: Size, settings: Settings, problems: Problems) -> None:
    """Tell when no machine of the lab holds a job."""
    hosts = settings.hosts_for(first.gpus)
    if first.gpus and not hosts:
        hint = "leave gpus out, or ask an admin for machines with GPUs"
        problems.add("gpus", f"the lab has no machines with GPUs (got {first.gpus})", hint)
    elif not any(host.holds(first) for host in hosts):
        message = f"{first} is larger than any machine of the lab"
        problems.add("size of a job", message, f"the largest that fit: {largest(hosts) or 'none'}")


def check_times(request: Request, settings: Settings, problems: Problems) -> None:
    """Tell when every job would be stopped before it ends."""
    timeout = settings.timeout_minutes
    if request.timeout_minutes is not None:
        timeout = request.timeout_minutes
    if request.minutes > timeout:
        message = f"a job is stopped after {count_of(timeout, 'minute')} (got {request.minutes:g})"
        problems.add("minutes", message, "correct them, or give a longer timeout_minutes")


def check_places(parent: Place, output: Place, problems: Problems) -> None:
    """Tell when results would lie among the input, where the next run would analyse them."""
    if parent == output:
        problems.add("output", f"is the parent itself ({output.uri})", "name another folder")
    elif parent.holds(output):
        problems.add("output", f"{output.uri} is in the parent", "name a folder outside of it")
    elif output.holds(parent):
        problems.add("output", f"{output.uri} holds the parent", "name a folder beside the input")
