import numpy as np
import pandas as pd
import pytest
from drivers.conftest import CROSS, OWN, planted, sold_of

from helpers.drivers.effects import drawn, find_prices, missing_for_prices
from helpers.drivers.panel import make_panel
from helpers.workspace import contracts, engine


def panel_of(cells, **options):
    return make_panel(sold_of(cells, **options), cells["week"].max() + pd.Timedelta(days=6))


@pytest.fixture(scope="module")
def found(panel):
    tiers = pd.Series({str(n): "high" if n < 150 else "low" for n in range(400)})
    return find_prices(panel, {"value_tier": tiers})


def test_the_table_keeps_its_contract_and_tells_of_every_part(found):
    contract = contracts.load("driver_effects")
    table = engine.in_memory(found.effects).cast(contract.schema)

    contracts.validate(table, contract)
    kinds = found.effects.groupby(["effect", "by"])["part"].apply(set).to_dict()
    assert kinds["own_price", "region"] == {"CN/GD", "US/CA"}
    assert kinds["own_price", "value_tier"] == {"high", "low"}
    assert kinds["own_price", "all"] == {"all"} and len(kinds["own_price", "product"]) == 12
    assert found.why_not is None


def test_planted_elasticities_lie_in_their_intervals(found):
    own = found.effects[found.effects["by"].eq("category")].set_index(["effect", "part"])

    for name in OWN:
        assert own.loc[("own_price", name), "lower"] < OWN[name] < own.loc[("own_price", name),
                                                                          "upper"]
        assert own.loc[("rival_price", name), "lower"] < CROSS[name] < own.loc[
            ("rival_price", name), "upper"]


def test_groups_that_react_alike_are_not_told_apart(found):
    tiers = found.effects[found.effects["by"].eq("value_tier")]

    assert (tiers["difference_lower"] < 0).all() and (tiers["difference_upper"] > 0).all()
    assert tiers["customers"].tolist() == [150, 250]


def test_a_group_that_reacts_more_is_found():
    low = planted(seed=1, own={"shoes": -1.0}, cross={"shoes": 0})
    cells = low.cells
    more = low.expected * (cells["price"] / cells["usual_price"]) ** -2
    high = cells.assign(lines=np.random.default_rng(9).poisson(more))
    parts = [sold_of(own, region=name) for own, name in ((cells, "CN/GD"), (high, "US/CA"))]
    both = pd.concat([part.lines.to_pandas() for part in parts])
    sold = parts[0]._replace(lines=engine.in_memory(both.reset_index(drop=True)))

    panel = make_panel(sold, cells["week"].max() + pd.Timedelta(days=6))
    table = find_prices(panel).effects.query("by == 'region'").set_index("part")

    assert table.loc["US/CA", "difference_upper"] < 0 < table.loc["CN/GD", "difference_lower"]


def test_products_are_drawn_to_their_category_and_no_further(found):
    own = found.effects[found.effects["by"].eq("product")].set_index("part")
    shoes, tents = (own[own.index.str.startswith(name)] for name in ("shoes", "tents"))

    assert own["pooled"].all()
    assert shoes["estimate"].std() < shoes["raw"].std()
    assert abs(shoes["estimate"].mean() + 1.5) < 0.3 and abs(tents["estimate"].mean() + 2.5) < 0.3


def test_two_effects_alone_are_not_drawn():
    table = pd.DataFrame({"by": "region", "estimate": [-1.0, -3.0], "error": 0.5, "lines": 900,
                          "changes": 50})  # fmt: skip

    assert drawn(table)["estimate"].tolist() == [-1.0, -3.0]


def test_prices_that_never_changed_tell_nothing():
    cells = planted(offers=0.0, steps=False, weeks=60).cells

    found = find_prices(panel_of(cells))

    assert found.why_not == "changes" and found.effects.empty


def test_one_product_whose_price_never_changed_cannot_be_told():
    cells = planted(weeks=104).cells
    still = cells["product_id"].eq("shoes-0")
    cells.loc[still, "price"], cells.loc[still, "depth"] = 100.0, 0.0

    own = find_prices(panel_of(cells)).effects.query("by == 'product'").set_index("part")

    assert own.loc["shoes-0", "verdict"] == "too_few_changes"
    assert np.isnan(own.loc["shoes-0", "estimate"])


def test_twenty_weeks_are_too_few(shop):
    cells = shop.cells[shop.cells["week"] < shop.cells["week"].min() + pd.Timedelta(weeks=20)]

    assert missing_for_prices(panel_of(cells)) == "weeks"


def test_without_competitors_there_are_no_cross_elasticities(shop):
    sold = sold_of(shop.cells)
    alone = sold._replace(rivals=sold.rivals.iloc[:0])
    panel = make_panel(alone, shop.cells["week"].max() + pd.Timedelta(days=6))

    assert set(find_prices(panel).effects["effect"]) == {"own_price"}
