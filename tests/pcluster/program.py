"""Answer questions about cluster files with ParallelCluster's own code: runs in .venv-pcluster.

Reads one request as JSON from standard input, writes one answer: `{"validate": {name: file},
"clusters": {name: cluster's name}, "mount_target_rules": …}` or `{"updates": {name: [old, new]}}`,
which is answered for running and for stopped compute nodes.
"""

import json
import sys
from typing import Any


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Return the answers to what a request asks; modules that start moto are imported for it."""
    if "validate" in request:
        from tests.pcluster.validation import validate  # noqa: PLC0415

        return validate(request["validate"], request["clusters"], request["mount_target_rules"])
    from tests.pcluster.patches import refused  # noqa: PLC0415

    return {
        state: {
            name: refused(old, new, stopped=state == "stopped")
            for name, (old, new) in request["updates"].items()
        }
        for state in ("running", "stopped")
    }


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    sys.stdout.write(json.dumps(answer(asked)))
