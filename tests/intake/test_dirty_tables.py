"""A law over dirty tables: no row is lost, and no id, date or amount is changed in silence."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.intake.invisible import visible

HEADER = ["order", "day", "pieces", "price", "who", "sku"]
LAST_DAY = date(2026, 7, 6)


class Cell(NamedTuple):
    """What stands in a cell, and what it means: nothing, where its row must be rejected."""

    text: str
    meaning: object = None


def texts(alphabet):
    return st.text(alphabet, max_size=12)


def an_id(text):
    return Cell(text, visible(text).strip() or None)


def an_amount(ticks, grouped, sign):
    amount = Decimal(ticks) / 10_000
    written = f"{amount:,.4f}" if grouped else f"{amount:.4f}"
    return Cell(sign + written, amount)


ODD = "07A帐篷é\u0301\u3000 👩🚀\u200b\ufeff=+-@'\";,\t\n{}<>_"
IDS = st.one_of(
    st.sampled_from(["0042", "9007199254740993123", "NA", "Null", "nan", "#1001", "", " "]),
    texts(ODD), texts("0123456789"),
).map(an_id)  # fmt: skip
DAYS = st.one_of(
    st.integers(0, 13_000).map(lambda n: LAST_DAY - timedelta(days=n)).map(
        lambda day: Cell(f"{day:%Y-%m-%d}", day)
    ),
    st.sampled_from(["2026-02-30", "1900-01-01", "2099-12-31", "46143", "06/07/2026", "soon", ""])
    .map(Cell),
)  # fmt: skip
PIECES = st.one_of(
    st.integers(-999, 999).map(lambda n: Cell(str(n), n)),
    st.sampled_from([Cell("3.0", 3), Cell("２", 2), Cell(" 7 ", 7), *map(Cell, (
        "2.5", "1,000", "many", "1e3", "inf", ""))]),
)  # fmt: skip
PRICES = st.one_of(
    st.builds(an_amount, st.integers(0, 10**12), st.booleans(), st.sampled_from(["", "¥", "￥ "])),
    st.sampled_from([Cell("(12.00)", Decimal(-12)), Cell("12 元", Decimal(12)), *map(Cell, (
        "1.234,50", "12,5", "inf", "-inf", "nan", "n/a", "1e9", "0.00001", "1,23,4", ""))]),
)  # fmt: skip
OTHER = texts(ODD).map(lambda text: Cell(text, visible(text).strip()))
ROWS = st.tuples(IDS, DAYS, PIECES, PRICES, OTHER, OTHER)
STRAY = st.sampled_from(["", "Total", "x,y", "1,2026-05-01,1", "a,b,c,d,e,f,g", "-- end --"])


@st.composite
def tables(draw):
    """Return a table as text, with its rows by line and the lines that fit no header."""
    out, rows, ragged = io.StringIO(), {}, []
    quoting = draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    writer = csv.writer(out, lineterminator="\n", quoting=quoting)
    writer.writerow(HEADER)
    for told in draw(st.lists(st.one_of(ROWS, STRAY), min_size=1, max_size=12)):
        line = out.getvalue().count("\n") + 1
        if not isinstance(told, str):
            writer.writerow([cell.text for cell in told])
            rows[line] = told
            continue
        out.write(told + "\n")
        ragged += [line] * bool(told)
    return out.getvalue(), {n: r for n, r in rows.items() if any(c.text for c in r)}, ragged


def stands(row):
    return all(cell.meaning is not None for cell in row[:4])


@settings(
    max_examples=50, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(tables(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
def test_no_row_is_lost_and_no_value_changes_in_silence(acme, table, encoding):
    content, rows, ragged = table
    declared = acme.mapped("2026-07-06", content.encode(encoding))
    declared = declared.replace('"utf-8"', f'"{encoding}"') + "may_be_empty = true\n"

    found = acme.take_in(declared)

    ledger = found.intake_ledger.iloc[0]
    parts = ["accepted", "continuation", "repeated", "rejected"]
    assert ledger["rows_in"] == ledger[parts].sum() == len(rows) + len(ragged)
    good = {line: row for line, row in rows.items() if stands(row)}
    assert sorted(found.order_lines["line"]) == sorted(good)
    assert sorted(found.rejected["line"]) == sorted([*(rows.keys() - good.keys()), *ragged])
    for told in found.order_lines.itertuples():
        order, day, pieces, price, _, sku = (cell.meaning for cell in good[told.line])
        assert (told.order_id, told.quantity, told.unit_price) == (order, pieces, price)
        assert told.event_day == day
        assert sku == ("" if pd.isna(told.product_id) else told.product_id)
