"""Checks everything about a fan-out and plans its jobs, before anything is sent."""

import os
from collections.abc import Mapping

from virtuallab.arguments import request_of
from virtuallab.checks import check_places, check_size, check_times
from virtuallab.draft import Draft
from virtuallab.errors import Problems
from virtuallab.places import SCHEME, find_place
from virtuallab.plan import Plan
from virtuallab.project import NewClient, Project, find_project
from virtuallab.request import Request
from virtuallab.script import read_script
from virtuallab.variables import environment_of
from virtuallab.work import find_work


def plan_fan_out(  # noqa: PLR0913 - what a scientist may say stands in one signature
    parent: str | os.PathLike[str],
    *,
    script: str | os.PathLike[str],
    output: str | os.PathLike[str],
    vcpus: int = 1,
    memory_gib: float = 4,
    minutes: float = 10,
    variables: Mapping[str, object] | None = None,
    gpus: int = 0,
    max_concurrency: int | None = None,
    max_failures: int | None = None,
    timeout_minutes: float | None = None,
    include: str | None = None,
    skip_empty: bool = False,
    name: str | None = None,
    lab: str | None = None,
    env: str | None = None,
    project: str | None = None,
    client: NewClient | None = None,
) -> Plan:
    """Check a fan-out and return its plan, with every job and the price; nothing is sent.

    Args:
        parent: the folder whose child folders are analysed, such as `raw/plates`.
        script: `.R`, `.py` or `.sh`, here or in S3; it is called with an input and output folder.
        output: the folder for results, such as `results/counts`.
        vcpus: of a job.
        memory_gib: of a job.
        minutes: that a folder is expected to take, for the price alone.
        variables: what the script finds in its environment besides.
        gpus: of a job.
        max_concurrency: jobs at once. Default: the project's.
        max_failures: failed folders after which the run stops. Default: the project's.
        timeout_minutes: after which an attempt is stopped. Default: the project's.
        include: pattern for names of input files, such as `*.fcs`; a folder without has no input.
        skip_empty: leave folders without input out, instead of refusing them.
        name: what the run's name begins with. Default: the script's name.
        lab: the lab's name. Default: `LAB_NAME` of the environment.
        env: the lab's environment. Default: `LAB_ENV`.
        project: the project. Default: `LAB_PROJECT`.
        client: what makes boto3 clients, such as a session's `client`. Default: `boto3.client`.

    Raises:
        FanOutError: with everything that is wrong.
    """
    problems = Problems()
    given = {
        "parent": parent,
        "script": script,
        "output": output,
        "vcpus": vcpus,
        "memory_gib": memory_gib,
        "minutes": minutes,
        "variables": variables,
        "gpus": gpus,
        "max_concurrency": max_concurrency,
        "max_failures": max_failures,
        "timeout_minutes": timeout_minutes,
        "include": include,
        "name": name,
        "skip_empty": skip_empty,
    }
    request = request_of(given, problems)
    found = find_project(lab, env, project, client, problems)
    return make_plan(request, found, problems)


def make_plan(request: Request, project: Project | None, problems: Problems) -> Plan:
    """Return the plan of a request.

    Args:
        request: what is asked for.
        project: for whom; None if that is a problem already.
        problems: what was found before.

    Raises:
        FanOutError: with everything that is wrong.
    """
    told = {each.what for each in problems}
    numbers_are_right = request.check_numbers(problems)
    request.check_texts(problems)
    environment = environment_of(request.variables, problems)
    settings = project.settings(problems) if project else None
    s3 = project.s3 if project else None
    script = None
    if "script" not in told and (project or not request.script.startswith(SCHEME)):
        script = read_script(request.script, s3, problems)
    if project is None or settings is None:
        raise problems.error()
    if numbers_are_right:
        check_size(request.first, settings, problems)
        check_times(request, settings, problems)
    parent = output = None
    if "parent" not in told:
        parent = find_place(request.parent, "parent", settings, problems)
    if "output" not in told:
        output = find_place(request.output, "output", settings, problems)
    if parent and output:
        check_places(parent, output, problems)
    work = find_work(s3, request, parent, output, problems) if parent else None
    if problems or script is None or parent is None or output is None or work is None:
        raise problems.error()
    draft = Draft(project, settings, request, script, environment, parent, output, work)
    return draft.plan()
