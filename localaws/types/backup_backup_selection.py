"""AWS::Backup::BackupSelection: what a backup plan covers."""

from localaws.convert import Properties, call
from localaws.gateway import client
from localaws.resource import Attributes, Declaration

TYPE = "AWS::Backup::BackupSelection"
REPLACING = ("BackupPlanId", "BackupSelection")


def create(declaration: Declaration) -> tuple[str, Attributes]:
    """Add the selection to its plan.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-backup-backupselection.html
    """
    created = call(client("backup"), "create_backup_selection", declaration.properties)
    plan_id, selection_id = created["BackupPlanId"], created["SelectionId"]
    physical_id = f"{selection_id}_{plan_id}"
    attributes = {"BackupPlanId": plan_id, "SelectionId": selection_id, "Id": physical_id}
    return physical_id, attributes


def update(physical_id: str, old: Properties, new: Properties) -> Attributes:
    """Refuse: every property replaces the selection, so nothing can arrive here."""
    raise ValueError(f"{physical_id}: {old} cannot become {new} in place")


def delete(physical_id: str, properties: Properties) -> None:  # noqa: ARG001
    """Remove the selection from its plan."""
    selection_id, _, plan_id = physical_id.partition("_")
    client("backup").delete_backup_selection(BackupPlanId=plan_id, SelectionId=selection_id)
