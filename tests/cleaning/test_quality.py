from datetime import date

import pandas as pd
import pytest

from helpers.cleaning.quality import lowest, quality, quality_rules

DAY = date(2026, 3, 31)
LEDGER = pd.DataFrame({
    "file": ["o.csv", "c.csv"], "format": ["shop", "list"], "rows_in": [100, 50],
    "rejected": [10, 0],
})  # fmt: skip


def scores(tables, ledger=LEDGER):
    return quality(tables, ledger, DAY).set_index(["table", "source"])


def test_a_perfect_source_scores_a_hundred(table):
    orders = table("orders", 3, order_id=list("123"), file=["c.csv"] * 3)

    row = scores({"orders": orders}).loc[("orders", "list")]

    assert (row["score"], row["rows"]) == (100, 3)


def test_each_part_of_the_score_can_be_counted_by_hand(table):
    # Of the columns that may be empty and are expected, one lacks one of two cells; a tenth of
    # the raw rows were rejected, one refund is larger than its order, and there are no copies.
    orders = table("orders", 2, order_id=list("12"), customer_id=["a", None],
                   refunded=[0.0, 9.0], total=[5.0, 5.0], file=["o.csv"] * 2)  # fmt: skip
    expected = 6  # customer, status, code, country, province, city; and the channel

    row = scores({"orders": orders}).loc[("orders", "shop")]

    assert row["completeness"] == pytest.approx(1 - 1 / (2 * (expected + 1)))
    assert row["validity"] == pytest.approx(0.9)
    assert row["consistency"] == 0.5
    assert row["uniqueness"] == 1
    assert row["score"] == pytest.approx(100 * (row["completeness"] + 0.9 + 0.5 + 1) / 4)


def test_a_column_that_a_source_never_fills_is_not_expected_of_it(table):
    orders = table("orders", 2, order_id=list("12"), file=["o.csv", "c.csv"], city=["x", None])

    found = scores({"orders": orders})

    assert found["completeness"].tolist() == [1, 1]


def test_the_age_is_counted_from_the_newest_row(table):
    days = [pd.Timestamp("2026-03-01"), pd.Timestamp("2026-03-21")]
    orders = table("orders", 2, order_id=list("12"), file=["o.csv"] * 2, event_day=days)

    assert scores({"orders": orders})["days_old"].tolist() == [10]


def test_copies_of_a_line_lower_uniqueness(table):
    lines = table("order_lines", 4, line_number=[1, 2, 3, 4], line=[1, 2, 3, 4],
                  product_id=list("aabc"), discount=[0.0] * 4, file=["o.csv"] * 4)  # fmt: skip

    assert scores({"order_lines": lines})["uniqueness"].tolist() == [0.75]


def test_two_people_in_one_arm_are_no_copies_and_two_numbers_of_one_contact_are(table):
    arms = table("assignments", 2, assignment_id=list("12"), contact_id=list("ab"),
                 file=["o.csv"] * 2)  # fmt: skip
    contacts = table("contacts", 2, contact_id=list("ab"), email_quality=["good"] * 2,
                     phone_quality=["good"] * 2, file=["c.csv"] * 2)  # fmt: skip

    found = scores({"assignments": arms, "contacts": contacts})["uniqueness"]

    assert (found["assignments", "shop"], found["contacts", "list"]) == (1, 0.5)


def test_malformed_contacts_lower_consistency_and_have_their_own_validity(table):
    contacts = table("contacts", 2, contact_id=list("ab"), email_quality=["good", "malformed"],
                     phone_quality=["good", "good"], file=["c.csv"] * 2)  # fmt: skip

    row = scores({"contacts": contacts}).iloc[0]

    assert (row["consistency"], row["validity"]) == (0.5, 1)


def test_a_table_without_a_rule_has_no_consistency_and_is_scored_by_the_rest(table):
    prices = table("prices", 2, product_id=list("ab"), file=["c.csv"] * 2)

    row = scores({"prices": prices}).iloc[0]

    assert pd.isna(row["consistency"])
    assert row["score"] == 100


def test_the_rules_of_the_tables_that_are_there_are_named(table):
    prices, stock = table("prices", 1, file=["c.csv"]), table("stock", 1, file=["c.csv"])

    rules = quality_rules(quality({"prices": prices, "stock": stock}, LEDGER, DAY))

    assert rules.to_numpy().tolist() == [["stock", "rule_stock"]]


def test_the_lowest_score_is_named():
    found = pd.DataFrame({"table": ["b", "a"], "source": ["x", "y"], "score": [70.0, 90.0]})

    assert lowest(found) == {"table": "b", "source": "x", "score": 70}
