"""A killed emulator comes back as it was when nothing was under way, and deploys continue."""

import json
import os
import signal
import time
from collections.abc import Iterator

import pytest

from localaws import process
from localaws.deployment import deploy_template
from localaws.instance import LocalAws
from tests.localaws.conftest import ACCOUNT, REGION

DONE = {"Resources": {"Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "done"}}}}
CUT_OFF = {
    "Resources": {
        "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "cut-off"}},
        "Handle": {"Type": "AWS::CloudFormation::WaitConditionHandle", "DependsOn": "Bucket"},
        "Never": {
            "Type": "AWS::CloudFormation::WaitCondition",
            "Properties": {"Handle": {"Ref": "Handle"}, "Timeout": "300"},
        },
    }
}


def _wait_until_saved(instance: LocalAws, text: str) -> None:
    """Wait until the saved state contains a text."""
    file = instance.folder / "state" / "snapshot.json"
    deadline = time.monotonic() + 10
    while not file.exists() or text not in file.read_text():
        assert time.monotonic() < deadline, f"{text} was not saved"
        time.sleep(0.05)


def _kill(instance: LocalAws) -> None:
    """End the emulator and its functions at once, as a power failure would."""
    pid = instance.status().pid
    assert pid is not None
    os.killpg(pid, signal.SIGKILL)
    while process.is_alive(pid):
        time.sleep(0.01)


@pytest.fixture(scope="module")
def revived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """Finish one deploy, kill the emulator in the middle of another, and start it again."""
    instance = LocalAws(tmp_path_factory.mktemp("killed"), ACCOUNT, REGION)
    instance.up()
    assert deploy_template(instance, "Done", DONE).succeeded
    instance.client("s3").put_object(Bucket="done", Key="before", Body=b"before")
    system = instance.client("efs").create_file_system(CreationToken="kept")["FileSystemId"]
    for name in (system, "fs-unknown"):
        (instance.folder / "state" / "efs" / name).mkdir(parents=True)
    _wait_until_saved(instance, "CREATE_COMPLETE")
    _wait_until_saved(instance, system)
    cloudformation = instance.client("cloudformation")
    cloudformation.create_stack(StackName="CutOff", TemplateBody=json.dumps(CUT_OFF))
    while "cut-off" not in [b["Name"] for b in instance.client("s3").list_buckets()["Buckets"]]:
        time.sleep(0.05)
    instance.client("s3").put_object(Bucket="done", Key="after", Body=b"after")
    instance.client("s3").put_object(Bucket="cut-off", Key="orphan", Body=b"orphan")
    # Longer than the emulator waits before it saves.
    time.sleep(1.5)
    _kill(instance)
    assert not instance.status().running
    instance.up()
    yield instance
    instance.reset()


def test_finished_stack_is_still_there(revived: LocalAws) -> None:
    """What was deployed and saved survives."""
    stacks = revived.client("cloudformation").describe_stacks()["Stacks"]
    assert [(s["StackName"], s["StackStatus"]) for s in stacks] == [("Done", "CREATE_COMPLETE")]


@pytest.mark.parametrize("key", ["before", "after"])
def test_objects_are_still_there(revived: LocalAws, key: str) -> None:
    """Objects are on disk as soon as they are stored."""
    body = revived.client("s3").get_object(Bucket="done", Key=key)["Body"].read()
    assert body == key.encode()


def test_files_of_file_systems_stay_and_others_go(revived: LocalAws) -> None:
    """What was deleted, or created and cut off, leaves no files behind."""
    systems = revived.client("efs").describe_file_systems()["FileSystems"]
    folders = [path.name for path in (revived.folder / "state" / "efs").iterdir()]
    assert folders == [system["FileSystemId"] for system in systems]


def test_resource_of_the_cut_off_deploy_is_undone(revived: LocalAws) -> None:
    """No bucket is left that belongs to no stack."""
    buckets = [bucket["Name"] for bucket in revived.client("s3").list_buckets()["Buckets"]]
    assert buckets == ["done"]


def test_cut_off_deploy_can_be_repeated(revived: LocalAws) -> None:
    """The same stack is created, with the same names."""
    finished = {"Resources": {"Bucket": CUT_OFF["Resources"]["Bucket"]}}
    assert deploy_template(revived, "CutOff", finished).status == "CREATE_COMPLETE"


def test_unchanged_deploy_stays_unchanged(revived: LocalAws) -> None:
    """CloudFormation remembers the template that it deployed."""
    assert deploy_template(revived, "Done", DONE).status == "CREATE_COMPLETE"
