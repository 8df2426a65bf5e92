"""The CDK app: `cdk synth -c lab=labs/demo -c env=dev`."""

import sys
from pathlib import Path

from aws_cdk import App

from cdk.config.checked import load_checked
from cdk.errors import Finding, LabError
from stacks.lab import Lab


def main() -> None:
    """Build the lab that the context names; print what is wrong with it and exit 2 if it is not."""
    # Stack traces in the assembly would differ from machine to machine. The second kind has no
    # argument, and CDK's CLI warns of such a key in cdk.json.
    app = App(stack_traces=False, post_cli_context={"aws:cdk:disable-creation-stack-traces": True})
    try:
        loaded = load_checked(Path(_context(app, "lab", "labs/demo")), _context(app, "env", "dev"))
    except LabError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the console of this program is stderr
        sys.exit(2)
    Lab(app, loaded.config, lock_files=loaded.lock_files)
    app.synth()


def _context(app: App, key: str, example: str) -> str:
    value = app.node.try_get_context(key)
    if isinstance(value, str) and value:
        return value
    raise LabError(
        [Finding("", 0, 0, key, "is not given", f"add it to the command: -c {key}={example}")]
    )


if __name__ == "__main__":
    main()
