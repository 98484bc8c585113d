"""Which sign parts the cells of a text, and in which row its columns are named."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from helpers.intake.proposing.claim import Claim, ask, counted, propose
from helpers.intake.proposing.looks import may_be_header

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
ROWS = 2_000  # rows that are tried
ROWS_ABOVE = 15  # rows in which the header is looked for
EQUAL_ENOUGH = 0.95
FILLED_ENOUGH = 0.6  # share of the usual number of cells that a header fills

KnownWord = Callable[[str], bool]


class Header(NamedTuple):
    """Where a table's columns are named.

    Attributes
    ----------
    cells : list of str
        The names; empty where no row names them, so that no person's record is taken
        for one.
    above : int
        How many rows stand above: titles and comments.
    why : str
        What speaks against a header, where there is none.
    """

    cells: list[str]
    above: int
    why: str = ""


def delimiter_claim(sample: str) -> Claim:
    """Return the sign that parts the cells of a text, by the number of cells in its rows."""
    told = {sign: _widths(sample, sign) for sign in DELIMITERS}
    told = {sign: widths for sign, widths in told.items() if widths}
    wide = {sign: widths.most_common(1)[0] for sign, widths in told.items()}
    wide = {sign: found for sign, found in wide.items() if found[0] > 1}
    if not wide:
        return _without_delimiter(sample, told)
    share = {sign: wide[sign][1] / told[sign].total() for sign in wide}
    best = max(wide, key=lambda sign: (round(share[sign], 2), wide[sign][0]))
    cells, rows = wide[best]
    evidence = f"{cells} cells in {rows:,} of {counted(told[best].total(), 'row')} tried"
    others = [DELIMITERS[sign] for sign in wide if sign != best and share[sign] >= EQUAL_ENOUGH]
    if share[best] < EQUAL_ENOUGH or others:
        which = f" or {', '.join(others)}" if others else ""
        question = f"is it the {DELIMITERS[best]}{which}? {evidence}"
        return ask("delimiter", question, suggestion=best, confidence=share[best] / 2)
    return propose("delimiter", best, f"{DELIMITERS[best]}: {evidence}")


def find_header(rows: Sequence[Sequence[str]], is_known: KnownWord) -> Header:
    """Return the row that names the columns.

    A row is believed where it holds no value (date, number, e-mail) and either names a
    column in a usual way, or stands above cells of another kind.

    Parameters
    ----------
    rows : sequence of sequence of str
        The first rows of the table.
    is_known : callable
        Tells whether a header is a usual one.
    """
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    if not any(filled):
        return Header([], 0, "it holds no rows")
    # Titles fill few cells, and of a sparse table most rows do: the fuller rows tell.
    usual = sorted(filled)[3 * len(filled) // 4]
    width = Counter(len(row) for row in rows).most_common(1)[0][0]
    for above, row in enumerate(rows[:ROWS_ABOVE]):
        if len(row) == width and filled[above] >= max(FILLED_ENOUGH * usual, 1):
            return _judged(list(row), above, rows[above + 1 :], is_known)
    return Header([], 0, "no row fills as many cells as the rows below")


def _judged(row: list[str], above: int, below: Sequence, is_known: KnownWord) -> Header:
    if not may_be_header(row):
        return Header([], above, "its first row holds values, or a name twice")
    if any(is_known(cell) for cell in row) or _differs(row, below):
        return Header([cell.strip() for cell in row], above)
    return Header([], above, "nothing tells whether its first row names the columns")


def _differs(row: list[str], below: Sequence[Sequence[str]]) -> bool:
    """Return whether some column below a row holds nothing that could be a name."""
    for place in range(len(row)):
        cells = [cells[place] for cells in below if len(cells) == len(row) and cells[place].strip()]
        if len(cells) >= 2 and all(not may_be_header([cell]) for cell in cells):
            return True
    return False


def _widths(sample: str, sign: str) -> Counter:
    """Return how many rows have how many cells; nothing where quotes do not close."""
    reader = csv.reader(io.StringIO(sample), delimiter=sign)
    found: Counter = Counter()
    try:
        for row in reader:
            if row:
                found[len(row)] += 1
            if found.total() >= ROWS:
                break
    except csv.Error:
        return Counter()
    return found


def _without_delimiter(sample: str, told: dict) -> Claim:
    lines = [line.split() for line in sample.splitlines()[:ROWS] if line.strip()]
    widths = Counter(map(len, lines)).most_common(1)
    if widths and widths[0][0] > 1 and widths[0][1] >= EQUAL_ENOUGH * len(lines) and len(lines) > 1:
        if not re.search(r"[^\x00-\x7f]", sample) and all(len(line) < 12 for line in lines):
            question = (f"its cells are parted by spaces ({widths[0][0]} in {widths[0][1]:,} of "
                        f"{len(lines):,} lines): save it with commas")  # fmt: skip
            return ask("delimiter", question)
    return propose("delimiter", ",", "one column", confidence=0.8)
