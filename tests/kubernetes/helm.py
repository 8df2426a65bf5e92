"""The helm program out of the very layer that the stacks pin, at work on a chart."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.installation.kubectl_layer import unpack_programs
from tests.kubernetes.manifests import Manifest, read


class HelmError(Exception):
    """What helm said when it refused."""


class Helm:
    """One helm program, without a cluster, a network or a home of its user's."""

    def __init__(self, folder: Path) -> None:
        """Unpack the program into a folder of the test's own."""
        self._folder = folder
        self._program = unpack_programs(folder)[0]

    def run(self, *arguments: str) -> str:
        """Run helm and return what it printed.

        Raises:
            HelmError: if it refused.
        """
        done = subprocess.run(  # noqa: S603
            [self._program, *arguments],
            capture_output=True,
            check=False,
            cwd=self._folder,
            env={"HOME": str(self._folder)},
            text=True,
        )
        if done.returncode:
            raise HelmError(done.stdout + done.stderr)
        return done.stdout

    def template(
        self, chart: Path, values: Mapping[str, Any], *, release: str, namespace: str
    ) -> list[Manifest]:
        """Return the manifests of a release.

        Raises:
            HelmError: if the values break the chart's schema or its templates.
        """
        return read(
            self.run(
                *("template", release, str(chart), "--namespace", namespace),
                *("--kube-version", "1.36.0", "--values", str(self._values(values))),
            )
        )

    def lint(self, chart: Path, values: Mapping[str, Any]) -> str:
        """Return what `helm lint --strict` says of a chart with values.

        Raises:
            HelmError: if it found anything.
        """
        return self.run("lint", "--strict", str(chart), "--values", str(self._values(values)))

    def _values(self, values: Mapping[str, Any]) -> Path:
        file = self._folder / "values.json"
        file.write_text(json.dumps(values), encoding="utf-8")
        return file
