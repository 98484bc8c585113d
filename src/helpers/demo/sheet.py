"""Writing one CSV file: rows of text by column, damage included, in pieces that fit in memory."""

from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from helpers.demo import text
from helpers.demo.dirt import Damage, damaged
from helpers.demo.rows import Rows

ROWS_AT_ONCE = 150_000

Cells = dict[str, text.Text]


def write_sheet(
    path: Path,
    header: Sequence[str],
    rows: Rows,
    damages: Sequence[Damage],
    *,
    record_cells: Callable[[np.ndarray], Cells],
    line_cells: Callable[[np.ndarray, np.ndarray], Cells],
) -> None:
    """Write a CSV file.

    Parameters
    ----------
    path : pathlib.Path
    header : sequence of str
        The file's columns; those that get no cells stay empty.
    rows : Rows
    damages : sequence of Damage
        What ``rows.damage`` refers to.
    record_cells : callable
        Takes positions of records; returns the cells that stand on a record's first row only.
    line_cells : callable
        Takes positions of lines and of their records; returns the cells that stand on every row.
    """
    with path.open("wb") as file:
        file.write((",".join(header) + "\n").encode())
        for start, end in _pieces(rows.first):
            piece = Rows(*(field[start:end] for field in rows))
            on_first = record_cells(piece.record[piece.first])
            on_every = line_cells(piece.line, piece.record)
            lines = _lines(header, piece.first, on_first, on_every)
            file.write(text.content(_with_damage(lines, piece.damage, damages, header)))


def _pieces(first: np.ndarray) -> list[tuple[int, int]]:
    """Return where each piece of a file starts and ends, keeping the rows of a record together."""
    starts = np.flatnonzero(first)
    wanted = np.arange(0, len(first), ROWS_AT_ONCE)
    edges = [*starts[np.searchsorted(starts, wanted, side="right") - 1], len(first)]
    return list(zip(edges[:-1], edges[1:], strict=True))


def _lines(header: Sequence[str], first: np.ndarray, on_first: Cells, on_every: Cells) -> text.Text:
    """Return each row's line, line feed included."""
    record = pa.array(np.where(first, np.cumsum(first) - 1, first.sum()))
    parts = []
    for every, columns in groupby(header, key=on_every.__contains__):
        names = list(columns)
        cells = on_every if every else on_first
        joined = pc.binary_join_element_wise(*(cells.get(name, "") for name in names), ",")
        if not every:
            # A row that is not its record's first has these cells empty.
            blank = pa.array(["," * (len(names) - 1)])
            joined = pa.concat_arrays([_column(joined, int(first.sum())), blank]).take(record)
        parts.append(joined)
    return text.join(pc.binary_join_element_wise(*parts, ","), "\n")


def _column(joined: text.Text | pa.Scalar, size: int) -> text.Text:
    """Return a column even where all its parts were plain text."""
    return pa.repeat(joined, size) if isinstance(joined, pa.Scalar) else joined


def _with_damage(
    lines: text.Text, damage: np.ndarray, damages: Sequence[Damage], header: Sequence[str]
) -> text.Text:
    struck = np.flatnonzero(damage >= 0)
    if not len(struck):
        return lines
    before = lines.take(pa.array(struck)).to_pylist()
    after = [
        damaged(line, damages[number], header)
        for line, number in zip(before, damage[struck], strict=True)
    ]
    return pc.replace_with_mask(lines, pa.array(damage >= 0), pa.array(after))
