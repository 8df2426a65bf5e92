"""Stand-ins for the official charts, which no package registry has, in a repository on loopback.

A stand-in has the name, version and recorded value schema of the official chart, so that helm
judges our values as it would there, but only one object: a ConfigMap that shows the values.
"""

import functools
import json
import shutil
import subprocess
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cdk.releases.catalog import Release
from tests.kubernetes_api.definitions import definitions

SHOWN = "values-of-"
"""The ConfigMap that shows the values is called this and the release's name."""

_CONFIG_MAP = f"""\
apiVersion: v1
kind: ConfigMap
metadata: {{name: {SHOWN}{{{{ .Release.Name }}}}, namespace: {{{{ .Release.Namespace }}}}}}
data: {{values: {{{{ .Values | toJson | quote }}}}}}
"""
_DEFINES = {"external-secrets": ("external-secrets.io",)}
"""The API groups that a chart brings, which others need."""


def package(helm: Path, releases: Iterable[Release], folder: Path) -> None:
    """Package a stand-in for the chart of each release, and index them as a repository."""
    for release in releases:
        chart = folder / release.name
        _write(chart, release)
        _run(helm, "package", str(chart), "--destination", str(folder))
    _run(helm, "repo", "index", str(folder))


@contextmanager
def serving_charts(folder: Path) -> Iterator[str]:
    """Serve a folder as a chart repository, and say where."""
    serve = functools.partial(_Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), serve)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: a chart that is missing is helm's to tell."""


def _write(chart: Path, release: Release) -> None:
    about = {"apiVersion": "v2", "name": release.file.chart, "version": release.file.version}
    templates = chart / "templates"
    templates.mkdir(parents=True)
    (chart / "Chart.yaml").write_text(json.dumps(about), encoding="utf-8")
    (templates / "values.yaml").write_text(_CONFIG_MAP, encoding="utf-8")
    for definition in definitions(*_DEFINES.get(release.name, ())):
        file = templates / f"{definition['metadata']['name']}.yaml"
        file.write_text(json.dumps(definition), encoding="utf-8")
    shutil.copyfile(release.schema_file, chart / "values.schema.json")


def _run(helm: Path, *arguments: str) -> None:
    subprocess.run([helm, *arguments], check=True, capture_output=True)  # noqa: S603
