"""What the web programs of a lab have in common: image, port, command, health, by kind."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["cellxgene", "shiny", "dash", "http"]

DATA_FOLDER = "/data"
"""Where a web app finds its data, as folder or file."""


@dataclass(frozen=True)
class AppKind:
    """What an app gets that does not say otherwise.

    Attributes:
        image: the container image; `None` if each app brings its own.
        port: where the program listens inside the pod.
        command: what is started, `{path}` being the app's data; empty for what the image starts.
        health_path: answers with a status below 400 when the program is ready.
        memory_gib: enough for a first look.
        path: stands for `{path}` when the app has no data.
        suffix: how the name of the data ends; empty when it is a folder.
    """

    image: str | None
    port: int | None
    command: tuple[str, ...] = ()
    health_path: str = "/"
    memory_gib: float = 1
    path: str = DATA_FOLDER
    suffix: str = ""


KINDS: dict[Kind, AppKind] = {
    "cellxgene": AppKind(
        image="quay.io/biocontainers/cellxgene:1.3.0--pyhdfd78af_0",
        port=5005,
        # Annotations would be lost with the pod, and gene sets as well.
        command=(
            *("cellxgene", "launch", "--host", "0.0.0.0", "--port", "5005"),  # noqa: S104
            *("--disable-annotations", "--disable-gene-sets-save", "{path}"),
        ),
        health_path="/health",
        memory_gib=4,
        suffix=".h5ad",
    ),
    "shiny": AppKind(
        image="rocker/shiny:4.5.2",
        port=3838,
        # Not the Shiny Server of the image: it wants to be root. R alone serves one app as well.
        command=("Rscript", "-e", "shiny::runApp('{path}', host = '0.0.0.0', port = 3838L)"),
        memory_gib=2,
        path="/srv/shiny-server",
    ),
    "dash": AppKind(
        image=None,
        port=8050,
        command=(
            *("gunicorn", "--bind", "0.0.0.0:8050", "--workers", "2", "--threads", "4"),
            *("--worker-tmp-dir", "/tmp", "app:server"),  # noqa: S108
        ),
    ),
    "http": AppKind(image=None, port=None),
}
"""The kinds: cellxgene shows one AnnData file, Shiny runs R, Dash runs Python, http anything."""
