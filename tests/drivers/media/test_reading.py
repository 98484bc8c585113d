from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from helpers.drivers.media import reading
from helpers.workspace import contracts, engine

AS_OF = date(2025, 3, 31)
DAY = pd.Timedelta(days=1)


class Desk:
    """A desk whose tables are given as rows; all others have none."""

    def __init__(self, **rows):
        self.rows, self.as_of = rows, AS_OF

    def read(self, name, *, by_customer=False):
        contract = contracts.load(name.rstrip("?"))
        empty = contract.schema.to_pyarrow().empty_table()
        rows = self.rows.get(contract.name)
        if contract.size == "customer":
            return empty.to_pandas() if rows is None else pd.DataFrame(rows)
        return engine.in_memory(empty if rows is None else pa.Table.from_pylist(rows))


def line(order, customer, day, **values):
    return {"order_id": order, "customer_id": customer, "event_day": day, "kind": "sale",
            "product_id": "p", "quantity": 1, "net_amount": 10.0} | values  # fmt: skip


LINES = [
    line("o1", "anna", date(2025, 1, 1)), line("o1", "anna", date(2025, 1, 1)),
    line("o2", "anna", date(2025, 1, 11)), line("o3", "bo", date(2025, 1, 2)),
    line("o4", None, date(2025, 1, 3)), line("o5", "bo", date(2025, 1, 2), kind="test"),
]  # fmt: skip
SPEND = [
    {"event_day": date(2025, 1, 2), "channel": "radio", "spend": 5.0},
    {"event_day": date(2025, 1, 2), "channel": "radio", "spend": 2.0},
    {"event_day": date(2025, 1, 4), "channel": "search", "spend": 3.0},
    {"event_day": date(2025, 1, 4), "channel": "nothing", "spend": 0.0},
]


def test_orders_are_counted_once_by_day_and_tenure():
    counts = reading.count_orders(Desk(order_lines=LINES).read("order_lines"), AS_OF)

    assert counts.first.loc["2025-01-01":"2025-01-03"].tolist() == [1, 1, 0]
    assert counts.guests.loc["2025-01-03"] == 1
    assert counts.orders.sum().sum() == 1
    assert counts.orders.loc["2025-01-11", 1] == 1
    assert counts.first.index[-1] == pd.Timestamp(AS_OF)


def test_spend_is_summed_by_day_and_channel_and_days_without_are_nought():
    wide = reading.spend_by_day(Desk(ad_spend=SPEND).read("ad_spend"))

    assert wide.loc["2025-01-02"].to_dict() == {"nothing": 0, "radio": 7, "search": 0}


def test_the_series_begins_with_the_first_spend_and_holds_channels_with_any():
    series = reading.read_series(Desk(order_lines=LINES, ad_spend=SPEND))

    assert list(series.spend) == ["radio", "search"]
    assert series.sales.index[0] == pd.Timestamp("2025-01-02")
    assert series.sales.loc["2025-01-02":"2025-01-04"].tolist() == [1, 1, 0]


def test_a_company_without_orders_or_without_spend_is_read_all_the_same():
    no_spend = reading.read_series(Desk(order_lines=LINES))
    no_orders = reading.read_series(Desk(ad_spend=SPEND))

    assert list(no_spend.spend) == []
    assert no_spend.sales.sum() == 4
    assert no_orders.sales.sum() == 0


def test_sales_expected_follow_how_many_customers_there_are_and_for_how_long():
    days = pd.date_range("2024-01-01", periods=400)
    first = pd.Series(0.0, days)
    first.iloc[0], first.iloc[200] = 100, 100
    orders = pd.DataFrame({1: 0.0, 2: 0.0}, index=days)
    orders.iloc[1:31, 0] = 10.0
    orders.iloc[201:231, 0] = 10.0
    counts = reading.Counts(orders, first, first * 0)

    expected, newcomers = reading.expected_orders(counts)

    repeats = expected * (1 - newcomers)
    assert repeats.iloc[1:31].tolist() == pytest.approx([10.0] * 30)
    assert repeats.iloc[40:200].abs().max() == pytest.approx(0)
    assert repeats.iloc[210] == pytest.approx(10.0)


def test_first_orders_are_taken_as_even_over_three_months():
    days = pd.date_range("2024-01-01", periods=400)
    first = pd.Series(np.where(np.arange(400) % 91 == 0, 91.0, 0.0), days)
    counts = reading.Counts(pd.DataFrame({1: 0.0}, index=days), first, first * 0)

    expected, newcomers = reading.expected_orders(counts)

    assert expected.iloc[100:300].tolist() == pytest.approx([1.0] * 200)
    assert newcomers.iloc[100:300].tolist() == pytest.approx([1.0] * 200)


def test_messages_act_for_three_weeks_and_experiments_while_they_run():
    days = pd.date_range("2025-01-01", periods=90)
    campaigns = pd.DataFrame({"event_day": ["2025-01-10"]})
    experiments = pd.DataFrame({"event_day": ["2025-02-01"], "last_day": ["2025-02-05"]})

    columns = reading.shock_columns(days, campaigns, experiments)

    assert columns.sum().to_dict() == {"message_1": 21, "experiment_1": 5}
    assert columns.loc["2025-01-30", "message_1"] == 1


def test_more_messages_than_can_be_told_apart_are_counted_in_one_column():
    days = pd.date_range("2024-01-01", periods=400)
    campaigns = pd.DataFrame({"event_day": [str((days[0] + 10 * n * DAY).date())
                                            for n in range(30)]})  # fmt: skip

    columns = reading.shock_columns(
        days, campaigns, pd.DataFrame({"event_day": [], "last_day": []})
    )

    assert list(columns) == ["messages"]
    assert columns["messages"].max() == 1


def test_an_order_leaves_margin_where_costs_are_known_and_sales_elsewhere():
    lines = Desk(order_lines=LINES).read("order_lines")
    known = pd.DataFrame({"orders": [2, 2], "margin": [10.0, 30.0]})

    assert reading.value_of_order(lines, known, AS_OF) == (10.0, "margin")
    assert reading.value_of_order(lines, known.iloc[:0], AS_OF) == (12.5, "revenue")
