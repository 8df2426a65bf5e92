"""A database for a release, the role that owns it, and the two users that take turns in it.

Every function can run again: it makes what is missing and leaves the rest.
"""

from base64 import b64encode

from pg8000.native import Connection, identifier, literal
from scramp import ScramMechanism

_LOCK = 4_719_203_118
"""Held while roles are made: PostgreSQL fails where two sessions change the same row at once."""


def ensure_database(connection: Connection, name: str) -> None:
    """Make a database, and a role of the same name that owns it and cannot log in.

    Args:
        connection: of the master user, to the database `postgres`.
        name: of both.
    """
    connection.run(f"SELECT pg_advisory_lock({_LOCK})")
    role = identifier(name)
    if not _exists(connection, "pg_roles", "rolname", name):
        connection.run(f"CREATE ROLE {role} NOLOGIN")
        # Only a member may give a database away, and the master of RDS is no superuser.
        connection.run(f"GRANT {role} TO CURRENT_USER")
    if not _exists(connection, "pg_database", "datname", name):
        connection.run(f"CREATE DATABASE {role} OWNER {role}")
    # PostgreSQL lets every user into every database, unless it is told not to.
    for database in (name, "postgres"):
        connection.run(f"REVOKE ALL ON DATABASE {identifier(database)} FROM PUBLIC")


def ensure_user(connection: Connection, *, owner: str, user: str, password: str) -> None:
    """Make a user that works as the owner of a database, with this password from now on.

    What one user creates belongs to the owner, so the other one may change it.

    Args:
        connection: of the master user.
        owner: the role that `ensure_database` made.
        user: who logs in.
        password: reaches the server as a SCRAM verifier only, and so no log of it.
    """
    connection.run(f"SELECT pg_advisory_lock({_LOCK})")
    role, owning = identifier(user), identifier(owner)
    if not _exists(connection, "pg_roles", "rolname", user):
        connection.run(f"CREATE ROLE {role}")
    connection.run(f"ALTER ROLE {role} LOGIN PASSWORD {literal(verifier(password))}")
    connection.run(f"GRANT {owning} TO {role}")
    connection.run(f"ALTER ROLE {role} SET role TO {owning}")


def verifier(password: str) -> str:
    """Return what PostgreSQL stores of a password, with a salt of its own each time.

    As www.postgresql.org/docs/current/catalog-pg-authid.html describes it.
    """
    salt, stored, server, iterations = ScramMechanism("SCRAM-SHA-256").make_auth_info(password)
    encoded = [b64encode(part).decode() for part in (salt, stored, server)]
    return "SCRAM-SHA-256${}:{}${}:{}".format(iterations, *encoded)


def _exists(connection: Connection, catalog: str, column: str, name: str) -> bool:
    query = f"SELECT 1 FROM {catalog} WHERE {column} = :name"  # noqa: S608 (words of this file)
    return bool(connection.run(query, name=name))
