"""Write again what ParallelCluster says: `python -m tests.pcluster.record`, after a new version.

Read the difference before you commit it: it is what changes for an admin's mistakes.
"""

import re
import textwrap
from collections.abc import Sequence

from tests.pcluster.batch import (
    FOLDER,
    NFS_BOTH_WAYS,
    TABLES,
    ask,
    cases,
    cluster_names,
    new_findings,
    sample,
    updates,
)

SAYS = re.compile(r"^  says:.*\n(    .*\n)*", re.MULTILINE)


def recorded(text: str, said: Sequence[Sequence[str]]) -> str:
    """Return the text of a table with what is said of each of its cases, in their order."""
    head, *blocks = re.split(r"^(?=\w)", SAYS.sub("", text), flags=re.MULTILINE)
    return head + "".join(
        block + _says(findings) for block, findings in zip(blocks, said, strict=True)
    )


def _says(findings: Sequence[str]) -> str:
    if not findings:
        return "  says: []\n"
    items = (
        textwrap.fill(
            finding,
            width=100,
            initial_indent=" " * 6,
            subsequent_indent=" " * 6,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for finding in findings
    )
    return "  says:\n" + "".join(f"    - >-\n{item}\n" for item in items)


def main() -> None:
    """Ask for every case of the tables, and write the answers beside them."""
    request = {"sample": sample(), **cases()}
    answers = ask(
        {"validate": request, "clusters": cluster_names(), "mount_target_rules": NFS_BOTH_WAYS}
    )
    for table in TABLES:
        said = [new_findings(answers, name) for name in request if name.startswith(f"{table}: ")]
        _write(table, said)
    _write("updates", [*ask({"updates": updates()})["running"].values()])


def _write(table: str, said: Sequence[Sequence[str]]) -> None:
    path = FOLDER / f"{table}.yaml"
    path.write_text(recorded(path.read_text(encoding="utf-8"), said), encoding="utf-8")


if __name__ == "__main__":
    main()
