"""The fields of the page on which somebody starts a notebook."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from notebook_choice import Choice, Offer

PROGRAMS = {"lab": "JupyterLab", "rstudio": "RStudio"}
TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True
)


def form(offer: Offer, chosen: Choice) -> str:
    """Return HTML that offers what can be had, with one choice filled in."""
    most = {
        field: max(getattr(each, field) for each in offer.partitions)
        for field in ("cores", "memory_gib", "hours", "gpus")
    }
    template = TEMPLATES.get_template("notebook_form.html")
    return str(template.render(offer=offer, chosen=chosen, programs=PROGRAMS, most=most))
