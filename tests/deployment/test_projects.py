"""What a project's role may do, tried with its own credentials."""

import copy
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from cdk.project.config import ProjectConfig
from localaws.deployment import deploy, deploy_template
from tests.deployment.deployed import Deployed, LoadConfig
from tests.deployment.members import member_of

STACK = "demo-dev-project-pbmc-atlas"
OWN, FOREIGN = "projects/pbmc-atlas/", "projects/cytometry-screen/"


class Member:
    """A person who logged in and acts as project pbmc-atlas."""

    def __init__(self, sandbox: Deployed, project: ProjectConfig) -> None:
        """Log in to a deployed lab."""
        self.facts = sandbox.facts()
        self.s3 = member_of(sandbox, "pbmc-atlas", project)("s3")

    def put(self, data_class: str, prefix: str) -> None:
        """Write an object into a folder of a bucket."""
        bucket = self.facts[f"{data_class}_bucket_name"]
        self.s3.put_object(Bucket=bucket, Key=f"{prefix}x", Body=b"x")


@pytest.fixture(scope="module")
def atlas(config: LoadConfig) -> ProjectConfig:
    """Return the settings of pbmc-atlas."""
    return config("labs/demo", "dev").enabled_projects()["pbmc-atlas"]


@pytest.fixture(scope="module")
def member(sandbox: Deployed, atlas: ProjectConfig) -> Member:
    """Return a member of pbmc-atlas."""
    return Member(sandbox, atlas)


def test_member_writes_and_reads_in_the_own_folder(member: Member) -> None:
    """The granted folder works, encryption included."""
    member.put("raw", OWN)
    bucket = member.facts["raw_bucket_name"]
    assert member.s3.get_object(Bucket=bucket, Key=f"{OWN}x")["Body"].read() == b"x"
    assert member.s3.list_objects_v2(Bucket=bucket, Prefix=OWN)["KeyCount"] >= 1


def test_member_does_not_write_in_another_project(member: Member) -> None:
    """Another project's folder is closed."""
    with pytest.raises(ClientError, match="AccessDenied"):
        member.put("raw", FOREIGN)


def test_member_does_not_list_another_project(member: Member) -> None:
    """Not even the names of files are seen."""
    with pytest.raises(ClientError, match="AccessDenied"):
        member.s3.list_objects_v2(Bucket=member.facts["raw_bucket_name"], Prefix=FOREIGN)


def test_member_only_reads_where_the_yaml_says_read(member: Member) -> None:
    """The demo's atlas may read its archive, not write it."""
    with pytest.raises(ClientError, match="AccessDenied"):
        member.put("archive", OWN)


def test_stranger_does_not_become_a_member(sandbox: Deployed, atlas: ProjectConfig) -> None:
    """A role that is no member is refused by the project's trust policy."""
    stranger = atlas.model_copy(update={"members": ("role/students/*visitor_*",)})
    with pytest.raises(ClientError, match="AccessDenied"):
        member_of(sandbox, "pbmc-atlas", stranger)


@pytest.fixture
def without_write_grant(sandbox: Deployed) -> Iterator[None]:
    """Deploy the project without the statement that lets it write, and with it again."""
    template = copy.deepcopy(sandbox.template(STACK))
    removed = 0
    for resource in template["Resources"].values():
        for policy in resource.get("Properties", {}).get("Policies", []):
            statements = policy["PolicyDocument"]["Statement"]
            kept = [s for s in statements if s.get("Sid") != "WriteFolders"]
            removed += len(statements) - len(kept)
            policy["PolicyDocument"]["Statement"] = kept
    assert removed == 1
    assert deploy_template(sandbox.aws, STACK, template).succeeded
    yield
    deploy(sandbox.aws, sandbox.assembly)


@pytest.mark.usefixtures("without_write_grant")
def test_write_is_denied_without_its_grant(member: Member) -> None:
    """The one statement is what makes the difference: without it the call fails."""
    with pytest.raises(ClientError, match="AccessDenied"):
        member.put("raw", OWN)
