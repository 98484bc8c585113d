from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.value.histories import histories
from helpers.value.margins import Margins
from helpers.value.ranges import Spread
from helpers.value.worth import Forecast, customer_value
from helpers.workspace import contracts

DAY = date(2026, 9, 30)
DAYS = pd.DataFrame({
    "customer_id": ["a", "a", "a", "b"],
    "event_day": pd.to_datetime(["2025-01-01", "2025-01-11", "2026-09-01", "2026-09-30"]),
    "spend": [100.0, 50.0, 60.0, 20.0],
})  # fmt: skip
KNOWN = pd.DataFrame({
    "customer_id": ["a", "b"], "orders": [1, 2], "revenue": [60.0, 20.0], "parcels": [4.0, 8.0],
    "returns": [0.0, 5.0], "payment": [1.0, 1.0], "service": [0.0, 9.0], "margin": [15.0, -12.0],
})  # fmt: skip
MARGINS = Margins(0.5, -2.0, 0.0, 1.0, pd.Series(dtype=float), 100)


class Steady:
    """Two order days a year of everybody."""

    def expected(self, histories, days):
        return pd.Series(2 * days / 365, histories.index)

    def alive(self, histories):
        return pd.Series([0.9, 0.2], histories.index)


def value(margins=MARGINS, spread=None, known=KNOWN, rate=0.0, each=(70.0, 1.0)):
    seen = histories(DAYS, DAY)
    forecast = Forecast(Steady(), pd.Series(each, seen.index), margins, spread, rate)
    return customer_value(DAYS, seen, DAY, forecast, known).set_index("customer_id")


def test_what_a_customer_brought_can_be_counted_by_hand():
    found = value()

    # The last 365 days are known; of the two older orders half of 150 is left, less 2 each.
    assert found.loc["a", "historic_clv"] == pytest.approx(15 + 0.5 * 150 - 2 * 2)
    assert found.loc["b", "historic_clv"] == -12
    assert found.loc["a", ["order_days", "historic_revenue"]].tolist() == [3, 210]
    assert found["average_order_value"].tolist() == [70, 20]
    assert found.loc["b", "cost_to_serve_365"] == 23


def test_gaps_are_told_of_who_ordered_more_than_once():
    found = value()

    assert found.loc["a", "average_days_between_orders"] == 608 / 2
    assert np.isnan(found.loc["b", "average_days_between_orders"])


def test_what_a_customer_is_to_bring_can_be_counted_by_hand():
    found = value()

    assert found["predicted_clv_365"].tolist() == pytest.approx([2 * (35 - 2), 2 * (0.5 - 2)])
    assert found["predicted_clv_730"].tolist() == pytest.approx([4 * (35 - 2), 4 * (0.5 - 2)])
    assert found["rank"].tolist() == [1, 2]
    assert found["value_tier"].tolist() == ["low", "none"]


def test_later_money_is_worth_less():
    assert value(rate=0.1).loc["a", "predicted_clv_730"] < value().loc["a", "predicted_clv_730"]


def test_the_next_order_is_told_of_who_is_likely_still_there():
    found = value()["expected_date_of_next_order"]

    assert found["a"] == pd.Timestamp("2027-04-01")
    assert pd.isna(found["b"])


def test_without_costs_value_is_sales():
    found = value(margins=None, known=KNOWN.iloc[:0])

    assert found["clv_basis"].eq("revenue").all()
    assert found["historic_clv"].equals(found["historic_revenue"].rename("historic_clv"))
    assert found.loc["a", "predicted_clv_365"] == pytest.approx(140)
    assert found["cost_to_serve_365"].isna().all()


def test_ranges_follow_sales_at_each_customers_own_rate_and_keep_their_order():
    spread = Spread(np.array([]), np.array([100.0]), np.array([10.0]), np.array([300.0]))

    found = value(spread=spread)

    rate = (2 * 35 - 4) / 140
    assert found.loc["a", "predicted_clv_365_lower"] == pytest.approx(14 * rate, abs=0.01)
    below = found["predicted_clv_365_lower"].le(found["predicted_clv_365_upper"])
    assert below.all() and found.loc["b", "predicted_clv_365_upper"] < 0


def test_the_table_has_the_columns_of_its_contract():
    assert {"customer_id", *value().columns} == set(contracts.load("customer_value").columns)


def test_where_nothing_can_be_foretold_what_was_is_told():
    class Silent(Steady):
        def expected(self, histories, days):
            return pd.Series(np.nan, histories.index)

    seen = histories(DAYS, DAY)
    forecast = Forecast(Silent(), pd.Series(1.0, seen.index), None, None, 0.1)

    found = customer_value(DAYS, seen, DAY, forecast, KNOWN.iloc[:0])

    assert found["historic_clv"].tolist() == [210, 20]
    assert found[["predicted_clv_365", "value_tier", "rank"]].isna().all(axis=None)
