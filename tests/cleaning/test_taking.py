from datetime import date

import ibis
import pandas as pd
import pytest

from helpers.cleaning import taking
from helpers.workspace import InputError, contracts, open_desk, paths

ORDERS = """\
[[files]]
path = "lines.csv"
format = "csv"
table = "order_lines"
encoding = "utf-8"
received = 2026-04-02
exact_repeats = "keep"
decimal = "."
date_format = { day = "%Y-%m-%d" }
columns = { order_id = "order", ordered_at = "day", quantity = "pieces", unit_price = "price", customer_id = "who" }
"""  # noqa: E501


@pytest.fixture
def desk(own_root):
    folder = paths.raw("shop")
    folder.mkdir(parents=True)
    (folder / "source.toml").write_text(
        'title = "Shop"\ncurrency = "EUR"\ntime_zone = "Europe/Berlin"\n'
        f"data_through = 2026-03-31\n{ORDERS}"
    )
    (folder / "lines.csv").write_text(
        "order,day,pieces,price,who\n1,2026-01-05,2,3.50,7\n1,2026-01-05,2,3.50,7\n"
    )
    return open_desk("01_cleaning", "shop", "2026Q1")


def stamp(desk, name):
    return desk.path_to_write(contracts.load(name)).stat().st_mtime_ns


def test_taking_in_writes_every_company_table_under_its_contract(desk):
    taking.take_in(desk)

    assert desk.writes == list(dict.fromkeys(desk.writes))
    assert set(desk.writes) == set(taking.COMPANY_TABLES)
    assert desk.read("intake_ledger")[["rows_in", "accepted"]].values.tolist() == [[2, 2]]


def test_the_same_files_are_not_taken_in_twice(desk):
    taking.take_in(desk)
    before = stamp(desk, "orders")

    taking.take_in(desk)

    assert stamp(desk, "orders") == before
    assert desk.writes.count("orders") == 2


def test_a_changed_file_is_taken_in_again(desk):
    taking.take_in(desk)
    with (paths.raw("shop") / "lines.csv").open("a") as file:
        file.write("2,2026-02-01,1,9.00,8\n")

    taking.take_in(desk)

    assert desk.read("intake_ledger")["rows_in"].tolist() == [3]


def test_a_lost_table_is_made_again(desk):
    taking.take_in(desk)
    desk.path_to_write(contracts.load("reversals")).unlink()

    taking.take_in(desk)

    assert desk.path_to_write(contracts.load("reversals")).exists()


def test_the_fingerprint_follows_files_and_declaration(desk):
    first = taking.fingerprint(desk)
    (paths.raw("shop") / "source.toml").open("a").write("# another line\n")

    assert taking.fingerprint(desk) != first


def test_rejected_rows_are_counted_by_rule():
    rejected = ibis.memtable(pd.DataFrame({
        "file": ["a", "a", "b", "later"], "line": [9, 4, 7, 1], "rule": ["ragged_row"] * 4,
        "column": [None, None, "price", None],
    }))  # fmt: skip

    found = taking.rejected_by_rule(rejected, pd.Series(["a", "b"]))

    assert found[["file", "column", "rows", "first_line"]].values.tolist() == [
        ["a", "", 2, 4], ["b", "price", 1, 7],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("as_of", "files"),
    [("2026-03-31", ["may"]), ("2026-05-10", ["may"]), ("2026-09-30", ["may", "october"])],
)
def test_only_files_received_by_then_are_counted_or_else_the_first(as_of, files):
    ledger = pd.DataFrame({
        "file": ["may", "october"], "delivery": pd.to_datetime(["2026-05-12", "2026-10-05"]),
    })  # fmt: skip

    known = taking.received_by(ledger, date.fromisoformat(as_of), grace_days=15)

    assert known["file"].tolist() == files


def test_a_day_before_the_first_order_is_refused(desk):
    taking.take_in(desk)
    nothing = desk.read("order_lines", as_of=date(2026, 1, 1))

    with pytest.raises(InputError, match="the data begin on 2026-01-05"):
        taking.assert_begun(desk, nothing)


LEDGER = pd.DataFrame({
    "file": ["a.csv"], "rows_in": [10], "accepted": [5], "continuation": [2], "repeated": [2],
    "rejected": [1],
})  # fmt: skip


def test_a_ledger_that_adds_up_passes_and_totals():
    taking.assert_accounted(LEDGER)

    assert taking.ledger_totals(LEDGER) == {
        "files": 1, "rows_in": 10, "accepted": 5, "continuation": 2, "repeated": 2, "rejected": 1,
    }  # fmt: skip


def test_a_ledger_that_loses_a_row_names_the_file():
    with pytest.raises(InputError, match=r"a\.csv: rows in are not accepted"):
        taking.assert_accounted(LEDGER.assign(accepted=4))


def test_files_left_alone_are_counted_by_reason():
    ignored = pd.DataFrame({"file": ["a", "b", "c"], "why": ["later", "later", "never"]})

    reasons = taking.ignored_by_reason(ignored)

    assert reasons.values.tolist() == [["later", 2, "a"], ["never", 1, "c"]]
