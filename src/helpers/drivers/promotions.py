"""What promotions bring: sales while they run, what is missing in the weeks after, and money.

A promotion of single products is told from the other products of its category in the same
week; one of a whole category from the other categories. What is sold less in the weeks after it
was bought early: only the net of both is won.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.drivers.elasticity import Frame, frame_of
from helpers.drivers.fixed_effects import Slopes, poisson_slopes
from helpers.drivers.panel import Panel
from helpers.drivers.rivals import festive_weeks, few_cells, quarter_levels
from helpers.workspace import contracts

AFTER = 3  # weeks after a promotion in which what was bought early may be missing
WHOLE_CATEGORY = 0.8  # of a category's products under one promotion
FEWEST_WEEKS = 6  # product weeks of a promotion, below which nothing is told
STEP = 0.05  # to which depths are rounded
SINGLE, WHOLE = "product", "category"
NORMAL = 1.959963984540054


class Marks(NamedTuple):
    """Which promotion each row of a frame is under, and how long ago one was.

    Attributes
    ----------
    name : ndarray of str
        Promotion and depth of each row, empty where there is none.
    since, until : ndarray of int
        Weeks since the last promotion of the product, and until the next, 1 to AFTER; 0 else.
    last, next : ndarray of str
        Which promotions these are.
    scope : dict of str to str
        Whether each promotion lowers single products or whole categories.
    """

    name: np.ndarray
    since: np.ndarray
    until: np.ndarray
    last: np.ndarray
    next: np.ndarray
    scope: dict[str, str]


def find_promotions(panel: Panel) -> pd.DataFrame:
    """Return what each promotion brought.

    Returns
    -------
    DataFrame
        The table `driver_promotions`, those with the best return first; without rows where no
        promotion is known.
    """
    cells = panel.cells
    told = cells["promotion"].notna() | cells["depth"].gt(0)
    if cells.empty or not told.any() or cells["price"].notna().sum() == 0:
        return contracts.empty("driver_promotions")
    frame = frame_of(cells)
    marks = marks_of(cells.iloc[frame.rows])
    margins = unit_margins(cells.iloc[frame.rows], panel.sold.costs)
    rows = []
    for scope in (SINGLE, WHOLE):
        names = [name for name, own in marks.scope.items() if own == scope]
        if names:
            rows += _of_scope(frame, cells, marks, margins, names, scope)
    columns = list(contracts.load("driver_promotions").columns)
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(["returned", "promotion", "depth"], ascending=[False, True, True],
                             ignore_index=True)  # fmt: skip


def marks_of(cells: pd.DataFrame) -> Marks:
    """Return the promotion of each cell, and how long ago one was.

    Parameters
    ----------
    cells : DataFrame
        Rows of the table `driver_panel`, sorted by product and week.
    """
    depth = (cells["depth"] / STEP).round() * STEP
    name = cells["promotion"].fillna("").mask(depth.gt(0) & cells["promotion"].isna(), "–")
    label = (name + "|" + depth.map("{:.2f}".format)).where(name.ne("") & depth.gt(0), "")
    running = label.where(label.ne("")).groupby(cells["product_id"])
    week = cells["week"].where(label.ne("")).groupby(cells["product_id"])
    away = [(cells["week"] - week.ffill()).dt.days, (week.bfill() - cells["week"]).dt.days]
    since, until = (
        (days / 7).where(days.between(7, 7 * AFTER) & label.eq(""), 0).astype(int).to_numpy()
        for days in away
    )
    last, following = (
        part.fillna("").to_numpy(dtype=object) for part in (running.ffill(), running.bfill())
    )
    return Marks(
        label.to_numpy(dtype=object), since, until, last, following, _scopes(cells, label)
    )


def _scopes(cells: pd.DataFrame, label: pd.Series) -> dict[str, str]:
    shelf = [cells["category"], cells["week"]]
    there = cells.groupby(shelf)["product_id"].transform("size")
    alike = cells.groupby([*shelf, label])["product_id"].transform("size")
    whole = (alike / there).ge(WHOLE_CATEGORY) & there.gt(1)
    mostly = whole[label.ne("")].groupby(label[label.ne("")]).mean().ge(0.5)
    return {str(name): WHOLE if own else SINGLE for name, own in mostly.items()}


def unit_margins(cells: pd.DataFrame, costs: pd.DataFrame) -> np.ndarray:
    """Return what a piece leaves at its full price, as a share of it; nan where cost is unknown."""
    if costs.empty:
        return np.full(len(cells), np.nan)
    asked = cells[["week", "product_id"]].reset_index(drop=True).reset_index(names="row")
    known = costs.sort_values("event_day")[["event_day", "product_id", "unit_cost"]]
    found = pd.merge_asof(
        asked.sort_values("week"), known, left_on="week", right_on="event_day", by="product_id"
    ).set_index("row")["unit_cost"].sort_index()  # fmt: skip
    full = (cells["price"] / (1 - cells["depth"]).clip(lower=0.01)).to_numpy(dtype=float)
    return 1 - found.to_numpy(dtype=float) / full


def _of_scope(frame: Frame, cells, marks: Marks, margins, names: list[str], scope: str):
    """Return the rows of promotions of one scope."""
    counts = cells["lines"].to_numpy(dtype=float)
    on = np.stack([marks.name == name for name in names], axis=1).astype(float)
    late, early = (
        np.stack([(weeks == n) & np.isin(which, names) for n in range(1, AFTER + 1)], axis=1)
        for weeks, which in ((marks.since, marks.last), (marks.until, marks.next))
    )
    fit = _fit(frame, counts, np.hstack([on, late, early]).astype(float), cells, scope)
    sizes = np.concatenate([late.sum(axis=0), early.sum(axis=0)]) / max(on.sum(), 1)
    return [
        _row(cells.iloc[frame.rows[on[:, place] > 0]], fit, on[:, place] > 0, margins, name,
             Place(place, len(names), scope, sizes))
        for place, name in enumerate(names)
    ]  # fmt: skip


def _fit(frame: Frame, counts, columns, cells, scope: str) -> Slopes:
    """Return the slopes of promotions, the list price held equal."""
    depth = cells["depth"].to_numpy(dtype=float)[frame.rows]
    listed = frame.log_price - np.log(np.maximum(1 - depth, 0.01))
    own = frame._replace(log_price=listed).spread_over(frame.category, len(frame.categories))
    held = np.hstack([frame.held, own])
    absorbed, stretch = frame.shelf, 1.0
    if scope == WHOLE:
        held = np.hstack([held, quarter_levels(frame), festive_weeks(frame, counts)])
        absorbed = frame.week
        stretch = few_cells(frame)
    found = poisson_slopes(
        counts[frame.rows], columns, held=held, absorbed=absorbed, time=frame.week
    )
    return found._replace(error=found.error * stretch, covariance=found.covariance * stretch**2)


class Place(NamedTuple):
    """Where a promotion stands among the columns of its fit.

    Attributes
    ----------
    column, columns : int
        Its own column, and how many promotions there are.
    scope : str
    sizes : ndarray of float, shape (2 * AFTER,)
        Product weeks of each week after and before promotions, per product week of promotion.
    """

    column: int
    columns: int
    scope: str
    sizes: np.ndarray


def _row(own: pd.DataFrame, fit: Slopes, on, margins, name: str, place: Place) -> dict:
    """Return what one promotion brought: lift, what is missing afterwards, and money.

    How far the weeks before were off, for which nothing but the season can be blamed, is added
    to the doubt about those after.
    """
    promotion, depth = name.rsplit("|", 1)
    late = slice(place.columns, place.columns + AFTER)
    value, covariance = np.nan_to_num(fit.value), np.nan_to_num(fit.covariance)
    lift = np.exp(value[place.column])
    beside = place.sizes * (np.exp(value[place.columns :]) - 1)
    after, doubt = float(beside[:AFTER].sum()), float(beside[AFTER:].sum())
    given, full, kept = _money(own, fit.expected[on], lift, margins[on])
    moved = np.zeros((2, len(value)))
    moved[0, place.column], moved[1, late] = lift, place.sizes[:AFTER] * np.exp(value[late])
    slopes = np.stack([moved[0], moved[1], moved.sum(axis=0), kept * moved[0] + full * moved[1]])
    points = (lift - 1, after, lift - 1 + after, lift * kept - full + after * full)
    variance = np.diag(slopes @ covariance @ slopes.T)
    errors = np.sqrt(variance + (np.array([0, 1, 1, full]) * doubt) ** 2)
    unknown = int(on.sum()) < FEWEST_WEEKS or not np.isfinite(fit.value[place.column])
    row = {
        "promotion": promotion, "depth": float(depth), "scope": place.scope, "given": given,
        "product_weeks": int(on.sum()), "lines": int(own["lines"].sum()),
    }  # fmt: skip
    for label, point, error in zip(("lift", "after", "net", "gain"), points, errors, strict=True):
        ends = np.where(unknown, np.nan, point + error * np.array([0, -NORMAL, NORMAL]))
        row |= dict(zip((label, f"{label}_lower", f"{label}_upper"), ends.tolist(), strict=True))
    row["returned"] = 1 + row["gain"] / given if given > 0 else np.nan
    row["verdict"] = _verdict(unknown, row)
    return row


def _money(cells: pd.DataFrame, expected, lift: float, margins) -> tuple[float, float, float]:
    """Return what was given away, and what usual sales leave at the full and lowered price."""
    pieces = (cells["pieces"].sum() / max(cells["lines"].sum(), 1)) * expected / lift
    depth = cells["depth"].to_numpy(dtype=float)
    price = cells["price"].to_numpy(dtype=float) / np.maximum(1 - depth, 0.01)
    given = float((pieces * lift * price * depth).sum())
    full = float((pieces * price * margins).sum())
    return given, full, float((pieces * price * (margins - depth)).sum())


def _verdict(unknown: bool, row: dict) -> str:
    if unknown:
        return "too_few_weeks"
    if np.isnan(row["gain"]):
        return "no_costs"
    return "pays" if row["gain_lower"] > 0 else "costs" if row["gain_upper"] < 0 else "unclear"

