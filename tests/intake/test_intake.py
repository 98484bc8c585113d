import os
import shutil
from types import SimpleNamespace

import ibis
import numpy as np
import pandas as pd
import pytest

from helpers import intake
from helpers.demo import write_demo
from helpers.workspace import InputError, contracts, paths, settings
from helpers.workspace.source import load_source

PARTS = ["accepted", "continuation", "repeated", "rejected"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A small demo company: its workspace, its canonical tables, and its truth."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(paths.ROOT_VARIABLE, str(folder))
        patch.setenv("HELPERS_KEY", "a key that is only for tests, and long enough")
        settings.settings.cache_clear()
        write_demo(customers=800, seed=3)
        told = intake.take_in("demo", load_source("demo"))
        truth = pd.read_parquet(paths.truth("demo") / "totals.parquet")
    return SimpleNamespace(
        folder=folder,
        told=told,
        truth=truth,
        tables={name: table.to_pandas() for name, table in told.items()},
    )


def taken_in():
    found = intake.take_in("demo", load_source("demo"))
    return {name: table.to_pandas() for name, table in found.items()}


def test_every_row_of_every_file_is_accounted_for(demo):
    ledger = demo.tables["intake_ledger"]

    assert ledger[PARTS].sum(axis="columns").equals(ledger["rows_in"])


def test_the_shops_ledger_is_what_the_demo_planted_file_by_file(demo):
    truth = demo.truth.set_index("file")[["rows_in", *PARTS]].sort_index()

    ledger = demo.tables["intake_ledger"].set_index("file")[["rows_in", *PARTS]]

    pd.testing.assert_frame_equal(ledger.loc[truth.index], truth)


def test_no_row_of_the_other_systems_is_rejected_and_what_comes_again_is_repeated(demo):
    ledger = demo.tables["intake_ledger"].set_index("file").drop(demo.truth["file"])

    assert len(ledger) > 30 and ledger["rejected"].sum() == 0
    clients = ledger[ledger["format"].eq("fxiaoke-clients")]
    assert clients["repeated"].tolist() == [0, clients["rows_in"].iloc[0]]


def test_of_the_other_systems_exactly_the_rows_that_stood_there_before_are_repeated(demo):
    ledger = demo.tables["intake_ledger"].set_index("file").drop(demo.truth["file"])
    raw = demo.folder / "data" / "raw" / "demo"
    earlier, later = sorted(ledger["delivery"].astype(str).unique())

    expected, found = {}, {}
    for file in ledger.index[ledger.index.str.startswith(later) & ledger.index.str.endswith("csv")]:
        before = raw / file.replace(later, earlier)
        seen = set(before.read_text("utf-8").splitlines()) if before.exists() else set()
        rows = (raw / file).read_text("utf-8").splitlines()[1:]
        expected[file] = sum(row in seen for row in rows)
        found[file] = ledger.loc[file, "repeated"]

    assert found == expected and sum(expected.values()) > 100


def test_who_is_named_by_a_number_elsewhere_is_a_customer_of_the_shop(demo):
    contacts = demo.tables["contacts"]
    shop = set(contacts.loc[contacts["kind"].eq("customer"), "contact_id"])

    for name in ("events", "assignments", "campaign_history"):
        named = demo.tables[name]["contact_id"].dropna()
        assert named.isin(shop).mean() > 0.99, name


def test_won_deals_are_worth_what_their_orders_were(demo):
    orders = demo.tables["orders"].drop_duplicates("order_id")
    sums = set(orders["total"].astype(float).round(2))

    deals = demo.tables["deals"]

    won = deals.loc[deals["is_won"].eq(True), "amount"].astype(float).round(2)
    assert len(won) > 20 and won.isin(sums).all()
    assert deals["is_won"].isna().any() and deals["is_won"].eq(False).any()


def test_every_rejected_row_has_its_text_in_the_private_area(demo):
    tables = demo.tables

    keys = [tables[name][["file", "line"]].apply(tuple, axis="columns").tolist()
            for name in ("rejected", "rejected_text")]  # fmt: skip

    assert keys[0] == keys[1] and len(keys[0]) == tables["intake_ledger"]["rejected"].sum() > 0
    assert tables["rejected_text"]["text"].ne("").all()


def test_the_tables_keep_their_contracts(demo):
    for name, table in demo.told.items():
        if len(table):
            contracts.validate(ibis.memtable(table), contracts.load(name))


def shuffled(text, seed):
    """Return an order export with its orders, each with all its lines, in another order."""
    header, *lines = text.splitlines(keepends=True)
    blocks, block = [], []
    for line in lines:
        # Every order has its currency; the lines below its first have not.
        if ",CNY," in line or ",USD," in line:
            blocks, block = [*blocks, block], []
        block.append(line)
    blocks = [block for block in [*blocks, block] if block]
    order = np.random.default_rng(seed).permutation(len(blocks))
    return header + "".join("".join(blocks[place]) for place in order)


def test_the_order_of_orders_in_a_file_changes_nothing_but_line_numbers(
    demo, tmp_path, monkeypatch
):
    folder, before = demo.folder, demo.tables
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv(paths.ROOT_VARIABLE, str(tmp_path))
    for path in paths.raw("demo").glob("*/orders_export.csv"):
        path.write_bytes(shuffled(path.read_bytes().decode(), seed=8).encode())

    after = taken_in()

    for name in ("orders", "order_lines", "reversals", "contacts", "intake_ledger"):
        without_lines = [column for column in before[name] if column != "line"]
        pd.testing.assert_frame_equal(after[name][without_lines], before[name][without_lines])
    assert not after["orders"]["line"].equals(before["orders"]["line"])


def test_two_readings_of_the_same_files_are_the_same(demo, monkeypatch):
    monkeypatch.setenv(paths.ROOT_VARIABLE, os.fspath(demo.folder))

    again = taken_in()

    for name, frame in demo.tables.items():
        pd.testing.assert_frame_equal(again[name], frame)


def test_a_company_with_orders_alone_has_the_other_tables_empty(acme):
    tables = acme.take_in(acme.orders("2026-07-06", acme.order("#1")))

    for name in ("contacts", "contact_details", "rejected", "ignored_files", "reversals"):
        assert len(getattr(tables, name)) == 0
        assert list(getattr(tables, name)) == list(contracts.load(name).columns)


def test_a_company_with_contacts_alone_has_no_orders(acme):
    header = ("Customer ID", "First Name", "Last Name", "Email", "Accepts Email Marketing",
              "Phone", "Tags")  # fmt: skip

    tables = acme.take_in(acme.customers("2026-07-06", {"Customer ID": "7"}, header=header))

    assert len(tables.contacts) == 1 and len(tables.orders) == len(tables.order_lines) == 0


def test_a_file_of_which_nothing_stands_is_accounted_for(acme):
    tables = acme.take_in(acme.orders("2026-07-06", acme.order("#1", Total="?")))

    assert tables.intake_ledger[["rows_in", "rejected"]].to_numpy().tolist() == [[1, 1]]
    assert len(tables.orders) == 0


def test_more_broken_rows_than_declared_refuse_the_file(acme):
    told = acme.orders("2026-07-06", acme.order("#1", Total="?"))

    with pytest.raises(InputError, match="100.00% of its rows are broken, more than the limit"):
        acme.take_in(told, top=TOP_WITH_USUAL_LIMIT)


TOP_WITH_USUAL_LIMIT = """
title = "Acme"
currency = "CNY"
time_zone = "Asia/Shanghai"
data_through = 2026-09-30
"""


def test_ignored_files_are_listed_with_the_reason(acme):
    acme.write("notes.txt", "x")
    ignored = '[[ignore]]\npath = "notes.txt"\nwhy = "no data"\n'

    tables = acme.take_in(acme.orders("2026-07-06", acme.order("#1")), ignored)

    assert tables.ignored_files.to_numpy().tolist() == [["notes.txt", "no data"]]


def test_the_same_orders_in_two_files_of_a_delivery_count_once(acme):
    files = [acme.orders("2026-07-06", acme.order("#1"), name=name) for name in ("a.csv", "b.csv")]

    tables = acme.take_in(*files)

    assert tables.intake_ledger[["accepted", "repeated"]].to_numpy().tolist() == [[1, 0], [0, 1]]
    assert len(tables.orders) == 1
