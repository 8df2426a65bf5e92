"""`lab local`: the embedded AWS itself."""

import json
from dataclasses import asdict

from cdk.config.load import Loaded
from console.report import print_table, say
from console.target import STATE, local_aws
from localaws.instance import LocalAws, Status


def up(loaded: Loaded, *, as_json: bool) -> None:
    """Start the embedded AWS of an environment, unless it runs."""
    _print(local_aws(loaded).up(), as_json=as_json)


def down(loaded: Loaded) -> None:
    """Stop it; what was deployed is there again at the next start."""
    aws = local_aws(loaded)
    aws.down()
    say(f"the embedded AWS in {aws.folder} is stopped, its state is kept")


def down_all() -> None:
    """Stop those of every lab and environment that was deployed from here."""
    for folder in sorted(path for path in STATE.glob("*") if path.is_dir()):
        # Stopping needs neither account nor region, and their YAML may be gone.
        LocalAws(folder, account="", region="").down()
        say(f"the embedded AWS in {folder} is stopped, its state is kept")


def reset(loaded: Loaded) -> None:
    """Stop it and forget everything that was deployed to it."""
    aws = local_aws(loaded)
    aws.reset()
    say(f"the embedded AWS in {aws.folder} is stopped and empty")


def local_status(loaded: Loaded, *, as_json: bool) -> None:
    """Say whether it runs, and how to reach it."""
    _print(local_aws(loaded).status(), as_json=as_json)


def _print(status: Status, *, as_json: bool) -> None:
    values = {key: value for key, value in asdict(status).items() if value is not None}
    if as_json:
        say(json.dumps(values, indent=1, default=str))
    else:
        print_table("", ("", ""), [(key, str(value)) for key, value in values.items()])
