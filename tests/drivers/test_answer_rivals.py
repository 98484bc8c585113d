import numpy as np
import pandas as pd
import pytest

from helpers.drivers.answer_rivals import answer_rivals, category_margins
from helpers.drivers.effects import find_prices
from helpers.workspace import contracts, engine


def effects(cross, own, error=0.01):
    rows = [("rival_price", cross, "rivals_matter"), ("own_price", own, "more_than_price")]
    return pd.DataFrame([
        {"effect": effect, "by": "category", "part": "shoes", "estimate": value, "error": error,
         "verdict": verdict} for effect, value, verdict in rows
    ])  # fmt: skip


def test_the_table_keeps_its_contract(panel):
    table = answer_rivals(panel, find_prices(panel).effects, seed=1)
    contract = contracts.load("driver_rivals")

    contracts.validate(engine.in_memory(table).cast(contract.schema), contract)
    assert set(table["category"]) == {"shoes", "tents"}


def test_margins_are_those_that_were_planted(panel):
    assert category_margins(panel).between(0.36, 0.42).all()


def test_where_customers_hardly_react_to_the_own_price_staying_leaves_more(panel):
    """At a margin of 40 %, following costs a quarter of it a piece and wins hardly a customer."""
    table = answer_rivals(panel, effects(0.5, -1.0), seed=1).iloc[0]

    assert table["answer"] == "stay"
    assert table["sales"] == pytest.approx(0.9**0.5 - 1, abs=1e-3)
    assert table["stay"] == pytest.approx(0.9**0.5, abs=1e-3)
    left = (table["margin_share"] - 0.1) / table["margin_share"]
    assert table["follow"] == pytest.approx(0.9**-0.5 * left, abs=2e-3)


def test_where_customers_react_strongly_following_leaves_more(panel):
    assert answer_rivals(panel, effects(0.5, -4.0), seed=1)["answer"].tolist() == ["follow"]


def test_what_is_not_known_well_is_not_clear(panel):
    table = answer_rivals(panel, effects(0.5, -2.7, error=0.8), seed=1)

    assert table["answer"].tolist() == ["unclear"]


def test_without_costs_no_answer_is_given(panel):
    bare = panel._replace(sold=panel.sold._replace(costs=panel.sold.costs.iloc[:0]))

    table = answer_rivals(bare, effects(0.5, -2.0), seed=1)

    assert table["answer"].tolist() == ["no_costs"] and np.isnan(table["margin_share"].iloc[0])


def test_without_competitors_there_is_no_row(panel):
    assert answer_rivals(panel, effects(0.5, -2.0).iloc[1:], seed=1).empty
