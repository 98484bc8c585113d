"""The table of what prices do: by category, region and group of customers, and by product."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.drivers.elasticity import (
    FEWEST_CHANGES,
    FEWEST_LINES,
    FEWEST_WEEKS,
    Frame,
    category_slopes,
    frame_of,
    judged,
    part_slope,
    pattern_of,
    product_slopes,
)
from helpers.drivers.fixed_effects import Slopes
from helpers.drivers.panel import Panel, part_counts, part_customers
from helpers.drivers.pooling import pool
from helpers.drivers.rivals import rival_slopes
from helpers.evidence.threads import one_thread
from helpers.workspace import contracts

OWN, RIVAL, ALL = "own_price", "rival_price", "all"
POOLED = ("region", "persona", "value_tier", "product")  # drawn towards their mean
MANY = 3  # effects from which on they are drawn
NORMAL = 1.959963984540054


class Prices(NamedTuple):
    """What was found of prices.

    Attributes
    ----------
    effects : DataFrame
        The table `driver_effects`.
    why_not : str or None
        What is missing where nothing is told: `weeks`, `prices` or `changes`.
    weeks : int
        Weeks of the panel.
    """

    effects: pd.DataFrame
    why_not: str | None
    weeks: int


def find_prices(panel: Panel, groups: dict[str, pd.Series] | None = None) -> Prices:
    """Return what prices do, as far as the data tell.

    Parameters
    ----------
    panel : Panel
    groups : dict of str to Series, optional
        Groups of customers by the name of their kind, such as `value_tier`: the group of each
        customer, indexed by `customer_id`.
    """
    why_not = missing_for_prices(panel)
    if why_not is not None:
        return Prices(contracts.empty("driver_effects"), why_not, panel.weeks)
    with one_thread():
        return Prices(_effects(panel, groups or {}), None, panel.weeks)


def _effects(panel: Panel, groups: dict[str, pd.Series]) -> pd.DataFrame:
    frame = frame_of(panel.cells)
    counts = panel.cells["lines"].to_numpy(dtype=float)
    slopes = category_slopes(frame, counts)
    pattern = pattern_of(frame, counts, slopes)
    parts = [_by_part(frame, {ALL: counts}, pattern, ALL),
             _by_code(frame, counts, slopes, "category")]  # fmt: skip
    for kind, names in {"region": None, **groups}.items():
        column = "region" if names is None else "customer_id"
        own = part_counts(panel, column, names)
        known = part_customers(panel, column, names)
        parts.append(_by_part(frame, own, pattern, kind, known))
    rivals = rival_slopes(frame, counts, panel.cells["rival_price"])
    if rivals is not None:
        parts.append(_by_code(frame, counts, rivals, "category", effect=RIVAL))
    parts = [drawn(part) for part in parts if len(part)] + [_products(frame, counts)]
    told = [judged(part, weeks=panel.weeks) for part in parts]
    table = pd.concat(told, ignore_index=True)[list(contracts.load("driver_effects").columns)]
    return table.astype({"customers": "Int64"})


def missing_for_prices(panel: Panel) -> str | None:
    """Return what is missing for prices to be told: `weeks`, `prices` or `changes`."""
    if panel.weeks < FEWEST_WEEKS:
        return "weeks"
    if panel.cells["price"].notna().sum() == 0:
        return "prices"
    frame = frame_of(panel.cells)
    return "changes" if frame.changed.sum() < FEWEST_CHANGES else None


def drawn(table: pd.DataFrame) -> pd.DataFrame:
    """Return effects of one kind, each drawn towards their mean where there are many.

    Effects that rest on few lines or changes take no part.
    """
    table = table.assign(raw=table["estimate"], pooled=False)
    if table["by"].iloc[0] not in POOLED:
        return table
    fit = table["changes"].ge(FEWEST_CHANGES) & table["lines"].ge(FEWEST_LINES)
    fit &= table["estimate"].notna()
    if fit.sum() < MANY:
        return table
    found = pool(table.loc[fit, "estimate"].to_numpy(), table.loc[fit, "error"].to_numpy())
    table.loc[fit, "estimate"] = found.value
    table.loc[fit, "lower"], table.loc[fit, "upper"] = found.lower, found.upper
    table.loc[fit, "pooled"] = True
    return table


def _products(frame: Frame, counts: np.ndarray) -> pd.DataFrame:
    """Return the effects of products, each drawn towards the mean of its category."""
    table = _by_code(frame, counts, product_slopes(frame, counts), "product")
    first = np.unique(frame.product, return_index=True)[1]
    parts = [drawn(own) for _, own in table.groupby(frame.category[first])]
    return pd.concat(parts, ignore_index=True)


def _by_code(
    frame: Frame, counts: np.ndarray, slopes: Slopes, by: str, *, effect: str = OWN
) -> pd.DataFrame:
    """Return the effects of categories or products."""
    code, names = (frame.category, frame.categories) if by == "category" else (
        frame.product, frame.products)  # fmt: skip
    size = len(names)
    return pd.DataFrame({
        "effect": effect, "by": by, "part": names,
        "lines": np.bincount(code, counts[frame.rows], size).astype("int64"), "customers": pd.NA,
        "changes": np.bincount(code, frame.changed, size).astype("int64"),
        "estimate": slopes.value, "error": slopes.error,
        "difference": np.nan, "difference_lower": np.nan, "difference_upper": np.nan,
    })  # fmt: skip


def _by_part(
    frame: Frame, parts: dict[str, np.ndarray], pattern: np.ndarray, by: str,
    customers: pd.Series | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Return the effects of parts of the customers, and how far each is from all others."""
    total, rows = sum(parts.values()), []
    known = pd.Series(dtype="Int64") if customers is None else customers
    for name, own in parts.items():
        if own[frame.rows].sum() < FEWEST_LINES:
            continue
        slope = part_slope(frame, own, pattern)
        rows.append({
            "effect": OWN, "by": by, "part": name, "lines": int(own[frame.rows].sum()),
            "customers": known.get(name, pd.NA), "changes": int(frame.changed.sum()),
            "estimate": slope.value[0], "error": slope.error[0],
            **_apart(slope, frame, total - own, pattern),
        })  # fmt: skip
    return pd.DataFrame(rows)


def _apart(slope: Slopes, frame: Frame, others: np.ndarray, pattern: np.ndarray) -> dict:
    """Return how far a part's elasticity is from that of all others, who are other people."""
    if others[frame.rows].sum() < FEWEST_LINES:
        return dict.fromkeys(("difference", "difference_lower", "difference_upper"), np.nan)
    rest = part_slope(frame, others, pattern)
    apart = float(slope.value[0] - rest.value[0])
    half = NORMAL * float(np.hypot(slope.error[0], rest.error[0]))
    return {"difference": apart, "difference_lower": apart - half, "difference_upper": apart + half}
