"""Begins an attempt, and ends it: work folder removed, log uploaded, reason told."""

import sys
from collections.abc import Mapping
from contextlib import ExitStack

from lab_runner.analysis import analyse
from lab_runner.attempt import Attempt
from lab_runner.ending import EXPECTED, Ending, ending
from lab_runner.errors import FailureError, TerminatedError
from lab_runner.folder import folder_name
from lab_runner.log import Log
from lab_runner.resources import Resources
from lab_runner.results import results
from lab_runner.settings import Settings, read_settings
from lab_runner.store import Store
from lab_runner.termination import Termination
from lab_runner.work import Work


def start(environment: Mapping[str, str], termination: Termination) -> int:
    """Analyse the folder that the environment names, and return the exit status."""
    try:
        settings = read_settings(environment)
    except (FailureError, TerminatedError) as error:
        sys.stdout.write(f"lab-runner: {error}\n")
        return error.status
    try:
        store = Store()
        folder = folder_name(settings, store)
        return _in_folder(settings, folder, store, termination)
    except EXPECTED as error:
        end = ending(error, settings.scratch)
        sys.stdout.write(f"lab-runner: {end.reason}\n")
        return end.status


def _in_folder(settings: Settings, folder: str, store: Store, termination: Termination) -> int:
    """Make one attempt in a work folder of its own."""
    attempt = Attempt(settings, folder, Resources(settings.vcpus, settings.memory_mib))
    with ExitStack() as stack:
        with termination.held():
            work = stack.enter_context(Work(settings.scratch))
        log = stack.enter_context(Log(work.log))
        try:
            untold = analyse(attempt, store, work, log, termination)
            end = Ending(0)
        except EXPECTED as error:
            untold = True
            end = ending(error, settings.scratch)
        # The first SIGTERM has had its effect, or comes too late to have one.
        termination.ignore()
        if untold:
            _finish(attempt, store, work, log, end)
    return end.status


def _finish(attempt: Attempt, store: Store, work: Work, log: Log, end: Ending) -> None:
    """Upload what is to be known of the attempt; that failing does not change its ending."""
    try:
        left = results(work.output, log) if end.status else []
        if left:
            attempt.resources.output_files = len(left)
            attempt.resources.output_bytes = sum(file.size for file in left)
        if end.status:
            log.say(f"{attempt.folder} failed: {end.reason}. Its log and files: {attempt.own}")
        attempt.report(store, log, end.status, end.reason)
        attempt.keep(store, left)
    except EXPECTED as error:
        log.say(f"the attempt's log and files could not be uploaded: {error}")
