"""Writing the files of sources that are no sheet of the shop system: text, packed or plain."""

import gzip
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from helpers.demo import company, text
from helpers.demo.streams import stream

# Other systems than the shop's keep traces of at most so many customers: they are sampled, so
# that the largest company's added files stay of one size.
PANEL = 20_000
PACKED_ON = (2026, 1, 1, 0, 0, 0)  # the time that members of an archive bear

Columns = Mapping[str, text.Text | Sequence[str]]


def panel(count: int, seed: int) -> np.ndarray:
    """Return which of so many customers leave traces in other systems: all, or a sample."""
    chosen = np.ones(count, dtype=bool)
    if count > PANEL:
        chosen[:] = False
        chosen[stream(seed, "panel").choice(count, PANEL, replace=False)] = True
    return chosen


def csv_bytes(columns: Columns) -> bytes:
    """Return a CSV file: its header, then its rows, in quotes only where needed."""
    header = ",".join(text.quoted(pa.array(list(columns))).to_pylist()) + "\n"
    cells = [text.quoted(_as_text(column)) for column in columns.values()]
    if not len(cells[0]):
        return header.encode()
    lines = text.join(pc.binary_join_element_wise(*cells, ","), "\n")
    return header.encode() + bytes(text.content(lines))


def write_csv(path: Path, columns: Columns) -> None:
    """Write a CSV file, its folder included."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(csv_bytes(columns))


def write_packed(path: Path, lines: text.Text) -> None:
    """Write lines as a gzip file that does not tell when it was packed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 3, raw, mtime=0) as file:
        if len(lines):
            file.write(text.content(text.join(lines, "\n")))


def write_archive(path: Path, members: Mapping[str, bytes]) -> None:
    """Write a zip archive of these files."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, PACKED_ON), content, zipfile.ZIP_DEFLATED, 3)


def dates(day: np.ndarray, style: str = "%Y-%m-%d") -> text.Text:
    """Return days of the history as text, empty where they never come or lie beyond it."""
    known = day < company.DAYS
    return text.choose(known, text.lookup(company.day_texts(style), np.where(known, day, 0)), "")


def moments(day: np.ndarray, second: np.ndarray) -> text.Text:
    """Return moments as text, like 2026-05-01 10:00:00, in the company's time."""
    clock = [
        text.number(part, width=2) for part in (second // 3600, second // 60 % 60, second % 60)
    ]
    return text.join(dates(day), " ", clock[0], ":", clock[1], ":", clock[2])


def in_window(day: np.ndarray, delivery: company.Delivery) -> np.ndarray:
    """Return which days are new in a delivery."""
    first, last = company.window(delivery)
    return (day >= first) & (day <= last)


def _as_text(column: text.Text | Sequence[str]) -> pa.Array:
    return column if isinstance(column, pa.Array) else pa.array(column, pa.string())
