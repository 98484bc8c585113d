"""Chapter 08 end to end: what it writes, and what it says of companies that know little."""

import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from helpers.demo import market, products
from helpers.workspace import contracts, engine

PERIOD = "data/processed/demo/2026Q3"
WRITTEN = ("driver_panel", "driver_effects", "driver_rivals", "driver_promotions",
           "driver_products", "driver_launches", "driver_ladder", "driver_diagnostics",
           "driver_residuals", "driver_stability", "driver_people", "driver_loyalty",
           "driver_questions")  # fmt: skip


def written(root, name):
    return pd.read_parquet(root / PERIOD / f"{name}.parquet")


@pytest.mark.parametrize("name", WRITTEN)
def test_each_table_keeps_its_contract(demo, name, monkeypatch):
    monkeypatch.setenv("HELPERS_ROOT", str(demo))

    contracts.validate(engine.scan(demo / PERIOD / f"{name}.parquet"), contracts.load(name))


def test_planted_elasticities_of_categories_lie_near_what_is_told(demo):
    """Kinds of customers differ by a factor of .6 to 1.5, and regions by .8 to 1.2."""
    own = written(demo, "driver_effects").query("effect == 'own_price' and by == 'category'")
    told = own.set_index("part")["estimate"]

    planted = pd.Series(market.ELASTICITY, products.CATEGORIES)
    assert set(told.index) == set(planted.index)
    planted = planted.loc[told.index]
    assert (-told).between(0.5 * planted, 1.5 * planted).all()


def test_high_end_customers_are_seen_to_react_less(demo):
    tiers = written(demo, "driver_effects").query("by == 'value_tier'").set_index("part")

    assert tiers.loc["high", "difference_lower"] > 0


def test_members_are_seen_to_leave_less(demo):
    assert written(demo, "driver_loyalty")["verdict"].tolist() == ["less"]


def test_the_checks_of_the_model_pass(demo):
    assert set(written(demo, "driver_diagnostics")["verdict"]) == {"fine"}


def test_every_question_stands_on_the_page_once(demo):
    page = (demo / "reports/demo/2026Q3/08_drivers.html").read_text(encoding="utf-8")
    told = written(demo, "driver_questions")

    for row in told.itertuples():
        assert page.count(f'data-says="drivers.answer.{row.question}_{row.verdict}"') == 1


SOURCE = """\
title = "Shop"
currency = "EUR"
time_zone = "Europe/Berlin"
data_through = {end}

[[files]]
path = "lines.csv"
format = "csv"
table = "order_lines"
encoding = "utf-8"
received = {end}
exact_repeats = "keep"
decimal = "."
date_format = {{ day = "%Y-%m-%d" }}
columns = {{ order_id = "order", ordered_at = "day", product_id = "product", quantity = "pieces", unit_price = "price", customer_id = "who" }}
"""  # noqa: E501


def shop(root, *, weeks, changes):
    """Write a company that sells five products for so many weeks, and run its quarter."""
    rng, rows = np.random.default_rng(1), []
    end = pd.Timestamp("2026-03-31")
    for day in pd.date_range(end - pd.Timedelta(weeks=weeks), end):
        for product in range(5):
            lowered = changes and (day.isocalendar().week + product) % 4 == 0
            price = 8.0 if lowered else 10.0
            for _ in range(rng.poisson(3 * (price / 10) ** -2)):
                rows.append((len(rows), day.date(), f"p{product}", 1, price, rng.integers(0, 200)))
    folder = root / "data/raw/shop"
    folder.mkdir(parents=True)
    columns = ["order", "day", "product", "pieces", "price", "who"]
    pd.DataFrame(rows, columns=columns).to_csv(folder / "lines.csv", index=False)
    (folder / "source.toml").write_text(SOURCE.format(end=end.date()), encoding="utf-8")
    environment = os.environ | {"HELPERS_ROOT": str(root)}
    command = [sys.executable, "-m", "helpers", "run", "--company", "shop", "--period", "2026Q1"]
    subprocess.run(command, check=True, env=environment)
    page = (root / "reports/shop/2026Q1/08_drivers.html").read_text(encoding="utf-8")
    table = root / "data/processed/shop/2026Q1/driver_effects.parquet"
    return page, pd.read_parquet(table) if table.exists() else contracts.empty("driver_effects")


@pytest.mark.trial
def test_a_shop_of_order_lines_alone_is_told_its_elasticity_and_what_else_it_lacks(tmp_path):
    page, effects = shop(tmp_path, weeks=80, changes=True)

    own = effects.query("by == 'category'").iloc[0]
    assert own["lower"] < -2 < own["upper"]
    for missing in ("rivals_unknown", "loyalty_unknown", "promotions_unknown", "regions_unknown"):
        assert f"drivers.answer.{missing}" in page


@pytest.mark.trial
def test_a_shop_whose_prices_never_change_is_told_so(tmp_path):
    page, effects = shop(tmp_path, weeks=80, changes=False)

    assert effects.empty and "needs prices that change" in page


@pytest.mark.trial
def test_twenty_weeks_are_refused_in_plain_words(tmp_path):
    page, effects = shop(tmp_path, weeks=20, changes=True)

    assert effects.empty and "needs 26 weeks of orders" in page
