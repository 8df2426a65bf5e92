"""Settings of a server: one line from the emulator to the process that runs it."""

from dataclasses import replace

from localaws.postgres.settings import Settings

SETTINGS = Settings(
    folder="",
    major=18,
    user="postgres",
    password='it\'s \\ a "password"',  # noqa: S106
    new_password=False,
    database="lab",
    port=0,
    require_tls=True,
    parameters={"log_statement": "ddl"},
    chain="server.crt",
    key="server.key",
)


def test_settings_survive_the_way() -> None:
    """Whatever is in them, they are one line and come back as they were."""
    settings = replace(SETTINGS, password="one\ntwo", port=5432)  # noqa: S106
    assert settings.line().count("\n") == 1
    assert Settings.read(settings.line()) == settings
