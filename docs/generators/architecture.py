"""The picture of the architecture, drawn from what `labs/demo` is synthesised to."""

from pathlib import Path
from tempfile import TemporaryDirectory

from cdk.config.load import LAB_FILE, environments, load
from console.assembly import Assembly, read_assembly
from console.cdk_cli import run_cdk
from docs.generators.drawing import graph
from docs.generators.graphviz import draw
from docs.generators.stack_summary import summarise
from localaws.installation import ROOT

LAB, ENV = Path("labs/demo"), "dev"


def architecture_svg() -> str:
    """Synthesise the demo lab and draw it.

    Raises:
        ConsoleError: the lab cannot be synthesised, or the graph not drawn.
    """
    loaded = load(ROOT / LAB, ENV)
    with TemporaryDirectory() as folder:
        context = ["--context", f"lab={LAB}", "--context", f"env={ENV}"]
        run_cdk(["synth", "--quiet", "--output", folder, *context], doing="synthesise the demo lab")
        return draw_assembly(read_assembly(Path(folder), loaded))


def draw_assembly(assembly: Assembly) -> str:
    """Draw an assembly of the demo lab."""
    title = "From YAML files by lab check and lab synth to stacks, deployed to AWS or an emulator"
    return draw(graph(str(LAB), _files(), summarise(assembly)), title=title)


def _files() -> list[tuple[str, str]]:
    projects = sorted(file.name for file in (ROOT / LAB / "projects").glob("*.yaml"))
    return [
        (LAB_FILE, "what all environments share"),
        *((f"{name}.yaml", "an environment") for name in environments(ROOT / LAB)),
        *((f"projects/{name}", "a project") for name in projects),
    ]
