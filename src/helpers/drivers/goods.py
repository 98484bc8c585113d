"""Which product pays fastest, and whom a newly launched one reached.

A product pays fast if the margin of few weeks is what its stock costs. Margin here is price less
unit cost; parcels and service are those of orders, and told in chapter 06.
"""

import numpy as np
import pandas as pd

from helpers.drivers.panel import Panel
from helpers.drivers.promotions import unit_margins
from helpers.drivers.weeks import DAYS
from helpers.workspace import contracts

LATELY = 52  # weeks that are looked at
NEW_FROM, REACH = 8, 13  # weeks after the first of the data; weeks in which buyers are counted
FEWEST_BUYERS = 30
NORMAL = 1.959963984540054


def find_products(panel: Panel) -> pd.DataFrame:
    """Return how fast each product pays.

    Returns
    -------
    DataFrame
        The table `driver_products`, the fastest first; `payback_weeks` is missing without stock,
        all of it without costs.
    """
    cells = panel.cells
    if cells.empty or panel.sold.costs.empty:
        return contracts.empty("driver_products")
    cells = cells[cells["week"] > cells["week"].max() - pd.Timedelta(weeks=LATELY)]
    share = unit_margins(cells, panel.sold.costs)
    full = cells["price"] / (1 - cells["depth"]).clip(lower=0.01)
    cost = full * (1 - share)
    cells = cells.assign(cost=cost, margin=(cells["price"] - cost) * cells["pieces"])
    by = cells.dropna(subset="margin").groupby("product_id")
    table = by.agg(
        category=("category", "first"), weeks=("week", "size"), pieces=("pieces", "sum"),
        margin_per_week=("margin", "mean"), cost=("cost", "last"), spread=("margin", "std"),
    ).reset_index()  # fmt: skip
    table["stock_value"] = table["product_id"].map(_in_stock(panel)) * table["cost"]
    half = NORMAL * table["spread"] / np.sqrt(table["weeks"])
    for name, weekly in {"": 0, "_lower": half, "_upper": -half}.items():
        earned = (table["margin_per_week"] + weekly).where(lambda each: each > 0)
        table[f"payback_weeks{name}"] = table["stock_value"] / earned
    table["margin_lower"] = table["margin_per_week"] - half
    table["margin_upper"] = table["margin_per_week"] + half
    order = ["payback_weeks", "margin_per_week"]
    table = table.sort_values(order, ascending=[True, False], ignore_index=True)
    return table[list(contracts.load("driver_products").columns)]


def _in_stock(panel: Panel) -> pd.Series:
    """Return how many pieces of each product lay in stock, mean of the last lists."""
    stock = panel.sold.stock
    if stock.empty:
        return pd.Series(dtype=float)
    since = stock["event_day"].max() - pd.Timedelta(days=LATELY * DAYS)
    return stock[stock["event_day"] > since].groupby("product_id")["pieces"].mean()


def find_launches(panel: Panel, groups: dict[str, pd.Series]) -> pd.DataFrame:
    """Return which group of customers each newly launched product reached.

    Parameters
    ----------
    panel : Panel
    groups : dict of str to Series
        Groups of customers; asked are those of `value_tier`, indexed by `customer_id`.

    Returns
    -------
    DataFrame
        The table `driver_launches`; without rows where nothing was launched.
    """
    cells = panel.cells
    empty = contracts.empty("driver_launches")
    tiers = groups.get("value_tier", pd.Series(dtype="str"))
    if cells.empty or tiers.empty:
        return empty
    first = cells.groupby("product_id")["week"].min()
    start = cells["week"].min() + pd.Timedelta(weeks=NEW_FROM)
    end = cells["week"].max() - pd.Timedelta(weeks=REACH)
    new = first[(first > start) & (first <= end)]
    parts = [_reach(panel, product, day, tiers) for product, day in new.items()]
    parts = [part for part in parts if len(part)]
    return pd.concat(parts, ignore_index=True)[list(empty)] if parts else empty


def _reach(panel: Panel, product: str, day: pd.Timestamp, tiers: pd.Series) -> pd.DataFrame:
    """Return who bought a product in its first weeks, beside who bought anything in them."""
    lines = panel.sold.lines
    after = day + pd.Timedelta(weeks=REACH)
    then = lines.filter(lines.event_day >= day.date(), lines.event_day < after.date())
    own = then.filter(then.product_id == product)
    every, buyers = (
        tiers.reindex(part.select("customer_id").distinct().to_pandas()["customer_id"].dropna())
        for part in (then, own)
    )  # fmt: skip
    if buyers.notna().sum() < FEWEST_BUYERS:
        return pd.DataFrame()
    usual, found = every.value_counts(normalize=True), buyers.value_counts()
    table = pd.DataFrame({"customers": found.reindex(usual.index, fill_value=0), "usual": usual})
    table["share"] = table["customers"] / table["customers"].sum()
    table["times"] = table["share"] / table["usual"]
    table = table.rename_axis("part").reset_index()
    return table.assign(product_id=product, launched=day)
