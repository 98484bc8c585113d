"""A group of nine stays unknown to who reads all tables of a quarter and those of the last."""

import re
from itertools import product

import numpy as np
import pandas as pd
import pytest

NAMES = ["a", "b", "c", "d"]
# Who was in which segment last quarter (rows) and this one (columns): d has 9 customers, and had
# 14 last quarter, of whom 5 are in c now. Whoever was told of those 5 would know d from the 14.
CHANGES = np.array([[497, 3, 0, 0], [3, 196, 0, 0], [3, 8, 35, 0], [0, 0, 5, 9]])
# Of each segment of this quarter, in the north and in the south.
REGIONS = np.array([[300, 203], [100, 107], [25, 15], [5, 4]])
EVERYBODY = CHANGES.sum()
TRUE = {("moved", *names): n for names, n in zip(product(NAMES, NAMES), CHANGES.flat, strict=True)}
TRUE |= {("lives", *names): n for names, n in zip(product(NAMES, "ns"), REGIONS.flat, strict=True)}


def moved(before=NAMES, now=NAMES):
    return [("moved", *names) for names in product(before, now)]


def lives(segments=NAMES, regions="ns"):
    return [("lives", *names) for names in product(segments, regions)]


# The cells that each row of each published table counts.
LAST = [moved(before=[name]) for name in NAMES]
NOW = [moved(now=[name]) for name in NAMES]
BY_REGION = [[cell] for cell in lives()]
BY_CHANGE = [[cell] for cell in moved()]


def count(cells):
    return sum(TRUE[cell] for cell in cells)


def by_segment(groups):
    sizes = pd.Series([count(cells) for cells in groups])
    return pd.DataFrame({"segment": NAMES, "customers": sizes, "share": sizes / sizes.sum()})


def crossed(groups, label):
    rows = [(*cell[1:], count([cell])) for (cell,) in groups]
    return pd.DataFrame(rows, columns=["segment", label, "customers"])


def rows_of(page):
    """The cells of each row of a table, by the heading of their column."""
    headings, *rows = [re.split("</t[hd]>", row)[:-1] for row in re.findall("<tr>(.*?)</tr>", page)]
    texts = [[re.sub("<.*?>", "", cell) for cell in row] for row in (headings, *rows)]
    return [dict(zip(texts[0], row, strict=True)) for row in texts[1:]]


@pytest.fixture
def tables(report, shown):
    """What is published: last quarter, this one, this one by region, and who changed."""
    for groups in (LAST, NOW):
        report.table(
            by_segment(groups), "trial.caption", count="customers", formats={"share": "percent"}
        )
    for groups, label in ((BY_REGION, "region"), (BY_CHANGE, "now")):
        frame = crossed(groups, label)
        report.table(frame, "trial.caption", count="customers", labels=["segment", label])
    return [rows_of(forms["text/html"]) for forms in shown]


def size(row):
    return None if row["Customers"] == "‹10" else int(row["Customers"])


def read(reader, tables, *, exactly):
    """Return who knows the total, and sizes as they are shown or, at the worst, exactly."""
    one = reader()
    for cell, n in TRUE.items():
        one.learns(cell, min(n, 1), None if n else 0)
    for cells in (moved(), lives()):
        one.adds_up(cells, EVERYBODY, EVERYBODY)
    for name in NAMES:
        one.adds_up(moved(now=[name]), 0, 0, less=lives([name]))
    for table, groups in zip(tables, (LAST, NOW, BY_REGION, BY_CHANGE), strict=True):
        for row, cells in zip(table, groups, strict=True):
            if size(row) is not None:
                low, high = (count(cells),) * 2 if exactly else (size(row) - 2, size(row) + 2)
                one.adds_up(cells, low, high)
    for table, groups in zip(tables[:2], (LAST, NOW), strict=True):
        from_percentages(one, table, groups)
    return one


def from_percentages(one, table, groups):
    """Take from sizes and their percentages how many there are in the groups withheld."""
    known = [
        (size(row), float(row["Share"].split()[0]) / 100) for row in table if size(row) is not None
    ]
    low = max(n / (share + 0.0005) for n, share in known)
    high = min(n / (share - 0.0005) for n, share in known)
    told = sum(n for n, _ in known)
    gone = [cells for row, cells in zip(table, groups, strict=True) if size(row) is None]
    room = 2 * len(gone)  # each of them is rounded for the total of the percentages
    one.adds_up(sum(gone, []), low - told - room, high - told + room)


@pytest.mark.parametrize("exactly", [False, True])
def test_a_group_of_nine_cannot_be_worked_out_from_two_quarters(reader, tables, exactly):
    one = read(reader, tables, exactly=exactly)

    low, high = one.range_of(*moved(now=["d"]))

    assert count(moved(now=["d"])) == 9
    assert low <= 2  # a customer in each region, at least
    assert high - low >= 10


@pytest.mark.parametrize("exactly", [False, True])
def test_neither_can_any_of_its_parts_nor_who_left_it(reader, tables, exactly):
    one = read(reader, tables, exactly=exactly)
    small = [cells for cells in (*BY_REGION, *BY_CHANGE) if 0 < count(cells) < 10]

    ranges = [one.range_of(*cells) for cells in small]

    assert len(small) == 8
    assert all(low <= 2 and high >= 10 for low, high in ranges)


def test_the_groups_that_give_nothing_away_are_shown(tables):
    shown = [[row["Segment"] for row in table if size(row) is not None] for table in tables]

    assert shown[:2] == [NAMES, ["a", "b"]]
    assert all(row["Customers"] in ("‹10", "0") or size(row) % 5 == 0 for row in sum(tables, []))
