"""Say how long a fan-out takes on spot, and what it costs: `python benchmarks/spot_simulation.py`.

The lab's own YAML is read; no account is asked. What is modelled, and what is assumed, stands in
docs/guides/spot-simulation.md.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# A script finds the packages beside it, not those of the repository.
sys.path.insert(0, str(ROOT))

from benchmarks.spot_plan import plan_of  # noqa: E402
from benchmarks.spot_report import cells, table  # noqa: E402
from cdk.config.load import load  # noqa: E402
from cdk.errors import LabError  # noqa: E402
from console.errors import ConsoleError  # noqa: E402

BEGIN, END = "<!-- simulated: begin -->\n", "<!-- simulated: end -->\n"


def with_table(page: str, text: str) -> str:
    """Return a page with the table between its two marks.

    Raises:
        ConsoleError: the marks are not there.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ConsoleError(f"the page has no lines {BEGIN.strip()} and {END.strip()}")
    return f"{before}{begin}\n{text}\n\n{end}{after}"


def main(arguments: Sequence[str]) -> str:
    """Simulate, write what is asked for, and return what is to be printed.

    Raises:
        LabError: the YAML is not right.
        ConsoleError: the project has no fan-out, or no prices are known.
    """
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lab", type=Path, default=ROOT / "labs/demo", help="folder of a lab")
    parser.add_argument("--env", default="dev", help="its environment, dev by default")
    parser.add_argument("--project", default="cytometry-screen", help="one with a fan_out")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--plot", type=Path, help="write the picture, .svg or .png")
    parser.add_argument("--page", type=Path, help="write the table into this Markdown page")
    given = parser.parse_args(arguments)
    plan = plan_of(load(given.lab, given.env).config, given.project)
    found = cells(plan)
    text = table(plan, found)
    if given.plot:
        # Matplotlib takes half a second to import.
        from benchmarks.spot_plot import picture  # noqa: PLC0415

        given.plot.write_bytes(picture(found, given.plot.suffix.removeprefix(".")))
    if given.page:
        page = given.page.read_text(encoding="utf-8")
        given.page.write_text(with_table(page, text), encoding="utf-8")
    return json.dumps([asdict(each) for each in found], indent=1) if given.json else text


if __name__ == "__main__":
    try:
        print(main(sys.argv[1:]))
    except (ConsoleError, LabError) as error:
        sys.exit(str(error))
