"""The hazard of leaving by month, in proportion for everybody: contracts at risk in months.

Months are gathered into bands within which the hazard is taken as even, so that each contract
is a few rows whatever its age. The complementary log-log makes a coefficient the log of a
hazard ratio, whatever the length of the bands, as in Cox's model.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

BANDS = (1, 2, 4, 7, 13, 25, 37, 61)  # first months of the bands
PRIOR_SD = 3.0  # of a log ratio: keeps finite what nobody, or everybody, tells of
STEPS = 50
CLOSE = 1e-9


class Hazard(NamedTuple):
    """A fitted hazard.

    Attributes
    ----------
    coefficients : Series
        Log hazard of each band that is there (`month 1`, `month 2`, ...) and log hazard ratio
        of each term.
    covariance : ndarray
        Of the coefficients, in their order.
    """

    coefficients: pd.Series
    covariance: np.ndarray


def band_rows(lives: pd.DataFrame) -> pd.DataFrame:
    """Return contracts by band of months.

    Parameters
    ----------
    lives : DataFrame
        `from_month`, `months` and `ended`, one row per contract.

    Returns
    -------
    DataFrame
        One row per contract and band in which it was at risk: `place` (of the contract in
        `lives`), `band` (first month), `at_risk` (months) and `ended` (in one of them: 0 or 1).
    """
    start, stop = lives["from_month"].to_numpy(), lives["months"].to_numpy()
    parts = []
    for first, after in zip(BANDS, (*BANDS[1:], np.iinfo(np.int64).max), strict=True):
        at_risk = np.minimum(stop, after - 1) - np.maximum(start, first - 1)
        here = np.flatnonzero(at_risk > 0)
        ended = lives["ended"].to_numpy(dtype=bool)[here] & (stop[here] < after)
        parts.append(pd.DataFrame({
            "place": here, "band": first, "at_risk": at_risk[here], "ended": ended.astype(int),
        }))  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def fit_hazard(
    lives: pd.DataFrame, terms: pd.DataFrame, *, prior_sd: float = PRIOR_SD
) -> Hazard:
    """Return hazards by band and hazard ratios of terms, by penalised maximum likelihood.

    Parameters
    ----------
    lives : DataFrame
        As `band_rows` takes them.
    terms : DataFrame
        Numbers, one row per contract and in their order; a ratio is that of one more.
    prior_sd : float
        Standard deviation of a normal prior around 0 of the log ratios; not of the bands.

    Raises
    ------
    ValueError
        If terms and contracts differ in number, a term is missing somewhere, or no contract
        ended.

    References
    ----------
    Prentice and Gloeckler (1978), "Regression Analysis of Grouped Survival Data with
    Application to Breast Cancer Data", Biometrics 34. Cox (1972), JRSS B 34.
    """
    if len(terms) != len(lives) or terms.isna().to_numpy().any():
        raise ValueError(f"terms of {len(terms)} contracts, some missing, for {len(lives)}")
    rows = band_rows(lives)
    if not rows["ended"].any():
        raise ValueError("no contract ended: there is no hazard to be learned")
    rows = rows[rows.groupby("band")["ended"].transform("sum").gt(0)]  # else its log has no end
    bands = pd.get_dummies(rows["band"], dtype=float).add_prefix("month ")
    design = np.hstack([bands.to_numpy(), terms.to_numpy(dtype=float)[rows["place"]]])
    weight = np.r_[np.zeros(bands.shape[1]), np.full(terms.shape[1], prior_sd**-2.0)]
    start = np.zeros(design.shape[1])
    start[: bands.shape[1]] = np.log(rows["ended"].sum() / rows["at_risk"].sum())
    found, covariance = _newton(design, rows["ended"].to_numpy(dtype=float),
                                rows["at_risk"].to_numpy(dtype=float), weight, start)  # fmt: skip
    return Hazard(pd.Series(found, index=[*bands, *terms]), covariance)


def chance_to_end(
    hazard: Hazard, lives: pd.DataFrame, terms: pd.DataFrame, *, months: int
) -> np.ndarray:
    """Return the chance that each contract ends within some months, given that it still runs.

    Parameters
    ----------
    hazard : Hazard
        As from `fit_hazard`; a band without a hazard of its own has that of the one before,
        the first that of the first there is.
    lives, terms : DataFrame
        As `fit_hazard` takes them; `months` of `lives` is how long each has run.
    months : int
        How far to look ahead.
    """
    known = hazard.coefficients.filter(like="month ").rename(lambda name: int(name[6:]))
    by_band = known.reindex(BANDS).ffill().bfill().to_numpy()
    shift = terms.to_numpy(dtype=float) @ hazard.coefficients[list(terms)].to_numpy()
    ahead = lives["months"].to_numpy()[:, np.newaxis] + np.arange(1, months + 1)
    band = np.searchsorted(BANDS, ahead, side="right") - 1
    total = np.exp(by_band[band]).sum(axis=1) * np.exp(shift)
    return -np.expm1(-total)


def _newton(
    design: np.ndarray, ended: np.ndarray, at_risk: np.ndarray, weight: np.ndarray,
    start: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Return the mode of the likelihood and the prior, and the inverse of its curvature.

    Of n months at risk, n less those that ended were survived; months are alike, so that the
    likelihood is that of n tries.
    """
    found, best = start, -np.inf
    step = np.zeros_like(start)
    for _ in range(STEPS):
        value, slope, curvature = _likelihood(design, ended, at_risk, weight, found)
        while value < best - CLOSE:  # too far: half the way
            step = step / 2
            found = found - step
            value, slope, curvature = _likelihood(design, ended, at_risk, weight, found)
        if value - best < CLOSE:
            break
        best = value
        step = np.linalg.solve(curvature, slope)
        found = found + step
    return found, np.linalg.inv(curvature)


def _likelihood(
    design: np.ndarray, ended: np.ndarray, at_risk: np.ndarray, weight: np.ndarray,
    at: np.ndarray,
) -> tuple[float, np.ndarray, np.ndarray]:  # fmt: skip
    """Return the log-likelihood with the prior, its slope, and its expected curvature."""
    rate = np.exp(np.clip(design @ at, -30, 3))
    dies = -np.expm1(-rate)
    value = (ended * np.log(dies) - (at_risk - ended) * rate).sum() - (weight * at**2).sum() / 2
    slope = design.T @ (ended * rate * (1 - dies) / dies - (at_risk - ended) * rate) - weight * at
    expected = at_risk * rate**2 * (1 - dies) / dies
    curvature = (design * expected[:, np.newaxis]).T @ design + np.diag(weight)
    return float(value), slope, curvature
