"""What the secret of a release holds: where its database is, and who it is there."""

import json
import secrets
from dataclasses import asdict, dataclass, field, replace
from typing import Self

from cdk.database.function.secrets_manager import SecretsManager

PASSWORD_BYTES = 32


@dataclass(frozen=True)
class Credentials:
    """The fields of a release's secret, under the names that AWS uses for databases.

    Attributes:
        username: one of the database's two users; they take turns.
        password: never shown.
        host: name of the server.
        port: of the server, in digits.
        dbname: the database, and the role that owns it.
    """

    username: str
    password: str = field(repr=False)
    host: str
    port: str
    dbname: str

    @classmethod
    def read(
        cls,
        client: SecretsManager,
        secret_arn: str,
        *,
        stage: str = "AWSCURRENT",
        version: str | None = None,
    ) -> Self:
        """Read one version of a release's secret.

        Args:
            client: boto3's client of Secrets Manager.
            secret_arn: the secret.
            stage: the label of the version.
            version: its id, for a rotation that must not mistake another one's for its own.

        Raises:
            ValueError: if the username is neither of the two.
        """
        which = {"VersionStage": stage} | ({"VersionId": version} if version else {})
        held = json.loads(client.get_secret_value(SecretId=secret_arn, **which)["SecretString"])
        found = cls(**{name: held[name] for name in cls.__dataclass_fields__})
        if found.username not in found.usernames:
            raise ValueError(f"{found.username} is none of {', '.join(found.usernames)}")
        return found

    @property
    def usernames(self) -> tuple[str, str]:
        """The two users of the database."""
        return f"{self.dbname}_a", f"{self.dbname}_b"

    def renewed(self) -> Self:
        """Return the credentials that follow: the other user, with a new password."""
        first, second = self.usernames
        return replace(
            self,
            username=second if self.username == first else first,
            password=secrets.token_urlsafe(PASSWORD_BYTES),
        )

    def to_json(self) -> str:
        """Return what is written to Secrets Manager."""
        return json.dumps(asdict(self))
