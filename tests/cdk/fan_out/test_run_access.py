"""Access to the records of runs."""

from typing import Any

from cdk.fan_out.run_access import attempts_statement, run_statements


def statements() -> dict[str, dict[str, Any]]:
    """Return the statements for a project with one bucket, by their name."""
    found = run_statements(
        "atlas", buckets=["arn:aws:s3:::results"], key_arn="arn:key", region="eu-central-1"
    )
    return {each.sid: each.to_statement_json() for each in found if each.sid}


def test_records_are_reached_and_data_is_not() -> None:
    """Objects below `_lab/runs/` of any output, and names of these alone."""
    found = statements()
    assert (
        found["ReadAndWriteRuns"]["Resource"] == "arn:aws:s3:::results/projects/atlas/*_lab/runs/*"
    )
    assert found["ListRuns"]["Condition"] == {
        "StringLike": {"s3:prefix": "projects/atlas/*_lab/runs/*"}
    }


def test_nothing_is_deleted() -> None:
    """A summary adds to what is there."""
    actions = [str(each["Action"]) for each in statements().values()]
    assert [each for each in actions if "Delete" in each] == []


def test_the_key_is_used_through_s3_alone() -> None:
    """In the lab's region."""
    assert statements()["UseKeyThroughS3"]["Condition"] == {
        "StringEquals": {"kms:ViaService": "s3.eu-central-1.amazonaws.com"}
    }


def test_why_an_attempt_failed_is_read_and_not_what_it_left() -> None:
    """One file of each attempt, for the mail and the summary."""
    found = attempts_statement("atlas", buckets=["arn:aws:s3:::results"]).to_statement_json()
    assert found["Action"] == "s3:GetObject"
    assert found["Resource"] == ("arn:aws:s3:::results/projects/atlas/*_lab/attempts/*/status.json")
