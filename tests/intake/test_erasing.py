"""Whoever is on the list is not taken in again; what was sold to them is."""

import pandas as pd
import pytest

from helpers import intake
from helpers.intake import erasing
from helpers.intake.reading import ERASED
from helpers.workspace import forgotten, paths, privacy
from helpers.workspace.source import load_source

from .conftest import TOP

HEADER = "order,day,pieces,price,mail,who\n"
MAPPED = """
[[files]]
path = "lines.csv"
format = "csv"
table = "order_lines"
encoding = "utf-8"
received = 2026-04-02
exact_repeats = "keep"
decimal = "."
date_format = { day = "%Y-%m-%d" }
columns = { order_id = "order", ordered_at = "day", quantity = "pieces", unit_price = "price", email = "mail" }
"""  # noqa: E501


@pytest.fixture
def shop(root):
    """A function that writes a mapped file of orders and returns what is taken in."""

    def take_in(rows, limit="reject_limit = 1"):
        folder = paths.raw("shop")
        folder.mkdir(parents=True, exist_ok=True)
        top = TOP.replace("reject_limit = 1", limit)
        (folder / "source.toml").write_text(top + MAPPED, encoding="utf-8")
        (folder / "lines.csv").write_text(HEADER + rows, encoding="utf-8")
        tables = intake.take_in("shop", load_source("shop"))
        return {name: table.to_pandas() for name, table in tables.items()}

    return take_in


ROWS = "1,2026-01-05,1,3.50,anna@x.org,Anna\n2,2026-01-06,2,4.50,bert@x.org,Bert\n"


def test_an_order_stays_and_nobody_is_its_customer(shop):
    before = shop(ROWS)
    forgotten.remember("shop", [privacy.pseudonym("email", "anna@x.org")])

    after = shop(ROWS)

    assert after["order_lines"]["customer_id"].isna().tolist() == [True, False]
    pd.testing.assert_frame_equal(
        after["order_lines"].drop(columns="customer_id"),
        before["order_lines"].drop(columns="customer_id"),
    )
    assert after["intake_ledger"]["accepted"].tolist() == [2]


def test_a_broken_row_that_speaks_of_somebody_loses_its_text(shop):
    forgotten.remember("shop", [privacy.pseudonym("email", "anna@x.org")])

    tables = shop(ROWS + "3,2026-02-30,1,1,Anna@X.org,\n4,2026-02-30,1,1,bert@x.org,\n")

    assert tables["rejected"]["rule"].tolist() == [ERASED, "impossible_date"]
    assert tables["rejected_text"]["text"].tolist()[0] == ""
    assert "bert@x.org" in tables["rejected_text"]["text"].tolist()[1]


def test_people_who_are_left_out_do_not_count_as_broken_rows(shop):
    forgotten.remember("shop", [privacy.pseudonym("email", "anna@x.org")])

    tables = shop(ROWS + "3,2026-01-30,x,1,anna@x.org,\n", limit="reject_limit = 0")

    assert tables["rejected"]["rule"].tolist() == [ERASED]


@pytest.mark.parametrize(
    ("text", "found"),
    [("ring +86 138 0000 0001 bitte", True), ("mail:Anna@x.org;", True), ("order 1234567", False)],
)
def test_e_mails_and_phones_are_found_within_a_text(text, found):
    told = {privacy.pseudonym("email", "anna@x.org"), privacy.pseudonym("phone", "+8613800000001")}

    ids = erasing.ids_in([text], "CN").get(text, set())

    assert bool(ids & told) is found


def test_a_pruned_list_keeps_goods_and_refunds_alone():
    text = (
        '[{"created_at":"2026-01-01","note":"for Anna","transactions":'
        '[{"amount":"1.10","receipt":{"email":"anna@x.org"}}]}]'
    )

    assert erasing.without_inner(text) == (
        '[{"created_at":"2026-01-01","transactions":[{"amount":"1.10"}]}]'
    )
    assert erasing.without_inner("[broken") == ""
    assert erasing.without_inner("plain") == "plain"
