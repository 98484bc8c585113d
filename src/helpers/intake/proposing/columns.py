"""The columns of a file as evidence: each distinct cell once, with the line it first stands on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

ROWS_AT_ONCE = 20_000


class Column(NamedTuple):
    """One column: how often each distinct cell stands in it, and on which line first.

    Empty cells are left out, and so is space around a cell.
    """

    name: str
    counts: Counter
    lines: dict[str, int]

    @property
    def filled(self) -> int:
        """How many cells are not empty."""
        return self.counts.total()


class Columns(NamedTuple):
    """A file's columns, and what became of its rows.

    `rows` were looked at, `ragged` have another number of cells than the header (the
    first of them on `first_ragged`), and `every` n-th row was taken of a large file.
    """

    columns: dict[str, Column]
    rows: int
    ragged: int
    first_ragged: int | None
    every: int


Row = tuple[int, Sequence[str]]


def gather(header: Sequence[str], rows: Iterable[Row], *, every: int = 1) -> Columns:
    """Return the columns of rows, which come with the line that each starts on.

    Parameters
    ----------
    header : sequence of str
        The columns' names; one without a name is called by its place.
    rows : iterable of tuple
        Line and cells of each row below the header; blank rows are left out.
    every : int, default 1
        Look at every n-th row only; all are counted.
    """
    names = [cell.strip() or f"column {place}" for place, cell in enumerate(header, start=1)]
    columns = [Column(name, Counter(), {}) for name in names]
    seen = ragged = 0
    first_ragged = None
    for chunk in _chunks(rows):
        whole = [row for row in chunk if len(row[1]) == len(names)]
        if len(whole) < len(chunk):
            ragged += len(chunk) - len(whole)
            first_ragged = first_ragged or next(n for n, cells in chunk if len(cells) != len(names))
        # The last rows of each chunk too: the newest days often stand there.
        kept = whole if every == 1 else whole[::every] + whole[-every:]
        seen += len(kept)
        _add(columns, kept)
    return Columns({c.name: c for c in columns}, seen, ragged, first_ragged, every)


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    filled = (row for row in rows if any(cell and not cell.isspace() for cell in row[1]))
    while chunk := list(islice(filled, ROWS_AT_ONCE)):
        yield chunk


def _add(columns: list[Column], rows: list[Row]) -> None:
    if not rows:
        return
    lines = [line for line, _ in rows]
    for column, cells in zip(columns, zip(*(cells for _, cells in rows), strict=True), strict=True):
        texts = [cell.strip() for cell in cells]
        # Read from the end, so that the first line of each text stays.
        first = dict(zip(reversed(texts), reversed(lines), strict=True))
        first.pop("", None)
        for text, line in first.items():
            column.lines.setdefault(text, line)
        column.counts.update(text for text in texts if text)
