"""Backups of the shared file system."""

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk.assertions import Match, Template

Storage = Callable[..., Template]


def rules(template: Template) -> list[dict[str, Any]]:
    """Return the rules of the one backup plan."""
    (plan,) = template.find_resources("AWS::Backup::BackupPlan").values()
    return list(plan["Properties"]["BackupPlan"]["BackupPlanRule"])


def test_daily_and_monthly_backups_are_kept_as_long_as_the_settings_say(storage: Storage) -> None:
    """Every night, and the first of each month for longer."""
    template = storage(efs={}, backup={"daily_retention_days": 14, "monthly_retention_days": 400})
    assert [
        (each["RuleName"], each["ScheduleExpression"], each["Lifecycle"])
        for each in rules(template)
    ] == [
        ("daily", "cron(0 3 * * ? *)", {"DeleteAfterDays": 14}),
        ("monthly", "cron(0 3 1 * ? *)", {"DeleteAfterDays": 400}),
    ]


def test_monthly_backups_can_be_left_out(storage: Storage) -> None:
    """`null` leaves the daily rule alone."""
    template = storage(efs={}, backup={"monthly_retention_days": None})
    assert [each["RuleName"] for each in rules(template)] == ["daily"]


def test_the_shared_file_system_is_what_is_backed_up(storage: Storage) -> None:
    """The plan selects it by its ARN, not by a tag that someone may remove."""
    template = storage(efs={}, backup={})
    (file_system,) = template.find_resources("AWS::EFS::FileSystem")
    arn = "arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/"
    template.has_resource_properties(
        "AWS::Backup::BackupSelection",
        {
            "BackupSelection": Match.object_like(
                {"Resources": [{"Fn::Join": ["", [arn, {"Ref": file_system}]]}]}
            )
        },
    )


def test_backups_are_encrypted_by_the_labs_key(storage: Storage) -> None:
    """The vault has the key of the data."""
    template = storage(efs={}, backup={})
    (key,) = template.find_resources("AWS::KMS::Key")
    template.has_resource_properties(
        "AWS::Backup::BackupVault", {"EncryptionKeyArn": {"Fn::GetAtt": [key, "Arn"]}}
    )


def test_kept_backups_cannot_be_deleted_before_their_time(storage: Storage) -> None:
    """The vault's policy denies it to everyone, and the vault stays."""
    template = storage(efs={}, backup={})
    template.has_resource(
        "AWS::Backup::BackupVault",
        {
            "DeletionPolicy": "RetainExceptOnCreate",
            "Properties": {
                "AccessPolicy": Match.object_like(
                    {
                        "Statement": [
                            {
                                "Effect": "Deny",
                                "Principal": {"AWS": "*"},
                                "Action": [
                                    "backup:DeleteRecoveryPoint",
                                    "backup:UpdateRecoveryPointLifecycle",
                                ],
                                "Resource": "*",
                            }
                        ]
                    }
                )
            },
        },
    )


def test_a_sandbox_can_empty_its_vault(storage: Storage) -> None:
    """With `destroy` nothing is denied, and the vault goes."""
    template = storage(efs={}, backup={}, removal_policy="destroy")
    template.has_resource(
        "AWS::Backup::BackupVault",
        {"DeletionPolicy": "Delete", "Properties": {"AccessPolicy": Match.absent()}},
    )


@pytest.mark.parametrize(("settings", "vaults"), [({"efs": {}}, 1), ({"backup": {}}, 0)])
def test_without_backups_or_without_a_file_system_there_is_no_plan(
    storage: Storage, settings: dict[str, object], vaults: int
) -> None:
    """Backups that were made stay in their vault; without a file system there is none."""
    template = storage(**settings)
    template.resource_count_is("AWS::Backup::BackupVault", vaults)
    template.resource_count_is("AWS::Backup::BackupPlan", 0)


def test_a_second_vault_gets_another_name(storage: Storage) -> None:
    """A vault that was kept would else stop the next deployment of the same lab."""
    template = storage(efs={}, backup={})
    template.has_resource_properties(
        "AWS::Backup::BackupVault",
        {"BackupVaultName": Match.object_like({"Fn::Join": Match.any_value()})},
    )


def test_backups_that_are_kept_keep_their_role(storage: Storage) -> None:
    """AWS Backup expires them in its name."""
    kept = {"DeletionPolicy": "RetainExceptOnCreate", "Type": "AWS::IAM::Role"}
    storage(efs={}, backup={}).has_resource("AWS::IAM::Role", kept)
