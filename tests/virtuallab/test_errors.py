"""Tests of how problems are told."""

from botocore.exceptions import (
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
)

from virtuallab.errors import FanOutError, Problem, Problems, aws_problem, is_missing


def _refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "ListObjectsV2")


def test_all_problems_are_told_at_once() -> None:
    """One a line, the same one once, with what to do."""
    problems = Problems()
    problems.add("gpus", "the lab has none", "leave it out")
    problems.add("script", "is empty")
    problems.add("script", "is empty")
    error = problems.error()
    assert str(error) == "gpus: the lab has none - leave it out\nscript: is empty"
    assert isinstance(error, FanOutError)
    assert error.problems[1] == Problem("script", "is empty")


def test_notebook_shows_the_problems_alone() -> None:
    """IPython asks an exception for what to show."""
    error = FanOutError([Problem("gpus", "none"), Problem("script", "is empty", "save it")])
    assert error._render_traceback_() == [
        "FanOutError:",
        "gpus: none",
        "script: is empty - save it",
    ]


def test_denied_access_names_the_call_and_a_way_out() -> None:
    """A scientist may simply not be a member."""
    text = str(aws_problem("s3://lab-raw/", _refusal("AccessDenied")))
    assert text == (
        "s3://lab-raw/: access is denied (ListObjectsV2: no) - "
        "work as a member of the project, or ask an admin of the lab"
    )


def test_missing_bucket_and_other_refusals_are_told() -> None:
    """Each in one line."""
    assert "bucket does not exist" in str(aws_problem("parent", _refusal("NoSuchBucket")))
    assert "AWS answered SlowDown" in str(aws_problem("parent", _refusal("SlowDown")))


def test_missing_credentials_are_told() -> None:
    """The most common first error on a laptop."""
    assert "log in first" in str(aws_problem("parent", NoCredentialsError()))


def test_other_errors_of_botocore_are_no_matter_of_a_login() -> None:
    """A wrong value stays wrong, and a network that is gone does not ask who somebody is."""
    wrong = ParamValidationError(report="Invalid bucket\nname")
    told = str(aws_problem("parent", wrong))
    assert told.startswith("parent: AWS takes no such value: Parameter validation failed: Invalid")
    assert "log in" not in told
    lost = EndpointConnectionError(endpoint_url="https://s3")
    assert str(aws_problem("parent", lost)).endswith(" - check the connection")


def test_missing_object_is_recognised() -> None:
    """HEAD answers with a number, GET with a word."""
    assert [is_missing(_refusal(code)) for code in ("404", "NoSuchKey", "403")] == [
        True,
        True,
        False,
    ]
