"""Write again what `cdk/slurm/` knows of EC2 and ParallelCluster: part of `make reference`.

Runs in .venv-pcluster: `python -m tests.pcluster.write_tables`. With `--print`, the texts go to
standard output as JSON instead.
"""

import json
import sys
from pathlib import Path

from tests.pcluster import instance_types_table, update_policies_table

FOLDER = Path(__file__).parents[2] / "cdk" / "slurm"


def tables() -> dict[str, str]:
    """Return the text of each file, by its name."""
    return {
        "instance_types.csv": instance_types_table.table(),
        "update_policies.yaml": update_policies_table.table(),
    }


if __name__ == "__main__":
    if sys.argv[1:] == ["--print"]:
        sys.stdout.write(json.dumps(tables()))
    else:
        for name, text in tables().items():
            (FOLDER / name).write_text(text, encoding="utf-8")
