"""What `cdk/slurm/` knows of EC2 and ParallelCluster is what the pinned versions say."""

import json
import subprocess

import pytest

from tests.pcluster.batch import PYTHON, ROOT

NAMES = ("instance_types.csv", "update_policies.yaml")


@pytest.fixture(scope="module")
def tables() -> dict[str, str]:
    """Return the text of each table, made again."""
    done = subprocess.run(  # noqa: S603
        [PYTHON, "-m", "tests.pcluster.write_tables", "--print"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin"},
    )
    made: dict[str, str] = json.loads(done.stdout)
    return made


@pytest.mark.parametrize("name", NAMES)
def test_table_is_fresh(name: str, tables: dict[str, str]) -> None:
    """If this fails, a pin has changed: run `make reference` and read the difference."""
    assert (ROOT / "cdk" / "slurm" / name).read_text(encoding="utf-8") == tables[name]


def test_every_table_is_compared(tables: dict[str, str]) -> None:
    """No table is written that nobody looks at."""
    assert set(tables) == set(NAMES)
