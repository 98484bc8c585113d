"""Whom each channel reaches: how strongly it moves the orders of groups of customers.

What everybody's days told of a channel is held against each group's own days: its orders may
follow the channel more than everybody's do, or less. Few orders tell little, so each multiple is
drawn to one.
"""

from typing import Any

import numpy as np
import pandas as pd
from ibis.expr.types import Table
from scipy.stats import norm

from helpers.drivers.media import baseline
from helpers.drivers.media.baseline import Design
from helpers.drivers.media.effects import contributions, interval
from helpers.drivers.media.learning import Learned
from helpers.drivers.media.media import Media, no_rows
from helpers.drivers.media.reading import count_orders, expected_orders
from helpers.drivers.media.separating import inseparable_groups
from helpers.drivers.media.series import Series
from helpers.evidence.discovery import control_false_discoveries
from helpers.workspace import engine

EVERYBODY = "all"
FEWEST_ORDERS = 500
SPREAD = 0.5  # of a group's multiple around one, before any data
DRAWS = 400


def channel_reach(desk: Any, media: Media, *, seed: int = 0) -> pd.DataFrame:
    """Return the table `channel_reach`: tiers by value, where chapter 06 tells them."""
    members = desk.read("customer_value?")[["customer_id", "value_tier"]].dropna()
    if media.learned is None or members.empty:
        return no_rows("channel_reach")
    lines = desk.read("order_lines", by_customer=True)
    groups = members.rename(columns={"value_tier": "grp"})
    rng = np.random.default_rng(seed)
    return reach_of(media.learned, lines, groups, desk.as_of, rng=rng)


def reach_of(
    learned: Learned, lines: Table, members: pd.DataFrame, as_of: Any, *,
    rng: np.random.Generator,
) -> pd.DataFrame:  # fmt: skip
    """Return one row per channel and group, everybody first; see the table `channel_reach`.

    Parameters
    ----------
    learned : Learned
        By day.
    lines : Table
        `order_lines`, by customer.
    members : DataFrame
        `customer_id`, `grp`.
    as_of : date
    rng : numpy.random.Generator
    """
    days = learned.series.sales.index
    whole = contributions(learned, slice(None)) / learned.series.sales.sum()
    rows = [_everybody(learned, whole, len(members))]
    for name, group in members.groupby("grp", sort=True):
        wanted = engine.in_memory(group[["customer_id"]])
        counts = count_orders(lines.semi_join(wanted, "customer_id"), as_of)
        expected, _ = expected_orders(counts)
        orders = (counts.orders.sum(axis=1) + counts.first).reindex(days, fill_value=0.0)
        if orders.sum() >= FEWEST_ORDERS:
            expected = expected.reindex(days, fill_value=0.0)
            own = learned.series._replace(sales=orders, expected=expected)
            rows.append(_group(learned, whole, str(name), len(group), own, rng))
    table = pd.concat(rows, ignore_index=True)
    tested = table["p"].notna()
    if tested.any():
        found = control_false_discoveries(table.loc[tested, "p"].to_numpy())
        table.loc[tested, "differs"] = found.found
    return table.drop(columns="p").astype({"differs": bool})


def multiples(learned: Learned, series: Series) -> tuple[np.ndarray, np.ndarray]:
    """Return how many times as strongly a group is moved as everybody, and standard errors.

    Both of shape (channels,).
    """
    thin = slice(None, None, max(1, len(learned.draws.effect) // DRAWS))
    cells, effects = learned.draws.cell[thin], learned.draws.effect[thin]
    places = np.arange(len(learned.channels))
    felt = (effects[:, :, None] * learned.felt[places, cells]).mean(axis=0)
    moved = (felt - felt.mean(axis=1)[:, None]).T
    columns = np.concatenate([learned.design.columns, moved], axis=1)
    penalty = np.r_[learned.design.penalty, np.full(len(places), 1 / SPREAD**2)]
    both, offset = Design(columns, penalty), baseline.log_expected(series) + moved.sum(axis=1)
    sales, scatter = series.sales.to_numpy(), 1.0
    for _ in range(2):
        found = baseline.fit(sales, both, offset, dispersion=scatter)
        basis = baseline.held_basis(both, found.expected, scatter)
        scatter = baseline.dispersion(series, found.expected, basis)
    curve = (columns * found.expected[:, None]).T @ columns / scatter
    spread = np.linalg.inv(curve + np.diag(penalty + baseline.LEAST_WEIGHT))
    last = slice(-len(places), None)
    return 1 + found.coefficients[last], np.sqrt(np.diag(spread)[last])


def _everybody(learned: Learned, whole: np.ndarray, customers: int) -> pd.DataFrame:
    orders = int(learned.series.sales.sum())
    rows = [
        _row(channel, EVERYBODY, customers, orders, whole[:, place], _apart(learned, place))
        for place, channel in enumerate(learned.channels)
    ]
    return pd.DataFrame(rows).assign(times_usual=1.0, p=np.nan, differs=False)


def _group(learned, whole, name: str, customers: int, own: Series, rng) -> pd.DataFrame:
    times, se = multiples(learned, own)
    orders, rows = int(own.sales.sum()), []
    for place, channel in enumerate(learned.channels):
        off = rng.normal(times[place], se[place], len(whole))
        moved = whole[:, place] * np.maximum(off, 0.0)
        row = _row(channel, name, customers, orders, moved, _apart(learned, place))
        p = 2 * norm.sf(abs(times[place] - 1) / se[place])
        rows.append(row | {"times_usual": max(times[place], 0.0), "p": p, "differs": False})
    return pd.DataFrame(rows)


def _row(channel: str, group: str, customers: int, orders: int, moved, apart: bool) -> dict:
    mean, lower, upper = interval(moved) if apart else (np.nan,) * 3
    return {"channel": channel, "grp": group, "customers": customers, "orders": orders,
            "moved": mean, "moved_lower": lower, "moved_upper": upper}  # fmt: skip


def _apart(learned: Learned, place: int) -> bool:
    return len(inseparable_groups(learned)[place]) == 1
