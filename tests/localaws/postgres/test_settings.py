"""Settings of a server: one line from the emulator to the process that runs it."""

from dataclasses import replace

from localaws.postgres.settings import Settings

SETTINGS = Settings(
    folder="",
    major=18,
    user="postgres",
    password="first\nwith 'signs' and \\",
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
    line = SETTINGS.line()
    assert line.count("\n") == 1
    assert Settings.read(line) == SETTINGS
    assert replace(SETTINGS, port=5432) == Settings.read(replace(SETTINGS, port=5432).line())
