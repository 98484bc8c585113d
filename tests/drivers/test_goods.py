import numpy as np
import pandas as pd
import pytest
from drivers.conftest import sold_of

from helpers.drivers.goods import find_launches, find_products
from helpers.drivers.panel import make_panel
from helpers.workspace import contracts, engine

TIERS = {"value_tier": pd.Series({str(n): "high" if n < 100 else "low" for n in range(400)})}


def test_the_table_keeps_its_contract_and_the_fastest_come_first(panel):
    table, contract = find_products(panel), contracts.load("driver_products")

    contracts.validate(engine.in_memory(table).cast(contract.schema), contract)
    assert table["payback_weeks"].is_monotonic_increasing


def test_weeks_that_pay_are_stock_at_cost_over_margin(panel):
    table = find_products(panel).iloc[0]
    cells = panel.cells
    lately = cells["week"] > cells["week"].max() - pd.Timedelta(weeks=52)
    own = cells[lately & cells["product_id"].eq(table["product_id"])]

    margin = ((own["price"] - 60) * own["lines"]).mean()

    assert table["margin_per_week"] == pytest.approx(margin)
    assert table["stock_value"] == pytest.approx(40 * 60)
    assert table["payback_weeks"] == pytest.approx(40 * 60 / margin)


def test_without_stock_margins_are_told_and_without_costs_nothing(panel):
    bare = panel._replace(sold=panel.sold._replace(stock=panel.sold.stock.iloc[:0]))
    poor = panel._replace(sold=panel.sold._replace(costs=panel.sold.costs.iloc[:0]))

    assert find_products(bare)["payback_weeks"].isna().all()
    assert find_products(bare)["margin_per_week"].is_monotonic_decreasing
    assert find_products(poor).empty


def test_a_product_that_was_always_sold_is_no_launch(panel):
    assert find_launches(panel, TIERS).empty


def test_a_launch_is_held_against_who_usually_buys(shop):
    cells = shop.cells.copy()
    begin = cells["week"].min() + pd.Timedelta(weeks=30)
    cells.loc[cells["product_id"].eq("shoes-0") & (cells["week"] < begin), "lines"] = 0
    panel = make_panel(sold_of(cells), cells["week"].max() + pd.Timedelta(days=6))

    table = find_launches(panel, TIERS)

    contracts.validate(engine.in_memory(table).cast(contracts.load("driver_launches").schema),
                       contracts.load("driver_launches"))  # fmt: skip
    assert set(table["product_id"]) == {"shoes-0"} and set(table["part"]) == {"high", "low"}
    assert table["share"].sum() == pytest.approx(1) and np.allclose(table["times"], 1, atol=0.35)


def test_without_tiers_no_launch_is_told(panel):
    assert find_launches(panel, {}).empty
