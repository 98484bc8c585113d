import numpy as np
import pandas as pd
import pytest
from drivers.conftest import COST, OWN, PRICE, planted, sold_of

from helpers.drivers.panel import make_panel
from helpers.drivers.promotions import find_promotions, marks_of, unit_margins
from helpers.workspace import contracts, engine


def panel_of(planted_shop):
    cells = planted_shop.cells
    return make_panel(sold_of(cells), cells["week"].max() + pd.Timedelta(days=6))


@pytest.fixture(scope="module")
def found(panel):
    return find_promotions(panel)


def test_the_table_keeps_its_contract(found):
    contract = contracts.load("driver_promotions")

    contracts.validate(engine.in_memory(found).cast(contract.schema), contract)
    assert found["scope"].eq("product").all() and sorted(found["depth"]) == [0.1, 0.2]


def test_the_lift_is_that_of_the_planted_elasticities(found):
    own = found.set_index("depth")

    for depth in (0.1, 0.2):
        true = np.mean([(1 - depth) ** slope - 1 for slope in OWN.values()])
        assert own.loc[depth, "lift"] == pytest.approx(true, abs=0.12)
        assert 0.03 < own.loc[depth, "lift_upper"] - own.loc[depth, "lift"] < 0.12


def test_nothing_is_missing_afterwards_where_nothing_was_bought_early(found):
    assert (found["after_lower"] < 0).all() and (found["after_upper"] > 0).all()


def test_what_was_bought_early_is_missing_afterwards():
    found = find_promotions(panel_of(planted(seed=4, dip=0.3)))

    assert (found["after_upper"] < 0).all()
    assert (found["net"] < found["lift"]).all()
    assert found["after"].iloc[0] == pytest.approx(-0.3 * 0.85, abs=0.1)  # of 85 % no offer follows


def test_money_is_what_the_planted_margin_says():
    """A margin of 40: at a tenth off, sales times 0.9 ** e leave 30 a piece."""
    own = find_promotions(panel_of(planted(steps=False))).set_index("depth").loc[0.1]
    usual = own["given"] / (PRICE * 0.1) / (1 + own["lift"])

    gain = usual * ((1 + own["lift"]) * (PRICE * 0.9 - COST) + own["after"] * (PRICE - COST)
                    - (PRICE - COST))  # fmt: skip
    assert own["gain"] == pytest.approx(gain, rel=0.1)
    assert own["returned"] == pytest.approx(1 + own["gain"] / own["given"])


def test_without_costs_sales_are_told_and_money_is_not(shop):
    sold = sold_of(shop.cells)
    bare = sold._replace(costs=sold.costs.iloc[:0])

    found = find_promotions(make_panel(bare, shop.cells["week"].max() + pd.Timedelta(days=6)))

    assert found["verdict"].eq("no_costs").all() and found["lift"].notna().all()


def test_without_promotions_there_is_no_row():
    cells = planted(offers=0.0, weeks=60)

    assert find_promotions(panel_of(cells)).empty


def test_without_a_list_of_promotions_lowered_prices_tell(shop):
    sold = sold_of(shop.cells)
    bare = sold._replace(promotions=sold.promotions.iloc[:0], prices=sold.prices.iloc[:0])

    found = find_promotions(make_panel(bare, shop.cells["week"].max() + pd.Timedelta(days=6)))

    assert set(found["promotion"]) == {"–"} and found["product_weeks"].sum() > 100


def test_a_promotion_of_nearly_all_products_is_one_of_the_category():
    week = pd.to_datetime(["2026-01-05"] * 5)
    cells = pd.DataFrame({
        "product_id": list("abcde"), "category": ["x"] * 4 + ["y"], "week": week,
        "depth": [0.2, 0.2, 0.2, 0.2, 0.1], "promotion": ["Sale"] * 4 + ["Offer"],
    })  # fmt: skip

    marks = marks_of(cells)

    assert marks.scope == {"Sale|0.20": "category", "Offer|0.10": "product"}


def test_weeks_after_a_promotion_are_counted_up_to_three():
    cells = pd.DataFrame({
        "product_id": "a", "category": "x",
        "week": pd.date_range("2026-01-05", periods=6, freq="7D"),
        "depth": [0.2, 0, 0, 0, 0, 0.1], "promotion": ["Sale", None, None, None, None, "Sale"],
    })  # fmt: skip

    assert marks_of(cells).since.tolist() == [0, 1, 2, 3, 0, 0]


def test_a_margin_is_a_share_of_the_full_price_at_the_cost_of_the_day():
    cells = pd.DataFrame({
        "product_id": "a", "week": pd.to_datetime(["2026-01-05", "2026-02-02", "2025-01-06"]),
        "price": [80.0, 100.0, 100.0], "depth": [0.2, 0.0, 0.0],
    }).astype({"week": "datetime64[us]"})  # fmt: skip
    costs = pd.DataFrame({"event_day": pd.to_datetime(["2026-01-01", "2026-02-01"]),
                          "product_id": "a", "unit_cost": [50.0, 75.0]})  # fmt: skip

    share = unit_margins(cells, costs.astype({"event_day": "datetime64[us]"}))

    assert share[:2].tolist() == [0.5, 0.25] and np.isnan(share[2])
