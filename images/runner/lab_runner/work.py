"""The folder on the machine's disk where one attempt works, and which it always removes."""

import os
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self


class Work:
    """A folder of this attempt's own inside the scratch folder, which many jobs share."""

    def __init__(self, scratch: Path) -> None:
        self._root = Path(tempfile.mkdtemp(prefix="lab-", dir=scratch)).resolve()
        self.input = self._made("input")
        self.output = self._made("output")
        self.script = self._made("script")
        self.empty = self._made("work")
        self.temporary = self._made("tmp")
        self.log = self._root / "log.txt"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # A script may have left folders that it made read-only.
        for folder, folders, _ in os.walk(self._root):
            for name in folders:
                path = Path(folder, name)
                if not path.is_symlink():
                    path.chmod(0o700)
        shutil.rmtree(self._root)

    def _made(self, name: str) -> Path:
        path = self._root / name
        path.mkdir()
        return path
