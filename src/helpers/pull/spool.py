"""The lines of one file of a delivery, gathered until it is whole."""

import gzip
import shutil
import tempfile
from pathlib import Path
from types import TracebackType


class Spool:
    """Lines as they come; of a record that comes again only the newest line stays.

    A record changes while pages are turned, or stands at the end of one page and at
    the beginning of the next: one delivery tells it once.
    """

    def __init__(self, folder: Path) -> None:
        self._lines = tempfile.TemporaryFile(dir=folder)
        self._newest: dict[str, int] = {}
        self._count = 0

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._lines.close()

    def __len__(self) -> int:
        """Return how many records there are."""
        return len(self._newest)

    def add(self, key: str, line: bytes) -> None:
        """Take a line (with its end) that tells the record of some key."""
        self._lines.write(line)
        self._newest[key] = self._count
        self._count += 1

    def write(self, path: Path) -> None:
        """Write the newest line of each record, in the order in which they came, gzipped.

        Equal lines make equal bytes: no time and no name stands in the file.
        """
        newest = set(self._newest.values())
        self._lines.seek(0)
        with tempfile.TemporaryFile(dir=path.parent) as chosen:
            chosen.writelines(line for number, line in enumerate(self._lines) if number in newest)
            chosen.seek(0)
            with open(path, "wb") as file:
                with gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
                    shutil.copyfileobj(chosen, packed, 1 << 20)
