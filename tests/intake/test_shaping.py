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
    known = pd.CategoricalDtype(["web", "gone", "app"])
    rows = pd.DataFrame({"file": "f", "name": "x", "line": range(40)})
    told = rows.assign(type=pd.Categorical(["web", "app"] * 20, dtype=known))

    column = shaping.to_arrow(told, "attributes")["type"].combine_chunks()

    assert column.dictionary.to_pylist() == ["app", "web"]
    assert column.to_pylist() == ["web", "app"] * 20
