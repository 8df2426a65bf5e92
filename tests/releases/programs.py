"""The environments of the programs that charts run, made by `make install`."""

from pathlib import Path

ROOT = Path(__file__).parents[2]

PROGRAMS = {name: ROOT / f".venv-{name}/bin/python" for name in ("hub", "gateway")}
"""The Python of each environment."""

KUBECONFIG = {
    "apiVersion": "v1",
    "kind": "Config",
    "current-context": "nowhere",
    "clusters": [{"name": "nowhere", "cluster": {"server": "http://127.0.0.1:1"}}],
    "users": [{"name": "nobody", "user": {}}],
    "contexts": [{"name": "nowhere", "context": {"cluster": "nowhere", "user": "nobody"}}],
}
"""A cluster that does not exist, for programs that do not start without one."""
