import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from helpers.value.margins import FEWEST, learn_margins, value_of_orders


def planted(customers=4_000, *, differing=0.1, chance=5.0, seed=1):
    """A company whose orders leave 40 % of sales less 3 each; customers differ in their rates."""
    rng = np.random.default_rng(seed)
    orders = rng.geometric(0.3, customers)
    sales = rng.gamma(2.0, 50.0, customers) * orders
    own = rng.normal(0, differing, customers)
    off = chance * np.sqrt(orders) * rng.normal(size=customers)
    margin = (0.4 + own) * sales - 3 * orders + off
    return pd.DataFrame({
        "customer_id": [f"c{n:05}" for n in range(customers)], "orders": orders,
        "revenue": sales, "margin": margin,
    }), pd.Series(own, [f"c{n:05}" for n in range(customers)])  # fmt: skip


def test_planted_rates_costs_and_differences_are_found_again():
    known, own = planted()

    found = learn_margins(known)

    assert found.rate == pytest.approx(0.4, abs=0.01)
    assert found.per_order == pytest.approx(-3, abs=1.0)
    assert found.differing == pytest.approx(0.1, rel=0.1)
    assert np.corrcoef(found.own, own)[0, 1] > 0.8


def test_what_margins_have_in_common_is_weighted_least_squares():
    known, _ = planted(300)

    found = learn_margins(known)

    facts = known[["revenue", "orders"]]
    usual = sm.WLS(known["margin"], facts, weights=1 / known["revenue"]).fit()
    assert [found.rate, found.per_order] == pytest.approx(usual.params.tolist())


def test_where_customers_do_not_differ_nobody_has_a_rate_of_its_own():
    known, _ = planted(differing=0.0, chance=20.0)

    found = learn_margins(known)

    assert found.own.abs().max() < 0.05


def test_a_single_order_makes_no_wild_rate():
    known, _ = planted()
    odd = pd.DataFrame({"customer_id": ["odd"], "orders": 1, "revenue": 0.5, "margin": -40.0})

    found = learn_margins(pd.concat([known, odd], ignore_index=True))

    assert abs(found.own["odd"]) < 0.2


def test_the_value_of_orders_can_be_counted_by_hand():
    known, _ = planted()
    margins = learn_margins(known)._replace(
        rate=0.5, per_order=-2.0, own=pd.Series({"a": 0.1})
    )  # fmt: skip
    orders, spend = pd.Series({"a": 2.0, "b": 1.0}), pd.Series({"a": 100.0, "b": 3.0})

    worth = value_of_orders(margins, orders, spend)

    assert worth.tolist() == pytest.approx([0.6 * 100 - 4, 0.5 * 3 - 2])


def test_without_costs_value_is_sales():
    known, _ = planted(FEWEST - 1)
    spend = pd.Series({"a": 9.0})

    assert learn_margins(known) is None
    assert value_of_orders(None, pd.Series({"a": 1.0}), spend).equals(spend)


def test_customers_who_only_cost_are_no_reason_to_fail():
    known, _ = planted(100)
    idle = pd.DataFrame({"customer_id": ["x"], "orders": 1, "revenue": 0.0, "margin": -9.0})

    found = learn_margins(pd.concat([known, idle], ignore_index=True))

    assert found.own["x"] == 0
