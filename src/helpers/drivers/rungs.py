"""Models of weekly sales, from plain to rich, each learnt from some of the rows."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from helpers.drivers.columns import telling_columns
from helpers.drivers.elasticity import Frame, frame_of
from helpers.drivers.fixed_effects import poisson_slopes


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
        One of `ladder.FORMULAS`.
    rows : ndarray of bool
        The rows to learn from.
    """
    if name == "level":
        return level(design, rows)
    if name == "weeks":
        return _weeks(design, rows)
    if name == "mixed":
        return _mixed(design, rows)
    columns, place = _columns(design, name), design.product.shape[1]
    if name in ("counts", "uneven"):
        return _counts(columns, place, design, rows, uneven=name == "uneven")
    return _log_lines(columns, place, design, rows)


def _columns(design: Design, name: str) -> np.ndarray:
    """Return the columns of a model: products, the price, and what says more than these."""
    more = [design.log_price[:, None]]
    more += [design.season] if name != "price" else []
    more += [design.market] if name in ("counts", "uneven") else []
    table = pd.DataFrame(np.hstack(more))
    within = table - table.groupby(design.frame.product).transform("mean")
    return np.hstack([design.product, table[telling_columns(within)].to_numpy()])


def level(design: Design, rows) -> Rung:
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
