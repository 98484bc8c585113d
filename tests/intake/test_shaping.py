from datetime import date

import pandas as pd

from helpers.intake import shaping

DAY = pd.Timestamp(2026, 4, 5)


def test_arrow_tables_have_exact_money_days_and_the_order_of_their_key():
    frame = pd.DataFrame({
        "order_id": ["#2", "#1"], "line_number": 1, "delivery": DAY, "event_day": DAY,
        "rule": "refund", "cause": "x", "units": 1, "amount": [10**16 + 1, 5],
    })  # fmt: skip

    rows = shaping.to_arrow(frame, "reversals").to_pylist()

    assert [row["order_id"] for row in rows] == ["#1", "#2"]
    assert str(rows[1]["amount"]) == "1000000000000.0001" and rows[0]["delivery"] == date(
        2026, 4, 5
    )


def test_few_texts_stand_in_a_table_sorted_and_without_those_of_rows_that_are_not_there():
    known = pd.CategoricalDtype(["USD", "gone", "CNY"])
    rows = pd.DataFrame({"order_id": "#1", "line_number": range(60), "delivery": pd.Timestamp(0)})
    told = rows.assign(currency=pd.Categorical(["USD", "CNY"] * 30, dtype=known))

    column = shaping.to_arrow(told, "order_lines")["currency"].combine_chunks()

    assert column.dictionary.to_pylist() == ["CNY", "USD"]
    assert column.to_pylist() == ["USD", "CNY"] * 30
