"""The truth counts rows as the exports have them, which these tests count again by hand."""

import csv
import re
from datetime import datetime

import numpy as np
import pytest

from helpers.demo import company, order_export
from helpers.demo.stamps import FORMATS

OUTCOMES = ["accepted", "continuation", "repeated", "rejected"]
ORDER_FILES = [f"{item.folder}/{order_export.FILE_NAME}" for item in company.DELIVERIES]


def is_moment(cell):
    for style in FORMATS:
        try:
            datetime.strptime(cell, style)
        except ValueError:
            continue
        return True
    return False


def is_amount(cell):
    return bool(re.fullmatch(r"\d+\.\d\d|\d{1,3}(,\d{3})+\.\d\d", cell))


def is_sound(cells, first):
    if len(cells) != len(order_export.HEADER):
        return False
    row = dict(zip(order_export.HEADER, cells, strict=True))
    sound = is_amount(row["Lineitem price"])
    return sound and (not first or is_moment(row["Created at"]) and is_amount(row["Total"]))


def blocks(lines):
    """Yield each order's lines; an order starts where the name changes or the status is filled."""
    block, name = [], None
    for line in lines:
        cells = next(csv.reader([line]))
        if block and (cells[0] != name or cells[2]):
            yield block
            block = []
        block.append(line)
        name = cells[0]
    yield block


def outcomes(lines, seen):
    """Return what a strict reader makes of each line, remembering blocks in ``seen``."""
    results = []
    for block in blocks(lines):
        sound = [is_sound(next(csv.reader([line])), at == 0) for at, line in enumerate(block)]
        if tuple(block) in seen:
            results += ["repeated"] * len(block)
        elif not sound[0]:
            results += ["rejected"] * len(block)
        else:
            further = ["continuation" if good else "rejected" for good in sound[1:]]
            results += ["accepted", *further]
        seen.add(tuple(block))
    return results


@pytest.fixture(scope="module")
def recounted(demo):
    """What a strict reader makes of each row of the order files, by file."""
    seen = set()
    return {
        name: outcomes((demo.raw / name).read_text(encoding="utf-8").splitlines()[1:], seen)
        for name in ORDER_FILES
    }


@pytest.mark.parametrize("name", ORDER_FILES)
def test_the_totals_of_order_files_equal_an_independent_count(demo, recounted, name):
    totals = demo.totals.set_index("file").loc[name]

    counted = {outcome: recounted[name].count(outcome) for outcome in OUTCOMES}

    assert totals.to_dict() == {"rows_in": len(recounted[name]), **counted}


@pytest.mark.parametrize("name", ORDER_FILES)
def test_every_dirty_line_has_the_outcome_of_an_independent_reader(demo, recounted, name):
    dirt = demo.dirt[demo.dirt.file == name]

    expected = [recounted[name][line - 2] for line in dirt.line]

    assert dirt.outcome.tolist() == expected
    rejected = {at for at, outcome in enumerate(recounted[name], 2) if outcome == "rejected"}
    assert set(dirt.line[dirt.outcome == "rejected"]) == rejected


def test_rows_in_are_the_sum_of_all_outcomes(demo):
    for row in demo.totals.itertuples():
        rows = (demo.raw / row.file).read_text(encoding="utf-8").count("\n") - 1

        assert row.rows_in == rows
        assert rows == row.accepted + row.continuation + row.repeated + row.rejected


def test_rejected_rows_stay_within_the_limit(demo):
    share = demo.totals.rejected / demo.totals.rows_in

    assert share.max() < 0.005
    assert (demo.totals.rejected > 0).any()


def test_customer_lines_have_the_outcome_that_their_file_shows(demo):
    files = [name for name in demo.totals.file if "customers" in name]
    seen = set()
    for name in files:
        lines = (demo.raw / name).read_text(encoding="utf-8").splitlines()[1:]
        counts = dict.fromkeys(OUTCOMES, 0)
        for line in lines:
            ragged = len(next(csv.reader([line]))) != 20
            outcome = "rejected" if ragged else "repeated" if line in seen else "accepted"
            counts[outcome] += 1
            seen.add(line)

        assert demo.totals.set_index("file").loc[name, OUTCOMES].to_dict() == counts


def test_the_truth_of_orders_is_what_the_export_shows(demo):
    with (demo.raw / ORDER_FILES[1]).open(encoding="utf-8") as file:
        rows = {row["Name"]: row for row in csv.DictReader(file) if row["Created at"]}
    orders = demo.orders[demo.orders.readable].set_index("name")

    shown = [(name, row) for name, row in rows.items() if name in orders.index]

    assert len(shown) > 500
    for name, row in shown:
        truth = orders.loc[name]
        assert row["Email"].strip().lower() == ("" if truth.isna().email else truth.email)
        assert row["Financial Status"] == truth["status 2026-09-30"]
        assert float(row["Refunded Amount"]) == float(truth["refunded 2026-09-30"])
        assert bool(row["Cancelled at"]) == truth["cancelled 2026-09-30"]
        assert row["Created at"].startswith(truth.day.isoformat())


def test_the_truth_of_an_order_adds_up(demo):
    orders = demo.orders

    assert (orders.total == orders.gross - orders.discount + orders.shipping).all()
    assert (orders["net 2026-09-30"] <= orders.total).all()
    unborn = np.array([day > company.DELIVERIES[0].data_through for day in orders.day])
    assert orders["net 2026-06-30"].isna().eq(unborn).all()


def test_only_orders_with_a_broken_first_row_are_unreadable(demo):
    lost = demo.orders.name[~demo.orders.readable]

    broken = demo.dirt[(demo.dirt.outcome == "rejected") & demo.dirt.record.str.startswith("#")]

    assert set(lost) <= set(broken.record)
    assert 0 < len(lost) < 0.003 * len(demo.orders)


def test_every_order_belongs_to_a_customer_who_had_joined(demo):
    joined = demo.customers.set_index("customer").join_day

    assert (demo.orders.day >= demo.orders.customer.map(joined)).all()
    assert demo.customers.group.nunique() == 6
