"""How dear the shop and its rivals were on each day: price levels that move sales.

A product's level is the logarithm of what was asked, relative to its usual price; levels are
averaged over products by how often each is sold, so that an offer on what nobody buys is none.
"""

import numpy as np
import pandas as pd
from ibis.expr.types import Table


def price_levels(
    days: pd.DatetimeIndex, pieces: pd.Series, prices: pd.DataFrame, promotions: pd.DataFrame,
    competitor_prices: pd.DataFrame,
) -> pd.DataFrame:  # fmt: skip
    """Return the columns `own_price` and `rival_price`, as logarithms around their means.

    A column is missing where no such price is known, or none ever changed.

    Parameters
    ----------
    days : DatetimeIndex
    pieces : Series of float
        Pieces sold by product: the weights.
    prices : DataFrame
        `product_id`, `event_day` (from which it holds), `price`.
    promotions : DataFrame
        `product_id` (empty text: all), `event_day`, `last_day`, `discount_percent`.
    competitor_prices : DataFrame
        `product_id`, `event_day`, `price`.
    """
    own = log_list_prices(days, prices) + log_lowered(days, prices, promotions)
    rival = log_list_prices(days, competitor_prices)
    found = {"own_price": _weighted(own, pieces), "rival_price": _weighted(rival, pieces)}
    table = pd.DataFrame(found, index=days).dropna(axis="columns", how="all")
    table = table.interpolate(limit_direction="both")
    return table.loc[:, table.std() > 0] - table.loc[:, table.std() > 0].mean()


def log_list_prices(days: pd.DatetimeIndex, prices: pd.DataFrame) -> pd.DataFrame:
    """Return each product's price relative to its median, as a logarithm: days by products.

    A price holds from its day until the next; where several stand on a day, their mean.
    """
    told = prices.dropna(subset=["price"]).assign(price=prices["price"].astype(float))
    told = told[told["price"].gt(0)]
    wide = np.log(told.groupby(["event_day", "product_id"])["price"].mean()).unstack()
    wide.index = pd.DatetimeIndex(wide.index)
    held = wide.reindex(wide.index.union(days)).ffill().reindex(days)
    return held - held.median()


def log_lowered(
    days: pd.DatetimeIndex, prices: pd.DataFrame, promotions: pd.DataFrame
) -> pd.DataFrame:
    """Return by how much promotions lower each product's price, as a logarithm.

    Where promotions meet, the deepest counts.
    """
    products = sorted(prices["product_id"].unique())
    lowered = np.zeros((len(days), len(products)))
    place = {product: column for column, product in enumerate(products)}
    first = days.searchsorted(pd.DatetimeIndex(promotions["event_day"]))
    last = days.searchsorted(
        pd.DatetimeIndex(promotions["last_day"].fillna(promotions["event_day"])), side="right"
    )
    depth = np.log1p(-promotions["discount_percent"].fillna(0).to_numpy(dtype=float) / 100)
    rows = zip(promotions["product_id"], first, last, depth, strict=True)
    for product, begin, end, deep in rows:
        columns = slice(None) if product == "" else place.get(product)
        if columns is not None and np.isfinite(deep):
            lowered[begin:end, columns] = np.minimum(lowered[begin:end, columns], deep)
    return pd.DataFrame(lowered, index=days, columns=products)


def pieces_by_product(lines: Table) -> pd.Series:
    """Return how many pieces of each product were sold."""
    sold = lines.filter(lines.kind == "sale", lines.product_id.notnull())
    frame = sold.group_by("product_id").agg(pieces=sold.quantity.sum()).to_pandas()
    return frame.set_index("product_id")["pieces"].astype(float).sort_index()


def _weighted(levels: pd.DataFrame, pieces: pd.Series) -> pd.Series:
    """Return the mean of products' levels by pieces sold; a product counts while it is known."""
    weight = pieces.reindex(levels.columns).fillna(0.0).clip(lower=0)
    known = levels.notna()
    total = known.astype(float) @ weight
    return (levels.fillna(0.0) @ weight / total.where(total > 0)).rename("level")
