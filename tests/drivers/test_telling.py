import numpy as np
import pandas as pd
import pytest

from helpers.drivers import telling
from helpers.drivers.diagnostics import check
from helpers.drivers.effects import find_prices
from helpers.drivers.ladder import FORMULAS
from helpers.drivers.promotions import find_promotions
from helpers.reporting import catalogue


@pytest.fixture(scope="module")
def prices(panel):
    return find_prices(panel)


def test_every_column_that_a_table_shows_has_a_heading_in_the_catalogue():
    for name, key in telling.HEADERS.items():
        assert catalogue.has(key, "en") and name in telling.FORMATS, name


def test_the_panel_is_said_with_its_days(panel, spoken):
    telling.say_panel(panel, spoken)

    [(key, values)] = spoken.said
    assert key == "drivers.panel" and values["weeks"] == 120
    assert str(values["last"]) == "2026-04-19"


def test_categories_stand_with_those_that_react_most_on_top(prices, spoken):
    told = telling.shown_prices(prices.effects, "category", spoken)

    assert told["part"].tolist() == ["tents", "shoes"]
    assert telling.drawn_prices(told).columns.tolist() == ["part", "estimate", "lower", "upper"]


def test_regions_are_told_with_their_customers(prices, spoken):
    told = telling.shown_prices(prices.effects, "region", spoken)

    assert set(told["part"]) == {"Guangdong", "California"} and told["customers"].notna().all()


def test_of_many_products_the_ends_are_shown(prices, spoken, monkeypatch):
    monkeypatch.setattr(telling, "TOP", 2)

    told = telling.shown_products(prices.effects, spoken, {"tents-0": "the tent"})

    assert len(told) == 4 and told["estimate"].is_monotonic_increasing


def test_promotions_are_shown_with_their_depth_in_their_name(panel, spoken):
    drawn = telling.drawn_promotions(find_promotions(panel), spoken)

    assert set(drawn["promotion"]) == {"Offer, 10\u00a0% off", "Offer, 20\u00a0% off"}


def test_money_of_promotions_is_shown_where_costs_are_known(panel):
    table = find_promotions(panel)

    assert len(telling.shown_returns(table)) == 2
    assert telling.shown_returns(table.assign(gain=np.nan)).empty


def test_each_rung_of_the_ladder_has_words(spoken):
    ladder = pd.DataFrame({"step": 1, "model": list(FORMULAS), "formula": "", **dict.fromkeys(
        ("slope", "slope_lower", "slope_upper", "explained_later", "explained_left_out"), 0.5)})

    assert telling.shown_ladder(ladder, spoken)["model"].is_unique


def test_orders_and_spend_stand_side_by_side_where_one_of_them_goes_with_it(spoken):
    people = pd.DataFrame({
        "outcome": ["orders", "orders", "spend", "spend"],
        "factor": ["member", "region:CN/GD"] * 2, "customers": 50, "ratio": [1.2, 1.0, 1.1, 1.0],
        "ratio_lower": 0.9, "ratio_upper": 1.4, "goes_with": [True, False, False, False],
    })  # fmt: skip

    told = telling.shown_people(people, spoken)

    assert told["factor"].tolist() == ["is in the loyalty programme"]
    assert told[["orders", "spend"]].iloc[0].tolist() == [1.2, 1.1]
    assert telling.factor_words("region:CN/GD", spoken) == "lives in: Guangdong"
    assert telling.shown_people(people.iloc[:0], spoken).empty


def test_checks_and_spans_have_words(shop, spoken):
    checked = check(shop.cells)

    checks = telling.shown_checks(checked.checks, spoken, {"tents-1": "a tent"})
    spans = telling.shown_stability(checked.stability, spoken)

    assert checks["check"].is_unique and "first half" in set(spans["span"])
    assert set(checks["what"]) & {"the price", "the season", "the trend", "competitors' prices"}
    assert telling.shown_residuals(checked.residuals)["bin"].is_unique
