"""What reaches CloudWatch Logs is what callers of its API see."""

from tests.localaws.batch.conftest import Batch


def test_lines_are_found_by_a_filter(batch: Batch) -> None:
    """Searching a group finds what a job wrote, in its stream."""
    marker = batch.name("marker")
    job = batch.run(f"echo before; echo {marker}")
    found = batch.aws.client("logs").filter_log_events(
        logGroupName="/aws/batch/job", filterPattern=f'"{marker}"'
    )["events"]
    streams = [(event["logStreamName"], event["message"]) for event in found]
    assert streams == [(job["container"]["logStreamName"], marker)]
