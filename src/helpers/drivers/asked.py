"""What was asked for each product in each week: list price, offers, and what was paid.

Where the shop keeps lists of prices and of promotions, these tell what was asked, sold or not.
Where it does not, the middle of what was paid stands for it, and holds on until the next sale.
"""

import re

import numpy as np
import pandas as pd

from helpers.drivers.weeks import DAYS

YEAR = re.compile(r"\s*\b(?:19|20)\d\d\b")
PAID_BELOW = 0.005  # a price paid this much below the list was lowered


def asked_prices(
    products: list[str], weeks: pd.DatetimeIndex, prices: pd.DataFrame,
    promotions: pd.DataFrame, paid: pd.DataFrame,
) -> pd.DataFrame:  # fmt: skip
    """Return what was asked for each product in each week.

    Parameters
    ----------
    products : list of str
        Products, the rows of the table in this order.
    weeks : DatetimeIndex
        First days of weeks without a gap.
    prices : DataFrame
        `product_id`, `event_day` (from which it holds) and `price`; may be without rows.
    promotions : DataFrame
        `promotion`, `product_id` (empty: all), `event_day`, `last_day`, `discount_percent`;
        may be without rows.
    paid : DataFrame
        `week`, `product_id`, `paid` and `listed`: the middle of the prices that were paid, and of
        those before they were lowered.

    Returns
    -------
    DataFrame
        One row per product and week: `price` (mean of the week's days), `depth` (by which share
        it was lowered), `promotion` (its name without the year; missing where there was none).
    """
    listed = _listed(products, weeks, prices)
    bought = paid.pivot_table(index="product_id", columns="week", values=["paid", "listed"])
    was_paid = _held("paid", bought, products, weeks)
    before = _held("listed", bought, products, weeks)
    days_off, names = _lowered(products, weeks, promotions)
    depth = days_off.reshape(len(products), len(weeks), DAYS).mean(axis=2)
    told = np.where(np.isnan(listed), before, listed)
    if promotions.empty:
        known = ~np.isnan(was_paid) & ~np.isnan(told)
        lowered = known & (was_paid < told * (1 - PAID_BELOW))
        depth = np.where(lowered, 1 - was_paid / np.where(known, told, 1), 0.0)
    told = np.where(np.isnan(told), was_paid, told)
    return pd.DataFrame({
        "product_id": np.repeat(products, len(weeks)), "week": np.tile(weeks, len(products)),
        "price": (told * (1 - depth)).ravel(), "depth": depth.ravel(), "promotion": names.ravel(),
    })  # fmt: skip


def family(promotion: str) -> str:
    """Return a promotion's name without its year, by which it comes again.

    Examples
    --------
    >>> family("Spring sale 2025")
    'Spring sale'
    """
    return YEAR.sub("", promotion).strip() or promotion


def _listed(products, weeks, prices: pd.DataFrame) -> np.ndarray:
    """Return the mean list price of each week's days, missing before the first, by product."""
    days = _days(weeks)
    found = np.full((len(products), len(weeks)), np.nan)
    by_product = dict(list(prices.sort_values("event_day").groupby("product_id")))
    for row, product in enumerate(products):
        if product not in by_product:
            continue
        own = by_product[product]
        since = own["event_day"].to_numpy().astype("datetime64[D]")
        place = np.searchsorted(since, days, side="right") - 1
        value = own["price"].to_numpy(dtype=float)
        daily = np.where(place >= 0, value[np.maximum(place, 0)], value[0])
        found[row] = daily.reshape(len(weeks), DAYS).mean(axis=1)
    return found


def _held(name: str, bought: pd.DataFrame, products, weeks) -> np.ndarray:
    """Return a price of each week, that of the last sale before where nothing was sold."""
    if bought.empty or name not in bought.columns.get_level_values(0):
        return np.full((len(products), len(weeks)), np.nan)
    table = bought[name].reindex(index=products, columns=weeks).astype(float)
    return table.ffill(axis="columns").bfill(axis="columns").to_numpy()


def _lowered(products, weeks, promotions: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return by which share each day's price was lowered, and each week's deepest promotion."""
    days, row_of = _days(weeks), {product: row for row, product in enumerate(products)}
    depth = np.zeros((len(products), len(days)))
    names = np.full((len(products), len(weeks)), None, dtype=object)
    deepest = np.full((len(products), len(weeks)), -1.0)
    for told in promotions.itertuples(index=False):
        every = slice(None) if told.product_id == "" else row_of.get(told.product_id)
        first, last = _span(told, days)
        if every is None or first >= last:
            continue
        rows = np.arange(len(products))[every]
        share = 0.0 if pd.isna(told.discount_percent) else told.discount_percent / 100
        depth[rows, first:last] = np.maximum(depth[rows, first:last], share)
        touched = slice(first // DAYS, (last - 1) // DAYS + 1)
        deeper = deepest[rows, touched] < share
        names[rows, touched] = np.where(deeper, family(told.promotion), names[rows, touched])
        deepest[rows, touched] = np.maximum(deepest[rows, touched], share)
    return depth, names


def _span(told, days: np.ndarray) -> tuple[int, int]:
    """Return the places of a promotion's first day and of the day after its last."""
    end = told.event_day if pd.isna(told.last_day) else told.last_day
    first = np.searchsorted(days, np.datetime64(told.event_day, "D"))
    return int(first), int(np.searchsorted(days, np.datetime64(end, "D"), side="right"))


def _days(weeks: pd.DatetimeIndex) -> np.ndarray:
    starts = weeks.to_numpy().astype("datetime64[D]")
    return (starts[:, None] + np.arange(DAYS)).ravel()
