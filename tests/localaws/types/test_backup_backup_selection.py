"""AWS::Backup::BackupSelection, as the Backup API shows it."""

from typing import Any

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate

ROLE = "arn:aws:iam::111122223333:role/backup"
OUTPUTS = {
    "Plan": {"Ref": "Plan"},
    "Selection": {"Fn::GetAtt": ["Selection", "SelectionId"]},
}


def _plan(*resources: str) -> dict[str, Any]:
    """Declare a plan for some resources."""
    rule = {"RuleName": "daily", "TargetBackupVault": {"Ref": "Vault"}}
    plan = {"BackupPlanName": "nightly", "BackupPlanRule": [rule]}
    selection = {"SelectionName": "files", "IamRoleArn": ROLE, "Resources": list(resources)}
    properties = {"BackupPlanId": {"Ref": "Plan"}, "BackupSelection": selection}
    return {
        "Vault": {"Type": "AWS::Backup::BackupVault", "Properties": {"BackupVaultName": "files"}},
        "Plan": {"Type": "AWS::Backup::BackupPlan", "Properties": {"BackupPlan": plan}},
        "Selection": {"Type": "AWS::Backup::BackupSelection", "Properties": properties},
    }


def _selected(aws: LocalAws, plan: str) -> dict[str, list[str]]:
    """Return the resources of each selection of a plan."""
    backup = aws.client("backup")
    ids = [
        selection["SelectionId"]
        for selection in backup.list_backup_selections(BackupPlanId=plan)["BackupSelectionsList"]
    ]
    return {
        selection_id: backup.get_backup_selection(BackupPlanId=plan, SelectionId=selection_id)[
            "BackupSelection"
        ]["Resources"]
        for selection_id in ids
    }


def test_create_adds_the_selection(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """The plan covers what the template names."""
    outputs = deploy_resources(_plan("arn:aws:efs:one"), OUTPUTS).outputs
    assert {outputs["Selection"]: ["arn:aws:efs:one"]} == _selected(aws, outputs["Plan"])


def test_update_replaces_the_selection(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """A selection cannot be changed, so another one takes its place."""
    before = deploy_resources(_plan("arn:aws:efs:one"), OUTPUTS).outputs
    after = deploy_resources(_plan("arn:aws:efs:two"), OUTPUTS).outputs
    assert before["Plan"] == after["Plan"]
    assert {after["Selection"]: ["arn:aws:efs:two"]} == _selected(aws, after["Plan"])


def test_delete_removes_the_selection(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """A selection that leaves the template leaves its plan."""
    resources = _plan("arn:aws:efs:one")
    outputs = deploy_resources(resources, OUTPUTS).outputs
    del resources["Selection"]
    assert deploy_resources(resources).succeeded
    assert _selected(aws, outputs["Plan"]) == {}
