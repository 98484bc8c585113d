"""A ladder of models of weekly sales, from plain to rich: what each step adds, and what it says.

Every model is learnt without the last weeks and asked for them, and learnt without a part of the
cells drawn by chance and asked for these. A model with an effect of each week of its own can only
be asked the second: nobody knows the effect of a week to come.
"""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from helpers.drivers.elasticity import Frame, frame_of
from helpers.drivers.fixed_effects import poisson_slopes
from helpers.evidence.threads import one_thread
from helpers.workspace import contracts

LAST_WEEKS, LEFT_OUT = 13, 0.2
FEWEST_WEEKS = 52  # a season must have been seen once
NORMAL = 1.959963984540054

FORMULAS = {
    "level": "lines ~ product",
    "price": "log(1 + lines) ~ product + log(price)",
    "season": "log(1 + lines) ~ product + log(price) + trend + season",
    "counts": "lines ~ Poisson(product + log(price) + promotion + log(rival) + advertising"
              " + trend + season)",
    "uneven": "lines ~ NegativeBinomial(product + log(price) + promotion + log(rival)"
              " + advertising + trend + season)",
    "mixed": "log(1 + lines) ~ log(price) + trend + season + (1 + log(price) | product)",
    "weeks": "lines ~ Poisson(product + category:week + log(price))",
}  # fmt: skip


class Rung(NamedTuple):
    """One model, learnt: what it expects of rows, and its slope of the price."""

    expect: Any
    slope: float
    error: float


class Design(NamedTuple):
    """Rows and columns that the models share.

    Attributes
    ----------
    frame : Frame
    lines : ndarray of float, shape (rows,)
    log_price : ndarray of float, shape (rows,)
    season : ndarray of float, shape (rows, columns)
        Trend and season.
    market : ndarray of float, shape (rows, columns)
        Promotion; competitors' prices and advertising where they are known.
    """

    frame: Frame
    lines: np.ndarray
    log_price: np.ndarray
    season: np.ndarray
    market: np.ndarray

    @property
    def product(self) -> np.ndarray:
        """One column per product."""
        return np.eye(len(self.frame.products))[self.frame.product]


def climb(cells: pd.DataFrame, *, seed: int) -> pd.DataFrame:
    """Return the ladder.

    Parameters
    ----------
    cells : DataFrame
        The table `driver_panel`.
    seed : int
        Seed of the cells that are left out by chance.

    Returns
    -------
    DataFrame
        The table `driver_ladder`, from plain to rich; without rows where there are fewer than
        FEWEST_WEEKS weeks or no prices.
    """
    priced = cells["price"].notna().any() if len(cells) else False
    if not priced or cells["week"].nunique() < FEWEST_WEEKS:
        return contracts.empty("driver_ladder")
    design = design_of(cells)
    week = design.frame.week
    late = week > week.max() - LAST_WEEKS
    drawn = np.random.default_rng(seed).random(len(week)) < LEFT_OUT
    with one_thread():
        rows = [_row(place, name, design, late, drawn) for place, name in enumerate(FORMULAS)]
    return pd.DataFrame(rows)[list(contracts.load("driver_ladder").columns)]


def design_of(cells: pd.DataFrame) -> Design:
    """Return what the models share, of the cells that tell of prices."""
    frame = frame_of(cells)
    own = cells.iloc[frame.rows]
    angle = 2 * np.pi * (own["week"].dt.dayofyear.to_numpy() / 365.25)
    trend = frame.week / max(frame.week.max(), 1) - 0.5
    waves = [wave(n * angle) for n in (1, 2) for wave in (np.sin, np.cos)]
    rival = np.log(own["rival_price"].to_numpy(dtype=float))
    market = [(own["depth"] > 0).to_numpy(dtype=float)]
    if np.isfinite(rival).any():
        market.append(np.nan_to_num(rival))
    spend = own["advertising"].to_numpy(dtype=float)
    if np.nanmax(spend, initial=0) > 0:
        market.append(np.log1p(spend / np.nanmean(spend)))
    return Design(
        frame, own["lines"].to_numpy(dtype=float), frame.log_price,
        np.stack([trend, *waves], axis=1), np.stack(market, axis=1),
    )  # fmt: skip


def learn(name: str, design: Design, rows: np.ndarray) -> Rung:
    """Return one model, learnt from some of the rows.

    Parameters
    ----------
    name : str
        One of FORMULAS.
    rows : ndarray of bool
        The rows to learn from.
    """
    if name == "level":
        return _level(design, rows)
    if name == "weeks":
        return _weeks(design, rows)
    if name == "mixed":
        return _mixed(design, rows)
    columns = [design.product, design.log_price[:, None]]
    columns += [design.season] if name != "price" else []
    columns += [design.market] if name in ("counts", "uneven") else []
    place = design.product.shape[1]
    if name in ("counts", "uneven"):
        return _counts(np.hstack(columns), place, design, rows, uneven=name == "uneven")
    return _log_lines(np.hstack(columns), place, design, rows)


def deviance(lines: np.ndarray, expected: np.ndarray) -> float:
    """Return the Poisson deviance of counts, which is nought where all is foretold exactly."""
    expected = np.maximum(expected, 1e-6)
    own = np.where(lines > 0, lines * np.log(np.maximum(lines, 1e-12) / expected), 0.0)
    return float(2 * (own - (lines - expected)).sum())


def _level(design: Design, rows) -> Rung:
    size = len(design.frame.products)
    sold = np.bincount(design.frame.product[rows], design.lines[rows], size)
    mean = sold / np.maximum(np.bincount(design.frame.product[rows], minlength=size), 1)
    return Rung(mean[design.frame.product], np.nan, np.nan)


def _log_lines(columns, place: int, design: Design, rows) -> Rung:
    """Return a regression of log lines, errors robust to uneven spread and shared weeks."""
    import statsmodels.api as sm

    target = np.log1p(design.lines)
    fit = sm.OLS(target[rows], columns[rows]).fit(
        cov_type="cluster", cov_kwds={"groups": design.frame.week[rows]}
    )
    smear = np.exp(fit.resid).mean()  # Duan: back from logs without a shift
    return Rung(np.exp(columns @ fit.params) * smear - 1, fit.params[place], fit.bse[place])


def _counts(columns, place: int, design: Design, rows, *, uneven: bool) -> Rung:
    """Return a regression of counts, Poisson or negative binomial, errors by week."""
    import statsmodels.api as sm

    shared = {"cov_type": "cluster", "cov_kwds": {"groups": design.frame.week[rows]}}
    lines, known = design.lines[rows], columns[rows]
    fit = sm.GLM(lines, known, family=sm.families.Poisson()).fit(**shared)
    if uneven:
        alpha = spread_of_counts(lines, fit.fittedvalues)
        family = sm.families.NegativeBinomial(alpha=alpha)
        fit = sm.GLM(lines, known, family=family).fit(start_params=fit.params, **shared)
    return Rung(np.exp(columns @ fit.params), fit.params[place], fit.bse[place])


def spread_of_counts(lines: np.ndarray, expected: np.ndarray) -> float:
    """Return how much more counts spread than by chance: alpha of a negative binomial.

    References
    ----------
    Cameron and Trivedi (2013), "Regression Analysis of Count Data", section 3.4.

    Examples
    --------
    >>> round(spread_of_counts(np.array([0.0, 4.0]), np.array([2.0, 2.0])), 3)
    0.5
    """
    excess = (lines - expected) ** 2 - expected
    return float(max((excess * expected**2).sum() / (expected**4).sum(), 1e-6))


def _mixed(design: Design, rows) -> Rung:
    """Return a mixed model: each product has its own level and slope, drawn to the common ones."""
    import warnings

    import statsmodels.api as sm

    fixed = np.column_stack([np.ones(len(rows)), design.log_price, design.season])
    own = fixed[:, :2]
    target, groups = np.log1p(design.lines), design.frame.product
    with warnings.catch_warnings():  # a spread of nought lies on the edge, which is no failure
        warnings.simplefilter("ignore")
        model = sm.MixedLM(target[rows], fixed[rows], groups[rows], exog_re=own[rows])
        fit = model.fit(reml=True, method="lbfgs")
    effects = np.zeros((len(design.frame.products), 2))
    for product, effect in fit.random_effects.items():
        effects[product] = np.asarray(effect)
    level = fixed @ fit.fe_params + (own * effects[groups]).sum(axis=1)
    smear = np.exp(target[rows] - level[rows]).mean()
    return Rung(np.exp(level) * smear - 1, float(fit.fe_params[1]), float(fit.bse_fe[1]))


def _weeks(design: Design, rows) -> Rung:
    """Return the fixed-effects model, which expects of left-out cells what its shelf sold."""
    frame = design.frame
    part = {"held": frame.held[rows], "absorbed": frame.shelf[rows], "time": frame.week[rows]}
    fit = poisson_slopes(design.lines[rows], design.log_price[rows, None], **part)
    slope = np.nan_to_num(fit.value[0])
    pull = np.exp(slope * design.log_price)
    level = np.bincount(frame.product[rows], design.lines[rows], len(frame.products))
    pull = pull * level[frame.product]
    for _ in range(20):  # levels of products and shelves, in turn, until both sums are met
        shelf = _ratio(frame.shelf, design.lines, pull, rows)
        product = _ratio(frame.product, design.lines, pull * shelf, rows)
        pull = pull * product
    return Rung(pull * _ratio(frame.shelf, design.lines, pull, rows), fit.value[0], fit.error[0])


def _ratio(codes, lines, pull, rows):
    size = codes.max() + 1
    sold = np.bincount(codes[rows], lines[rows], size)
    foretold = np.bincount(codes[rows], pull[rows], size)
    return np.where(foretold > 0, sold / np.maximum(foretold, 1e-12), 0.0)[codes]


def _row(place: int, name: str, design: Design, late, drawn) -> dict[str, Any]:
    every = np.ones(len(late), dtype=bool)
    whole = learn(name, design, every)
    row = {
        "step": place + 1, "model": name, "formula": FORMULAS[name], "cells": len(late),
        "slope": whole.slope, "slope_lower": whole.slope - NORMAL * whole.error,
        "slope_upper": whole.slope + NORMAL * whole.error,
        "explained": _better(design, whole, every, _level(design, every)),
        "explained_later": np.nan,
    }  # fmt: skip
    left = learn(name, design, ~drawn)
    row["explained_left_out"] = _better(design, left, drawn, _level(design, ~drawn))
    if name != "weeks":
        row["explained_later"] = _better(
            design, learn(name, design, ~late), late, _level(design, ~late)
        )
    return row


def _better(design: Design, rung: Rung, rows, plain: Rung) -> float:
    """Return which share of the deviance of product means a model explains."""
    lines = design.lines[rows]
    return 1 - deviance(lines, rung.expect[rows]) / deviance(lines, plain.expect[rows])
