"""`start.sh` on real systems: nodes of all roles, started twice, and nodes that fail."""

import difflib
from collections.abc import Callable

import pytest

from tests.bootstrap.nodes.bucket import Bucket
from tests.bootstrap.nodes.conftest import ROLES, Cluster
from tests.bootstrap.nodes.node import Node

LIMIT = 2100
"""Seconds after which ParallelCluster gives up on a head node."""


def test_nodes_ran_on_the_system_of_parallelcluster(cluster: Cluster) -> None:
    """Says so where Ubuntu's archive cannot be reached, and Debian stands for Ubuntu."""
    system = cluster.nodes["head"].machine.system
    if system != "Ubuntu 24.04":
        pytest.skip(f"Ubuntu's archive is out of reach: the nodes of these tests ran {system}")


@pytest.mark.parametrize("role", ROLES)
def test_node_starts_and_says_how_long_it_took(cluster: Cluster, role: str) -> None:
    """Every step is done, far below the limit: everything but downloads is measured here."""
    start = cluster.first[role]
    assert (start.code, start.output.count("error:")) == (0, 0), start.output
    assert start.seconds < LIMIT / 20
    lines = (cluster.bucket.bucket / "nodes/roles" / role).read_text().splitlines()
    steps = [line for line in lines if line != "later" and not line.startswith("#")]
    took = [line.split()[4] for line in start.output.splitlines() if " took " in line]
    assert took == ["fetch", *steps]


@pytest.mark.parametrize("role", ROLES)
def test_second_start_changes_nothing(cluster: Cluster, role: str) -> None:
    """No file, link, folder, time or rule differs."""
    first, second = cluster.first[role], cluster.second[role]
    changed = difflib.unified_diff(
        first.state.splitlines(), second.state.splitlines(), n=0, lineterm=""
    )
    assert (second.code, list(changed)) == (0, [])
    assert "wrote" not in second.output


def test_log_has_what_is_printed(cluster: Cluster) -> None:
    """ParallelCluster sends standard output to CloudWatch, and the node keeps a log."""
    log = cluster.nodes["compute"].run("cat /var/log/lab-bootstrap.log").stdout
    assert log == cluster.first["compute"].output + cluster.second["compute"].output


def test_failing_step_stops_the_node_and_is_told(
    bucket: Bucket, boot: Callable[[str], Node]
) -> None:
    """Its code is the node's, its last lines are in the message, and no further step runs."""
    script = "for line in $(seq 30); do echo line $line; done\nexit 7\n"
    bucket.step("head", "broken", script)
    bucket.step("head", "never", "echo too late\n")
    node = boot("head")
    start = node.start()
    assert start.code == 7
    assert "The start of head1 (demo-dev, head) stopped in step broken with exit code 7." in (
        start.output
    )
    told = node.calls()[-1]
    assert "--subject demo-dev: head node head1 stopped in step broken" in told
    assert "--topic-arn arn:aws:sns:eu-central-1:111122223333:alarms" in told
    assert ("line 11 line 12" in told, "line 10 " in told) == (True, False)
    assert "too late" not in start.output


def test_topic_out_of_reach_does_not_hide_the_failure(
    bucket: Bucket, boot: Callable[[str], Node]
) -> None:
    """The step's own code and message stay the node's."""
    bucket.step("head", "broken", "echo the reason\nexit 7\n")
    node = boot("head")
    node.run("touch /var/log/no_topic")
    start = node.start()
    assert (start.code, "the reason" in start.output) == (7, True)
    assert "error: the message could not be published" in start.output


def test_node_that_was_mended_starts(bucket: Bucket, boot: Callable[[str], Node]) -> None:
    """The command of the message is enough, after the reason has gone."""
    bucket.step("head", "broken", "test -e /mended\n")
    node = boot("head")
    assert node.start().code == 1
    node.run("touch /mended")
    again = "sudo bash /opt/lab/nodes/start.sh head s3://bucket 0123456789abcdef"
    assert again in node.run("cat /var/log/lab-bootstrap.log").stdout
    assert node.run(again).returncode == 0


def test_an_update_does_not_stop_a_node_that_works(
    bucket: Bucket, boot: Callable[[str], Node]
) -> None:
    """ParallelCluster would roll back to the same new scripts; the lab is told instead."""
    node = boot("head")
    assert node.start().code == 0
    bucket.step("head", "broken", "echo the reason\nexit 7\n")
    again = node.start()
    assert (again.code, "the reason" in again.output) == (0, True)
    assert "--subject demo-dev: head node head1 stopped in step broken" in node.calls()[-1]


def test_what_follows_later_is_tried_again(bucket: Bucket, boot: Callable[[str], Node]) -> None:
    """A login node is there within ten minutes, whatever its hub waits for."""
    bucket.step("login", "broken", "test -e /mended\n")
    node = boot("login")
    start = node.start()
    assert (start.code, "stopped in step broken" in start.output) == (0, True)
    unit = node.run("systemctl show --property Restart --property RestartUSec lab-later").stdout
    assert unit.splitlines() == ["Restart=on-failure", "RestartUSec=5min"]
    node.run("touch /mended")
    assert "has everything after" in node.start().output


def test_unknown_role_is_told(boot: Callable[[str], Node]) -> None:
    """With those that there are."""
    node = boot("gateway")
    start = node.start()
    assert start.code == 64
    assert "no role is called gateway: there are compute head login" in start.output


def test_bucket_without_the_lab_is_told(bucket: Bucket, boot: Callable[[str], Node]) -> None:
    """A prefix without objects is no error for the AWS command line, but for a node."""
    (bucket.bucket / "lab").rename(bucket.bucket / "other")
    start = boot("compute").start()
    assert start.code != 0
    assert "stopped in step fetch" in start.output


def test_node_without_shared_folder_stops(bucket: Bucket, boot: Callable[[str], Node]) -> None:
    """Homes must not grow on the node's own disk, unseen."""
    bucket.settings(SHARED_FOLDER="/elsewhere")
    start = boot("compute").start()
    assert start.code == 75
    assert "/elsewhere is not mounted" in start.output
