import ibis
import pandas as pd
import pytest

from helpers.cleaning.quality import lowest, missing_values, quality
from helpers.workspace import contracts

LEDGER = pd.DataFrame({
    "records": ["orders", "contacts"], "rows_in": [100, 50], "rejected": [10, 0],
})  # fmt: skip


def table(name, rows, **columns):
    """A canonical table in which every column that is not given is filled."""
    day = pd.Timestamp("2026-03-01")
    usual = {"text": "x", "integer": 1, "money": 1.0, "flag": True, "number": 1.0, "day": day,
             "time": day.tz_localize("UTC")}  # fmt: skip
    frame = {
        column: columns.get(column, [usual[told.type]] * rows)
        for column, told in contracts.load(name).columns.items()
    }
    return ibis.memtable(pd.DataFrame(frame))


def test_missing_values_are_counted_with_what_is_done_about_them():
    orders = table("orders", 4, customer_id=["a", None, None, "b"], order_id=list("1234"))

    found = missing_values({"orders": orders}).set_index("column")

    assert found.loc["customer_id", ["rows", "missing", "share"]].tolist() == [4, 2, 0.5]
    assert found.loc["customer_id", "treatment"] == "left_out_of_customer_chapters"


def test_a_column_that_no_source_has_is_not_called_missing():
    orders = table("orders", 2, channel=[None, None], order_id=list("12"))

    found = missing_values({"orders": orders}).set_index("column")

    assert found.loc["channel", "treatment"] == "not_in_source"


def test_a_perfect_table_scores_a_hundred():
    orders = table("orders", 3, order_id=list("123"))
    ledger = LEDGER.assign(rejected=0)

    scores = quality({"orders": orders}, missing_values({"orders": orders}), ledger)

    assert scores["score"].tolist() == [100]


def test_each_part_of_the_score_can_be_counted_by_hand():
    # One of two customers unknown (of five columns that may be empty, one never being
    # expected), a tenth of rows rejected, one refund larger than its order, no copies.
    orders = table("orders", 2, order_id=list("12"), customer_id=["a", None],
                   refunded=[0.0, 9.0], total=[5.0, 5.0])  # fmt: skip
    missing = missing_values({"orders": orders})
    expected = (missing["treatment"] != "never_cancelled").sum()

    row = quality({"orders": orders}, missing, LEDGER).iloc[0]

    assert row["completeness"] == pytest.approx(1 - 1 / (2 * expected))
    assert row["validity"] == pytest.approx(0.9)
    assert row["consistency"] == 0.5
    assert row["uniqueness"] == 1


def test_copies_of_a_line_lower_uniqueness():
    lines = table("order_lines", 4, line_number=[1, 2, 3, 4], line=[1, 2, 3, 4],
                  product_id=list("aabc"), discount=[0.0] * 4)  # fmt: skip

    row = quality({"order_lines": lines}, missing_values({"order_lines": lines}), LEDGER).iloc[0]

    assert row["uniqueness"] == 0.75


def test_malformed_contacts_lower_consistency_and_have_their_own_validity():
    contacts = table("contacts", 2, contact_id=list("ab"), email_quality=["good", "malformed"],
                     phone_quality=["good", "good"])  # fmt: skip

    row = quality({"contacts": contacts}, missing_values({"contacts": contacts}), LEDGER).iloc[0]

    assert (row["consistency"], row["validity"]) == (0.5, 1)


def test_the_lowest_score_is_named():
    scores = pd.DataFrame({"table": ["a", "b"], "score": [90.0, 70.0]})

    assert lowest(scores) == {"table": "b", "score": 70}
