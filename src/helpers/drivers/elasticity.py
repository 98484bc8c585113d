"""Price elasticities: by how many per cent sales change where a price is one per cent higher.

A product in a week is held against the other products of its category in the same week, each
against its own usual level: season, festivals and advertising move all of them, and fall out.
What is left is what lowering one price does to that product; a part of it may be taken from its
neighbours on the shelf.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.drivers.fixed_effects import Slopes, poisson_slopes
from helpers.drivers.pooling import pool

CHANGED = 0.01  # a price differs from that of the week before by at least this share
FEWEST_WEEKS, FEWEST_CHANGES, FEWEST_LINES = 26, 8, 200
WIDEST = 1.5  # half an interval wider than this tells nothing that a manager can use


class Frame(NamedTuple):
    """The cells of a panel in which something could be sold at a known price, as numbers.

    Attributes
    ----------
    rows : ndarray of int
        Places of the cells in the panel.
    log_price : ndarray of float
        Log of the price against the usual one.
    changed : ndarray of bool
        Whether the price differs from that of the week before.
    product, category, week : ndarray of int
        Codes, from 0.
    categories, products : list of str
        What the codes stand for.
    """

    rows: np.ndarray
    log_price: np.ndarray
    changed: np.ndarray
    product: np.ndarray
    category: np.ndarray
    week: np.ndarray
    categories: list[str]
    products: list[str]

    @property
    def shelf(self) -> np.ndarray:
        """The category and week of each row, as one code."""
        return self.category * (self.week.max() + 1) + self.week

    @property
    def held(self) -> np.ndarray:
        """One column per product but the first."""
        return np.eye(len(self.products))[self.product][:, 1:]

    def spread_over(self, codes: np.ndarray, count: int) -> np.ndarray:
        """Return the log prices in one column per code."""
        columns = np.zeros((len(self.rows), count))
        columns[np.arange(len(codes)), codes] = self.log_price
        return columns


def frame_of(cells: pd.DataFrame) -> Frame:
    """Return the cells that tell of prices: in stock all week, and with a price.

    Parameters
    ----------
    cells : DataFrame
        The table `driver_panel`, sorted by product and week.
    """
    log = np.log(cells["price"].astype(float) / cells["usual_price"].astype(float))
    log = log.replace([np.inf, -np.inf], np.nan)
    changed = log.groupby(cells["product_id"]).diff().abs().gt(CHANGED)
    kept = np.flatnonzero(log.notna() & cells["in_stock"].ge(1.0))
    own = cells.iloc[kept]
    product, products = pd.factorize(own["product_id"], sort=True)
    category, categories = pd.factorize(own["category"], sort=True)
    start = cells["week"].min()
    week = ((own["week"] - start).dt.days // 7).to_numpy(dtype=np.int64)
    return Frame(
        kept, log.to_numpy()[kept], changed.to_numpy()[kept], product, category, week,
        list(categories), list(products),
    )  # fmt: skip


def category_slopes(frame: Frame, counts: np.ndarray) -> Slopes:
    """Return the elasticity of each category of `frame.categories`."""
    columns = frame.spread_over(frame.category, len(frame.categories))
    return _fit(frame, counts, columns)


def product_slopes(frame: Frame, counts: np.ndarray) -> Slopes:
    """Return the elasticity of each product of `frame.products`."""
    return _fit(frame, counts, frame.spread_over(frame.product, len(frame.products)))


def part_slope(frame: Frame, counts: np.ndarray, pattern: np.ndarray) -> Slopes:
    """Return the elasticity of one part of the customers, such as those of a region.

    Parameters
    ----------
    counts : ndarray of float, shape (rows of the panel,)
        Lines that these customers bought.
    pattern : ndarray of float, shape (categories,)
        How strongly each category reacts beside the mean one: the part is asked for one
        figure, at the company's own mix of categories.
    """
    return _fit(frame, counts, (frame.log_price * pattern[frame.category])[:, None])


def pattern_of(frame: Frame, counts: np.ndarray, slopes: Slopes) -> np.ndarray:
    """Return how strongly each category reacts beside the mean of all that is sold.

    The pattern is flat where it is not sure that higher prices sell less in every category.
    """
    pooled = pool(slopes.value, slopes.error)
    sold = np.bincount(frame.category, counts[frame.rows], len(frame.categories))
    value = np.where(np.isfinite(pooled.value), pooled.value, pooled.mean)
    mean = float((sold * value).sum() / sold.sum()) if sold.sum() else np.nan
    flat = not np.all(value < 0) or not np.isfinite(mean)
    return np.ones(len(value)) if flat else value / mean


def _fit(frame: Frame, counts: np.ndarray, columns: np.ndarray) -> Slopes:
    return poisson_slopes(
        counts[frame.rows], columns, held=frame.held, absorbed=frame.shelf, time=frame.week
    )


def judged(
    table: pd.DataFrame, *, weeks: int, confidence: float = 0.95
) -> pd.DataFrame:
    """Return effects with their intervals, what may be chance allowed for, and a verdict.

    Parameters
    ----------
    table : DataFrame
        As from `effects.drawn`; `lower` and `upper` are made of the error where they are
        missing.
    weeks : int
        Weeks behind the errors.

    Returns
    -------
    DataFrame
        With `lower`, `upper`, `adjusted_p` and `verdict`; figures are missing of what cannot
        be told: too few lines or price changes, or an interval too wide to use.
    """
    from scipy.stats import t as student

    half = student.ppf((1 + confidence) / 2, max(weeks - 1, 1)) * table["error"]
    for name, side in (("lower", -1), ("upper", 1)):
        own = table["estimate"] + side * half
        table[name] = table[name].fillna(own) if name in table else own
    enough = table["changes"].ge(FEWEST_CHANGES) & table["lines"].ge(FEWEST_LINES)
    narrow = (table["upper"] - table["lower"]).le(2 * WIDEST)
    told = enough & narrow & table["estimate"].notna()
    table["adjusted_p"] = _adjusted(table[told]).reindex(table.index)
    # What is drawn to its mean has allowed for how many there are.
    clear = table["adjusted_p"].le(RATE).mask(
        table["pooled"], (table["lower"] > 0) | (table["upper"] < 0)
    )
    table["verdict"] = [
        _verdict(*row) for row in zip(told, enough, clear, table["effect"], table["lower"],
                                      table["upper"], strict=True)
    ]  # fmt: skip
    figures = ["estimate", "lower", "upper"]
    table[figures] = table[figures].where(table["verdict"].ne(FEW))
    return table


def _adjusted(table: pd.DataFrame) -> pd.Series:
    """Return the p-values of no effect, with what may be chance among so many allowed for."""
    from scipy.stats import norm

    from helpers.evidence import control_false_discoveries

    if table.empty:
        return pd.Series(dtype=float)
    p = 2 * norm.sf((table["raw"] / table["error"]).abs().to_numpy(dtype=float))
    return pd.Series(control_false_discoveries(p).adjusted, table.index)


FEW, WIDE, NONE = "too_few_changes", "too_wide", "none_seen"
STRONG, WEAK, BETWEEN = "more_than_price", "less_than_price", "about_as_price"
RIVAL, REVERSED = "rivals_matter", "wrong_way"
RATE = 0.10


def _verdict(told: bool, enough: bool, clear: bool, effect: str, lower, upper) -> str:
    """Return what an interval says: whether a lower price brings in more money, or less."""
    if not told:
        return WIDE if enough else FEW
    if not clear:
        return NONE
    if effect == "rival_price":
        return RIVAL if lower + upper > 0 else REVERSED
    if lower + upper > 0:
        return REVERSED
    return STRONG if upper < -1 else WEAK if lower > -1 else BETWEEN
