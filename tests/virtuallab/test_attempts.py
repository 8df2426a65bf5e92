"""Tests of what attempts wrote down."""

from tests.virtuallab.bench import Bench
from virtuallab.attempts import LOG, STATUS, attempts, home, newest, read_reasons, read_statuses
from virtuallab.places import Place


def _output(bench: Bench) -> Place:
    return Place("lab-results", f"{bench.root}counts/")


def test_attempts_are_found_among_what_they_kept(bench: Bench) -> None:
    """A result that is called as a status is none."""
    bench.attempt("a", "job:3-2")
    kept = f"{home(_output(bench), 'a').prefix}job:3-2/files/status.json"
    bench.s3.put_object(Bucket="lab-results", Key=kept, Body=b"")
    (found,) = attempts(bench.s3, _output(bench), STATUS)
    assert (found.folder, found.job, found.number) == ("a", "job:3", 2)
    assert found.place.uri.endswith("counts/_lab/attempts/a/job:3-2/")


def test_last_attempt_is_that_of_the_last_job(bench: Bench) -> None:
    """Ten comes after nine; another run's job does not count."""
    for name in ("one-9", "one-10", "two-1", "other-1"):
        bench.attempt("a", name)
    found = list(attempts(bench.s3, _output(bench), LOG, "a"))
    for jobs, last in ((("one",), ("one", 10)), (("one", "two"), ("two", 1))):
        attempt = newest(found, jobs)
        assert attempt is not None
        assert (attempt.job, attempt.number) == last
    assert newest(found, ["none"]) is None
    assert newest(found) in found


def test_status_that_cannot_be_read_says_nothing(bench: Bench) -> None:
    """Others do."""
    bench.attempt("a", "one-1", reason="no memory")
    bench.attempt("b", "one-1")
    key = f"{home(_output(bench), 'b').prefix}one-1/status.json"
    bench.s3.put_object(Bucket="lab-results", Key=key, Body=b"{")
    found = list(attempts(bench.s3, _output(bench), STATUS))
    assert read_statuses(bench.s3, found) == {"a": {"reason": "no memory"}, "b": {}}
    asked = [("a", "one"), ("b", "one"), ("c", "one")]
    reasons = {"a": "no memory", "b": "", "c": ""}
    assert read_reasons(bench.s3, _output(bench), asked) == reasons
