"""The steps of one attempt, in the order that keeps results whole."""

import hashlib
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lab_runner import script
from lab_runner.attempt import Attempt
from lab_runner.errors import FailureError, RefusalError
from lab_runner.folder import download
from lab_runner.log import Log
from lab_runner.marker import Marker
from lab_runner.present import present, refuse
from lab_runner.results import Result, names, results
from lab_runner.store import Store
from lab_runner.termination import Termination
from lab_runner.wording import named
from lab_runner.work import Work


def analyse(attempt: Attempt, store: Store, work: Work, log: Log, termination: Termination) -> bool:
    """Analyse the folder unless it is done; return whether log and status are still to be kept.

    Raises:
        FailureError: The script failed, or the runner refuses.
        TerminatedError: SIGTERM arrived.
    """
    settings = attempt.settings
    program = script.interpreter(settings.script_name, settings.environment)
    path, marker = _fetch_script(attempt, store, work)
    if marker.is_there(store):
        log.say(f"{attempt.folder} is complete already: {marker.location}")
        return False
    refuse(attempt.results, present(attempt, store).foreign)
    _fetch_input(attempt, store, work, log)
    termination.check()
    _run_script([program, str(path)], attempt, work, log, termination)
    found = results(work.output, log)
    termination.check()
    # A job that was thought lost may have ended meanwhile: its results are not touched.
    if marker.is_there(store):
        log.say(f"another attempt has completed {attempt.folder} meanwhile: {marker.location}")
        return True
    if not found:
        raise RefusalError(_nothing(settings.script_name, names(work.empty)))
    files = _bring_results(found, attempt, store, log)
    attempt.report(store, log, 0, "")
    termination.check()
    if marker.write(store, attempt.complete(files)):
        return False
    if marker.is_there(store):
        same = "the same files" if marker.lists(store, files) else "OTHER files than this one"
        log.say(f"another attempt has completed {attempt.folder} meanwhile, with {same}")
        return True
    raise FailureError(f"S3 did not take the marker {marker.location}, although there is none")


def _fetch_script(attempt: Attempt, store: Store, work: Work) -> tuple[Path, Marker]:
    """Download the script, and return it with the marker that its results will have."""
    body = store.read(attempt.settings.script)
    if body is None:
        raise RefusalError(f"there is no script {attempt.settings.script}")
    attempt.script_sha256 = hashlib.sha256(body).hexdigest()
    path = work.script / attempt.settings.script_name
    path.write_bytes(body)
    return path, Marker(attempt.marker, attempt.script_sha256)


def _fetch_input(attempt: Attempt, store: Store, work: Work, log: Log) -> None:
    """Download the folder and take down how much it was."""
    start = time.monotonic()
    entries = download(attempt.settings, attempt.folder, work.input, store)
    used = attempt.resources
    used.download_seconds = time.monotonic() - start
    used.input_files = len(entries)
    used.input_bytes = sum(entry.size for entry in entries)
    log.say(
        f"{attempt.folder}: {used.input_files} files, {used.input_bytes} bytes,"
        f" downloaded in {used.download_seconds:.1f} s"
    )


def _run_script(
    command: Sequence[str], attempt: Attempt, work: Work, log: Log, termination: Termination
) -> None:
    """Run the script and measure it."""
    settings, used = attempt.settings, attempt.resources
    defaults = {
        "OMP_NUM_THREADS": str(settings.vcpus),
        # Python keeps lines back when nobody watches: they would be lost with a killed process.
        "PYTHONUNBUFFERED": "1",
        "TMPDIR": str(work.temporary),
    }
    directories = {"INPUT_DIR": str(work.input), "OUTPUT_DIR": str(work.output)}
    # The image's home is small, and shared by nobody is nothing in it.
    own = {**directories, "FOLDER": attempt.folder, "HOME": str(work.temporary)}
    environment = {**defaults, **settings.environment, **own}
    start = time.monotonic()
    try:
        returncode = script.run(
            [*command, *directories.values()], environment, work.empty, log, termination
        )
    finally:
        used.seconds = time.monotonic() - start
        used.measure_script()
    name, lines = settings.script_name, log.last_lines()
    if failed := script.failure(name, returncode, settings.memory_mib, lines):
        raise failed


def _nothing(name: str, elsewhere: Sequence[str]) -> str:
    """Return why a script without results has not succeeded, and where they may be."""
    told = f"{name} left nothing in OUTPUT_DIR"
    if not elsewhere:
        return told
    return (
        f"{told}; its working folder holds {named(elsewhere)}"
        " - write to OUTPUT_DIR, the script's second argument"
    )


def _bring_results(
    found: Sequence[Result], attempt: Attempt, store: Store, log: Log
) -> list[dict[str, Any]]:
    """Upload results, remove what an unfinished attempt left among them, and return the list.

    Raises:
        RefusalError: Meanwhile somebody has put a file of their own where a result goes.
    """
    start = time.monotonic()
    files = [{"name": each.name, "size": each.size, "sha256": each.sha256()} for each in found]
    own = {each.name for each in found}
    there = present(attempt, store)
    refuse(attempt.results, [name for name in there.foreign if name in own])
    attempt.announce(store, sorted(own))
    store.upload((each.path, attempt.results.below(each.name)) for each in found)
    # Never more than attempts have listed: everything else is somebody's own.
    store.delete([attempt.results.below(name) for name in sorted(there.made - own)])
    used = attempt.resources
    used.upload_seconds = time.monotonic() - start
    used.output_files, used.output_bytes = len(found), sum(each.size for each in found)
    log.say(
        f"{attempt.folder}: {used.output_files} result files, {used.output_bytes} bytes,"
        f" uploaded in {used.upload_seconds:.1f} s"
    )
    return files
