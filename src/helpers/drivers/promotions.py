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
from helpers.drivers.rivals import few_cells, quarter_levels
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
    since : ndarray of int
        Weeks since the last promotion of the product, 1 to AFTER; 0 else.
    last : ndarray of str
        Which promotion that was.
    scope : dict of str to str
        Whether each promotion lowers single products or whole categories.
    """

    name: np.ndarray
    since: np.ndarray
    last: np.ndarray
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
    running = label.where(label.ne(""))
    last = running.groupby(cells["product_id"]).ffill()
    at = cells["week"].where(label.ne("")).groupby(cells["product_id"]).ffill()
    since = (cells["week"] - at).dt.days.div(7).fillna(0)
    since = since.where(since.between(1, AFTER) & label.eq(""), 0).astype(int)
    return Marks(
        label.to_numpy(dtype=object), since.to_numpy(), last.fillna("").to_numpy(dtype=object),
        _scopes(cells, label),
    )  # fmt: skip


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
    after = np.isin(marks.last, names)
    late = np.stack([(marks.since == n) & after for n in range(1, AFTER + 1)], axis=1)
    fit = _fit(frame, counts, np.hstack([on, late.astype(float)]), cells, scope)
    return [
        _row(frame, cells, fit, margins, place, name, scope, on[:, place] > 0,
             late.sum(axis=0) / max(on.sum(), 1), len(names))
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
        held, absorbed = np.hstack([held, quarter_levels(frame)]), frame.week
        stretch = few_cells(frame)
    found = poisson_slopes(
        counts[frame.rows], columns, held=held, absorbed=absorbed, time=frame.week
    )
    return found._replace(error=found.error * stretch, covariance=found.covariance * stretch**2)


def _row(frame: Frame, cells, fit: Slopes, margins, place, name, scope, on, lasting, names) -> dict:
    """Return what one promotion brought: lift, what is missing afterwards, and money."""
    promotion, depth = name.rsplit("|", 1)
    later = slice(names, names + AFTER)
    row = {
        "promotion": promotion, "depth": float(depth), "scope": scope,
        "product_weeks": int(on.sum()), "lines": int(cells["lines"].iloc[frame.rows[on]].sum()),
    }  # fmt: skip
    value = np.nan_to_num(fit.value[later])
    lift, dip = np.exp(fit.value[place]), np.exp(value) - 1
    slopes = np.zeros((4, len(fit.value)))
    slopes[0, place] = lift
    slopes[1, later] = lasting * np.exp(value)
    slopes[2] = slopes[0] + slopes[1]
    points = [lift - 1, float(lasting @ dip), lift - 1 + float(lasting @ dip)]
    given, full, kept = _money(cells.iloc[frame.rows[on]], fit.expected[on], lift, margins[on])
    slopes[3] = kept * slopes[0] + full * slopes[1]
    points.append(lift * kept - full + float(lasting @ dip) * full)
    covariance = np.nan_to_num(fit.covariance)
    errors = np.sqrt(np.einsum("ij,jk,ik->i", slopes, covariance, slopes))
    unknown = row["product_weeks"] < FEWEST_WEEKS or not np.isfinite(fit.value[place])
    for label, point, error in zip(("lift", "after", "net", "gain"), points, errors, strict=True):
        ends = (point, point - NORMAL * error, point + NORMAL * error)
        for column, end in zip((label, f"{label}_lower", f"{label}_upper"), ends, strict=True):
            row[column] = np.nan if unknown else end
    row["given"] = given
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
