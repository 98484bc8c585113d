import ibis
import numpy as np
import pandas as pd
import pytest
from drivers.conftest import PRICE, planted, sold_of

from helpers.drivers.panel import make_panel, part_counts, part_customers, usual_prices
from helpers.workspace import contracts, engine


def test_the_panel_tells_again_what_was_planted(shop, panel):
    told = panel.cells.merge(shop.cells, on=["product_id", "week"], suffixes=("", "_true"))

    assert len(told) >= 0.99 * len(shop.cells)
    for name in ("lines", "pieces", "price", "depth", "category"):
        assert np.array_equal(told[name], told[f"{name}_true"]) or np.allclose(
            told[name], told[f"{name}_true"])  # fmt: skip
    assert panel.weekday == 0 and panel.weeks == 120 and panel.left_out == 0


def test_the_panel_keeps_its_contract(panel):
    table = engine.in_memory(panel.cells).cast(contracts.load("driver_panel").schema)

    contracts.validate(table, contracts.load("driver_panel"))


def test_competitors_prices_are_held_against_their_own_usual_level(shop, panel):
    told = panel.cells.merge(shop.cells, on=["product_id", "week"], suffixes=("", "_true"))
    apart = np.log(told["rival_price"]) - np.log(told["rival_price_true"])

    assert apart.groupby(told["category"]).std().max() < 1e-6


def test_a_week_counts_only_if_it_is_over(shop):
    sold = sold_of(shop.cells)
    last = shop.cells["week"].max()

    assert make_panel(sold, last + pd.Timedelta(days=5)).cells["week"].max() < last
    assert make_panel(sold, last + pd.Timedelta(days=6)).cells["week"].max() == last


def test_a_product_is_followed_from_its_first_sale_to_its_last(shop):
    cells = shop.cells.copy()
    gone = cells["product_id"].eq("tents-0") & ~cells["week"].between(
        *cells["week"].drop_duplicates().sort_values().iloc[[10, 50]])  # fmt: skip
    cells.loc[gone, "lines"] = 0

    told = make_panel(sold_of(cells), cells["week"].max() + pd.Timedelta(days=6)).cells

    assert told[told["product_id"].eq("tents-0")]["week"].nunique() <= 41


def test_products_with_few_lines_are_counted_and_left_out(shop):
    cells = shop.cells.copy()
    late = cells["product_id"].eq("tents-0") & cells["week"].gt(cells["week"].min())
    cells.loc[late, "lines"] = 0

    found = make_panel(sold_of(cells), cells["week"].max() + pd.Timedelta(days=6))

    assert found.left_out == 1 and "tents-0" not in set(found.cells["product_id"])


def test_the_usual_price_is_that_of_weeks_without_a_promotion():
    cells = pd.DataFrame({"product_id": "a", "price": [10.0, 8.0, 8.0, 8.0, 12.0],
                          "depth": [0, 0.2, 0.2, 0.2, 0]})  # fmt: skip

    assert usual_prices(cells).unique().tolist() == [11.0]


def test_parts_add_up_to_the_whole(panel):
    parts = part_counts(panel, "region")

    assert set(parts) == {"CN/GD", "US/CA"}
    assert np.array_equal(sum(parts.values()), panel.cells["lines"])
    assert part_customers(panel, "region").to_dict() == {"CN/GD": 400, "US/CA": 400}


def test_customers_without_a_group_are_in_no_part(panel):
    names = pd.Series({str(n): "many" if n % 2 else None for n in range(400)}).rename_axis(
        "customer_id")  # fmt: skip

    parts = part_counts(panel, "customer_id", names)

    assert list(parts) == ["many"]
    assert parts["many"].sum() == pytest.approx(panel.cells["lines"].sum() / 2, rel=0.05)


def test_a_shop_without_lists_has_prices_as_paid_and_none_of_the_rest(shop):
    sold = sold_of(shop.cells)
    bare = sold._replace(**{name: getattr(sold, name).iloc[:0] for name in sold._fields[1:]})

    cells = make_panel(bare, shop.cells["week"].max() + pd.Timedelta(days=6)).cells

    assert cells["rival_price"].isna().all() and cells["in_stock"].eq(1).all()
    assert cells["depth"].max() > 0.15 and cells["price"].max() < 2 * PRICE


def test_products_are_called_by_code_and_name_or_by_their_code_alone(shop, panel):
    sold = sold_of(shop.cells)
    bare = sold._replace(lines=sold.lines.mutate(product_name=ibis.null("string")))
    unnamed = make_panel(bare, shop.cells["week"].max() + pd.Timedelta(days=6))

    assert panel.names["shoes-0"] == "shoes-0 the shoes-0"
    assert unnamed.names["shoes-0"] == "shoes-0"


def test_nothing_sold_makes_an_empty_panel():
    cells = planted(weeks=1, level=0.01).cells
    cells["lines"] = 0
    cells.loc[0, "lines"] = 1

    assert make_panel(sold_of(cells), pd.Timestamp("2024-01-03")).cells.empty
