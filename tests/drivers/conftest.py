"""A planted shop: weekly sales that follow prices by known elasticities, and nothing else."""

from typing import NamedTuple

import ibis
import numpy as np
import pandas as pd
import pytest

from helpers.drivers.sales import Sold

START = pd.Timestamp("2024-01-01")  # a Monday
OWN = {"shoes": -1.5, "tents": -2.5}
CROSS = {"shoes": 0.6, "tents": 0.0}
PRICE, COST = 100.0, 60.0


class Planted(NamedTuple):
    """Cells as `driver_panel` has them, and how many lines were to be expected of each."""

    cells: pd.DataFrame
    expected: np.ndarray


def planted(
    seed=1, *, weeks=120, products=6, own=OWN, cross=CROSS, level=12.0, offers=0.15, steps=True,
    dip=0.0, shelves=0.1,
) -> Planted:  # fmt: skip
    """Cells whose lines are Poisson around a level that prices, rivals and weeks move."""
    rng = np.random.default_rng(seed)
    parts, means = [], []
    season = np.exp(0.3 * np.sin(2 * np.pi * np.arange(weeks) / 52) + rng.normal(0, 0.1, weeks))
    for category, slope in own.items():
        shelf = np.exp(rng.normal(0, shelves, weeks))
        rival = np.exp(rng.normal(0, 0.12, weeks))
        for number in range(products):
            listed = np.exp(np.cumsum(rng.normal(0, 0.02, weeks) * (rng.random(weeks) < 0.1)))
            listed = listed if steps else np.ones(weeks)
            depth = np.where(rng.random(weeks) < offers, rng.choice([0.1, 0.2], weeks), 0.0)
            log = np.log(listed * (1 - depth))
            after = np.r_[0, depth[:-1] > 0] * (depth == 0)
            mean = level * season * shelf * np.exp(slope * log) * rival ** cross[category]
            mean = mean * (1 - dip * after)
            means.append(mean)
            parts.append(pd.DataFrame({
                "week": START + pd.to_timedelta(7 * np.arange(weeks), unit="D"),
                "product_id": f"{category}-{number}", "category": category,
                "lines": rng.poisson(mean), "price": PRICE * listed * (1 - depth),
                "depth": depth, "promotion": np.where(depth > 0, "Offer", None),
                "in_stock": 1.0, "rival_price": rival,
            }))  # fmt: skip
    cells = pd.concat(parts, ignore_index=True).astype({"promotion": "str"})
    cells["promotion"] = cells["promotion"].where(cells["depth"] > 0)
    cells = cells.assign(pieces=cells["lines"], spend=cells["lines"] * cells["price"],
                         usual_price=PRICE, advertising=np.nan)  # fmt: skip
    cells["week"] = cells["week"].astype("datetime64[us]")
    return Planted(cells, np.concatenate(means))


def sold_of(cells: pd.DataFrame, *, region="CN/GD", seed=3) -> Sold:
    """Return the lines behind some cells, one row each, and the shop's lists."""
    rng = np.random.default_rng(seed)
    rows = cells.loc[cells.index.repeat(cells["lines"])]
    size = len(rows)
    days = rows["week"] + pd.to_timedelta(rng.integers(0, 7, size), unit="D")
    lines = pd.DataFrame({
        "order_id": np.arange(size).astype(str),
        "customer_id": rng.integers(0, 400, size).astype(str),
        "event_day": days.dt.date, "product_id": rows["product_id"].to_numpy(),
        "product_name": ("the " + rows["product_id"]).to_numpy(),
        "category": rows["category"].to_numpy(), "quantity": 1,
        "unit_price": rows["price"].to_numpy(), "list_price": PRICE,
        "amount": rows["price"].to_numpy(), "currency": "CNY",
        "region": rng.choice([region] if isinstance(region, str) else region, size),
    })  # fmt: skip
    listed = cells.assign(price=cells["price"] / (1 - cells["depth"]), event_day=cells["week"])
    offers = cells[cells["depth"] > 0]
    promotions = pd.DataFrame({
        "promotion": "Offer 2024", "product_id": offers["product_id"], "event_day": offers["week"],
        "last_day": offers["week"] + pd.Timedelta(days=6),
        "discount_percent": 100 * offers["depth"],
    })  # fmt: skip
    rivals = cells.drop_duplicates(["category", "week"])
    rivals = pd.DataFrame({
        "event_day": rivals["week"], "competitor": "Other", "product_id": rivals["product_id"],
        "price": 95 * rivals["rival_price"],
    })  # fmt: skip
    stock = pd.DataFrame({"event_day": cells["week"], "product_id": cells["product_id"],
                          "pieces": 40.0})  # fmt: skip
    costs = pd.DataFrame({"event_day": START, "product_id": cells["product_id"].unique(),
                          "unit_cost": COST})  # fmt: skip
    return Sold(
        ibis.memtable(lines), listed[["event_day", "product_id", "price"]],
        promotions.reset_index(drop=True), rivals.reset_index(drop=True), stock, costs,
        pd.DataFrame(columns=["event_day", "spend"]),
    )  # fmt: skip


@pytest.fixture(scope="session")
def shop() -> Planted:
    """A planted shop of two categories over 120 weeks."""
    return planted()


@pytest.fixture(scope="session")
def panel(shop):
    """The panel that is made of the planted shop's lines and lists."""
    from helpers.drivers.panel import make_panel

    last = shop.cells["week"].max() + pd.Timedelta(days=6)
    return make_panel(sold_of(shop.cells, region=["CN/GD", "US/CA"]), last)


class Spoken:
    """A report that keeps what it is told."""

    class wording:  # noqa: N801
        language, minimum = "en", 10

    def __init__(self):
        self.said = []

    def say(self, key, **values):
        self.said.append((key, values))

    missing = not_known = say

    def words(self, key, **values):
        from helpers.reporting import catalogue
        from helpers.reporting.wording import Wording

        assert catalogue.has(key, "en")
        return Wording("en").text(key, **values)


@pytest.fixture
def spoken():
    return Spoken()
