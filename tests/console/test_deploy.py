"""One lab from its first deployment to its end, by the real CDK command line.

The tests build on each other in the order of this file: to deploy anew for each takes minutes.
"""

import json
import os
import re
import signal
import subprocess
import time

import pytest

from console.cdk_cli import CDK
from localaws.installation import ROOT
from localaws.instance import LocalAws
from tests.console.conftest import Workplace

YAML = 'account: "111122223333"\n'
STACKS = {
    "small-dev-network",
    "small-dev-storage",
    "small-dev-project-alpha",
    "small-dev-project-beta",
}


def results(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """Return what became of each stack, as `lab deploy --json` says."""
    assert done.returncode == 0, done.stderr
    return {stack["stack"]: stack["result"] for stack in json.loads(done.stdout)}


def expiring_after(days: int) -> str:
    """Return an environment whose scratch files live some days."""
    return f"{YAML}storage: {{buckets: {{scratch: {{expiration_days: {days}}}}}}}\n"


def embedded(workplace: Workplace) -> LocalAws:
    """Return the embedded AWS that the console started."""
    folder = workplace.folder / ".lab" / "small-dev"
    return LocalAws(folder, account="111122223333", region="eu-central-1")


def fact(workplace: Workplace, name: str) -> str:
    """Return a published fact."""
    ssm = embedded(workplace).client("ssm")
    value: str = ssm.get_parameter(Name=f"/lab/small/dev/{name}")["Parameter"]["Value"]
    return value


def test_commands_that_ask_say_that_nothing_runs(workplace: Workplace) -> None:
    """Before the first deployment, `lab status` names the command to start with."""
    done = workplace.lab("status")
    assert done.returncode == 1
    assert "is not running: `lab local up`" in done.stderr


def test_failing_stack_names_the_cause(workplace: Workplace) -> None:
    """A fact's name is taken: the message says which resource, why, and where it is defined."""
    workplace.write("dev.yaml", YAML)
    assert workplace.lab("local", "up").returncode == 0
    ssm = embedded(workplace).client("ssm")
    ssm.put_parameter(Name="/lab/small/dev/raw_bucket_name", Value="mine", Type="String")
    done = workplace.lab("deploy")
    assert done.returncode == 1
    assert "AWS::SSM::Parameter" in done.stderr
    assert "small-dev-storage/Facts/" in done.stderr
    assert "run the same command again" in done.stderr
    assert "Traceback" not in done.stderr


def test_same_command_continues_once_the_cause_is_mended(workplace: Workplace) -> None:
    """What was made stays, what failed is made, and nothing of the failed attempt is left."""
    aws = embedded(workplace)
    aws.client("ssm").delete_parameter(Name="/lab/small/dev/raw_bucket_name")
    created = dict.fromkeys(STACKS, "created") | {"small-dev-network": "no changes"}
    assert results(workplace.lab("deploy", "--json")) == created
    buckets = aws.client("s3").list_buckets()["Buckets"]
    assert sorted(_data_class(bucket["Name"]) for bucket in buckets) == [
        "archive",
        "assets of cdk",
        "logs",
        "raw",
        "results",
        "scratch",
        "scripts",
    ]


def _data_class(bucket: str) -> str:
    found = re.search("storagebuckets(logs|scripts|raw|scratch|results|archive)", bucket)
    return found[1] if found else "assets of cdk"


def test_second_deployment_changes_nothing(workplace: Workplace) -> None:
    """The same YAML is no change, and the console says so."""
    done = workplace.lab("deploy")
    assert (done.returncode, done.stdout) == (0, "small dev: no changes\n")


def test_plain_cdk_sees_the_same(workplace: Workplace) -> None:
    """`cdk diff -c lab=... -c env=...` without the console finds nothing to change."""
    output = ["--output", str(workplace.folder / "plain.out")]
    context = ["--context", f"lab={workplace.folder}", "--context", "env=dev"]
    done = subprocess.run(  # noqa: S603 - the pinned CDK command line
        ["node", str(CDK), "diff", "--all", *output, *context],  # noqa: S607
        cwd=ROOT,
        env=embedded(workplace).environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Number of stacks with differences: 0" in done.stdout + done.stderr


def test_protected_lab_is_not_destroyed(workplace: Workplace) -> None:
    """Termination protection, the default, names its setting."""
    done = workplace.lab("destroy", "--yes")
    assert done.returncode == 1
    assert "set `termination_protection: false` in the YAML" in " ".join(done.stderr.split())


def test_status_lists_what_exists(workplace: Workplace) -> None:
    """The stacks are found by their tags, with their outputs."""
    stacks = {s["name"]: s for s in json.loads(workplace.lab("status", "--json").stdout)}
    assert set(stacks) == STACKS
    assert stacks["small-dev-project-beta"]["outputs"]["RoleArn"].startswith("arn:aws:iam::")


def test_diff_shows_what_a_deployment_would_change(workplace: Workplace) -> None:
    """A changed setting shows up under its CloudFormation name, and `--fail` makes it an error."""
    workplace.write("dev.yaml", expiring_after(3))
    done = workplace.lab("diff", "--fail")
    assert done.returncode == 1
    assert "ExpirationInDays" in done.stdout


def test_changed_setting_updates_only_its_stack(workplace: Workplace) -> None:
    """The service itself has the new value afterwards."""
    updated = dict.fromkeys(STACKS, "no changes") | {"small-dev-storage": "updated"}
    assert results(workplace.lab("deploy", "--json")) == updated
    rules = (
        embedded(workplace)
        .client("s3")
        .get_bucket_lifecycle_configuration(Bucket=fact(workplace, "scratch_bucket_name"))["Rules"]
    )
    assert [r["Expiration"]["Days"] for r in rules if "Days" in r.get("Expiration", {})] == [3]


def test_killed_emulator_comes_back_with_its_state(workplace: Workplace) -> None:
    """After a SIGKILL the same command goes on with everything that was there."""
    bucket = fact(workplace, "raw_bucket_name")
    embedded(workplace).client("s3").put_object(Bucket=bucket, Key="kept", Body=b"data")
    pid = embedded(workplace).status().pid
    assert pid is not None
    os.killpg(pid, signal.SIGKILL)
    assert workplace.lab("status").returncode == 1
    assert set(results(workplace.lab("deploy", "--json")).values()) == {"no changes"}
    body = embedded(workplace).client("s3").get_object(Bucket=bucket, Key="kept")["Body"]
    assert body.read() == b"data"


def test_interrupted_deployment_is_continued_by_the_same_command(workplace: Workplace) -> None:
    """Ctrl-C gives one message and exit code 130; the next run ends where it should."""
    workplace.write("dev.yaml", expiring_after(5))
    log = workplace.folder / "cdk.out" / "small-dev" / "deploy.log"
    log.unlink()
    process = workplace.start("deploy")
    deadline = time.monotonic() + 60
    while not (log.exists() and "deploying" in log.read_text(encoding="utf-8")):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 130, output
    assert "the same command goes on from there" in output
    assert "Traceback" not in output
    done = workplace.lab("deploy", "--json")
    assert set(results(done)) == STACKS
    rules = (
        embedded(workplace)
        .client("s3")
        .get_bucket_lifecycle_configuration(Bucket=fact(workplace, "scratch_bucket_name"))["Rules"]
    )
    assert [r["Expiration"]["Days"] for r in rules if "Days" in r.get("Expiration", {})] == [5]


def test_changed_address_range_is_refused_before_anything_is_sent(workplace: Workplace) -> None:
    """A fixed setting stops the deployment with the line to correct."""
    workplace.write("dev.yaml", f"{YAML}network: {{cidr: 10.99.0.0/16}}\n")
    done = workplace.lab("deploy")
    assert done.returncode == 2
    expected = "dev.yaml:2:17: network.cidr: cannot change after the first deployment"
    assert expected in done.stderr


def test_real_deployment_without_credentials_is_refused(workplace: Workplace) -> None:
    """`--aws` asks who is calling before it does anything."""
    workplace.write("dev.yaml", YAML)
    done = workplace.lab("deploy", "--aws", "--yes")
    assert done.returncode == 1
    assert "AWS does not accept the credentials in use" in done.stderr


@pytest.mark.parametrize("command", [["deploy"], ["synth"], ["check"], ["show"]])
def test_bad_yaml_stops_every_command_with_exit_code_2(
    workplace: Workplace, command: list[str]
) -> None:
    """The same findings, the same exit code, no stack trace."""
    workplace.write("dev.yaml", "acount: 1\n")
    done = workplace.lab(*command)
    workplace.write("dev.yaml", YAML)
    assert done.returncode == 2
    assert "dev.yaml:1:1: acount: unknown key - did you mean account?" in done.stderr
    assert "Traceback" not in done.stderr


def test_destroyed_lab_keeps_its_data(workplace: Workplace) -> None:
    """Stacks are gone, and what held data is listed, there, and full.

    One project left the YAML before: its stack goes with the others.
    """
    unprotected = f"{YAML}termination_protection: false\n"
    workplace.write("dev.yaml", unprotected)
    assert workplace.lab("deploy").returncode == 0
    workplace.write("dev.yaml", f"{unprotected}projects: {{alpha: null}}\n")
    bucket = fact(workplace, "raw_bucket_name")
    done = workplace.lab("destroy", "--yes", "--json")
    assert done.returncode == 0, done.stderr
    kept = {resource["type"] for resource in json.loads(done.stdout)}
    assert {"AWS::S3::Bucket", "AWS::EFS::FileSystem", "AWS::KMS::Key"} <= kept
    body = embedded(workplace).client("s3").get_object(Bucket=bucket, Key="kept")["Body"]
    assert body.read() == b"data"
    assert json.loads(workplace.lab("status", "--json").stdout) == []


def test_reset_forgets_everything(workplace: Workplace) -> None:
    """After a reset nothing runs and nothing is left to start from."""
    assert workplace.lab("local", "reset").returncode == 0
    assert not embedded(workplace).status().running
    assert not (workplace.folder / ".lab" / "small-dev" / "state").exists()
