"""The key that encrypts the lab's data at rest."""

from aws_cdk import RemovalPolicy, aws_kms as kms
from constructs import Construct


class DataKey(Construct):
    """A KMS key of the lab's own, renewed every year, usable through IAM policies.

    Attributes:
        key: the key. Whoever loses it loses everything that it encrypts.
    """

    key: kms.Key

    def __init__(
        self, scope: Construct, construct_id: str, *, removal_policy: RemovalPolicy
    ) -> None:
        super().__init__(scope, construct_id)
        self.key = kms.Key(
            self,
            "Key",
            description="Encrypts the lab's buckets, file system and backups",
            enable_key_rotation=True,
            removal_policy=removal_policy,
        )
