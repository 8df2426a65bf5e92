"""Modules of the hub on Slurm are found as the hub finds them: by their folder on the path."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[4] / "bootstrap/nodes/jupyter"))
