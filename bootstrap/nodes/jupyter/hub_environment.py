"""Print hub.env, which systemd reads: what only root may see, and what only this node knows.

The login's secret comes as JSON on standard input, the proxy's token as variable, and both go
nowhere but to standard output. Arguments are further lines, NAME=VALUE.
"""

import json
import os
import sys

NAMES = {"client_id": "OAUTH_CLIENT_ID", "client_secret": "OAUTH_CLIENT_SECRET"}
"""Keys of the secret, and the variables that OAuthenticator reads."""


def line(name: str, value: str) -> str:
    """Return one line as systemd reads it, which knows quotes and backslashes (systemd.exec(5))."""
    escaped = "".join(f"\\{each}" if each in '\\"`$' else each for each in value)
    return f'{name}="{escaped}"'


def lines(secret: str) -> list[str]:
    """Return the lines of the secret.

    Raises:
        ValueError: the message names what is wrong, and never the value.
    """
    try:
        values = json.loads(secret)
    except ValueError:
        raise ValueError("is no JSON") from None
    if not isinstance(values, dict):
        raise ValueError("is no JSON object")  # noqa: TRY004 - one type for all that is wrong
    for key in NAMES:
        value = values.get(key)
        if not isinstance(value, str) or not value or not value.isprintable():
            raise ValueError(f"has no usable {key}")
    return [line(variable, values[key]) for key, variable in NAMES.items()]


if __name__ == "__main__":
    try:
        found = lines(sys.stdin.read())
    except ValueError as error:
        sys.exit(f"the secret of the login {error}: it needs client_id and client_secret")
    found.append(line("CONFIGPROXY_AUTH_TOKEN", os.environ["CONFIGPROXY_AUTH_TOKEN"]))
    found += [line(*each.split("=", 1)) for each in sys.argv[1:]]
    sys.stdout.writelines(f"{each}\n" for each in found)
