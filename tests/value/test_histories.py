from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.value import NotIdentified, fit, histories
from helpers.value.histories import cells


def days(*rows):
    frame = pd.DataFrame(rows, columns=["customer_id", "event_day", "spend"])
    return frame.assign(event_day=pd.to_datetime(frame["event_day"]))


ROWS = days(
    ("b", "2026-01-01", 10.0), ("b", "2026-01-15", 20.0), ("b", "2026-01-15", 5.0),
    ("b", "2026-01-22", 35.0), ("a", "2026-01-08", 7.0), ("c", "2026-01-29", 9.0),
)  # fmt: skip


def test_a_history_can_be_counted_by_hand():
    table = histories(ROWS, date(2026, 1, 29))

    assert table.index.tolist() == ["a", "b", "c"]
    assert table.index.name == "customer_id"
    assert table.loc["b"].tolist() == [2, 3.0, 4.0, 10.0, 30.0, 70.0]
    assert table.loc["a", ["frequency", "recency", "age", "spend"]].tolist() == [0, 0, 3, 7]


def test_two_purchases_on_one_day_are_one_order_day():
    table = histories(ROWS.iloc[[1, 2]], date(2026, 1, 29))

    assert table.loc["b", ["frequency", "first_spend"]].tolist() == [0, 25.0]
    assert np.isnan(table.loc["b", "repeat_spend"])


def test_who_orders_on_the_last_day_has_an_age_of_nothing():
    table = histories(ROWS, date(2026, 1, 29))

    assert table.loc["c", ["frequency", "recency", "age"]].tolist() == [0, 0, 0]


def test_rows_after_the_day_change_nothing():
    known = ROWS[ROWS["event_day"].le(pd.Timestamp("2026-01-15"))]

    table = histories(ROWS, date(2026, 1, 15))

    pd.testing.assert_frame_equal(table, histories(known, date(2026, 1, 15)))


def test_the_order_of_the_rows_plays_no_part():
    mixed = ROWS.sample(frac=1, random_state=1)

    table = histories(mixed, date(2026, 1, 29))

    pd.testing.assert_frame_equal(table, histories(ROWS, date(2026, 1, 29)))


def test_customers_who_share_a_history_are_counted_together():
    table = pd.DataFrame({"frequency": [1, 0, 1, 1], "recency": [2 / 7, 0, 2 / 7, 3 / 7]})

    found = cells(table.assign(age=[1.0, 1.0, 1.0, 1.0]))

    assert found.customers.tolist() == [1, 2, 1]
    assert found.frequency.tolist() == [0, 1, 1]
    assert found.recency.tolist() == [0, 2 / 7, 3 / 7]


def test_a_last_order_after_the_end_is_refused_with_its_row():
    table = pd.DataFrame({"frequency": [0, 1], "recency": [0.0, 3.0], "age": [1.0, 2.0]})

    with pytest.raises(ValueError, match="row 1 is no history: .* recency 21 and age 14 days"):
        cells(table)


@pytest.mark.parametrize("kind", ["bgnbd", "mbgnbd", "paretonbd"])
def test_customers_who_all_bought_once_are_refused_with_how_many_are_missing(kind):
    table = pd.DataFrame({"frequency": [0] * 60, "recency": 0.0, "age": 20.0})

    with pytest.raises(NotIdentified, match="at least 20 repeat buyers: there are 0") as refusal:
        fit(kind, table)

    told = refusal.value
    assert (told.missing, told.found, told.needed) == ("repeat_buyers", 0, 20)


def test_few_customers_are_refused_with_how_many_there_are():
    table = pd.DataFrame({"frequency": [1] * 9, "recency": 2.0, "age": 20.0})

    with pytest.raises(NotIdentified, match="at least 50 customers: there are 9"):
        fit("bgnbd", table)
