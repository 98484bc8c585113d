"""How far a customer's forecast may be off: what came of like forecasts a year ago."""

from typing import NamedTuple

import numpy as np
import pandas as pd

CONFIDENCE = 0.8  # with 95 % the lower end would be nought for nearly everybody
FEWEST = 100  # customers of one part, so that its ends rest on some of them
PARTS = 10


class Spread(NamedTuple):
    """What came of forecasts, by how large they were.

    Attributes
    ----------
    bounds : ndarray of float, shape (parts - 1,)
        Where one part of the forecasts ends and the next begins.
    forecast : ndarray of float, shape (parts,)
        Mean forecast of each part.
    lower, upper : ndarray of float, shape (parts,)
        Between which four fifths of what came lay.
    """

    bounds: np.ndarray
    forecast: np.ndarray
    lower: np.ndarray
    upper: np.ndarray


def learn_spread(forecast: pd.Series, happened: pd.Series) -> Spread | None:
    """Return what came of forecasts, by how large they were; None of too few customers.

    What a forecast leaves open is both its own error and each customer's chance, and
    neither is assumed here: the range is that of customers for whom like was expected
    (split conformal prediction, by parts of the forecast).

    Parameters
    ----------
    forecast, happened : Series of float
        By customer, as told on an earlier day, and as it then came.

    References
    ----------
    Vovk, Gammerman and Shafer (2005), Algorithmic Learning in a Random World, section 4.5.
    """
    parts = min(PARTS, len(forecast) // FEWEST)
    if parts < 1:
        return None
    cuts = np.quantile(forecast, np.arange(1, parts) / parts)
    part = np.searchsorted(cuts, forecast.to_numpy(), side="right")
    held = np.unique(part)  # fewer parts where many forecasts are alike
    tail = (1 - CONFIDENCE) / 2
    came = happened.reindex(forecast.index).fillna(0.0).groupby(part)
    return Spread(
        cuts[held[1:] - 1], forecast.groupby(part).mean().to_numpy(),
        came.apply(_outer, share=tail, above=False).to_numpy(),
        came.apply(_outer, share=1 - tail, above=True).to_numpy(),
    )  # fmt: skip


def _outer(came: pd.Series, *, share: float, above: bool) -> float:
    """Return a quantile widened by one customer, so that a new one keeps its chance."""
    ordered, rows = np.sort(came.to_numpy()), len(came)
    place = np.ceil(share * (rows + 1)) - 1 if above else np.floor(share * (rows + 1)) - 1
    return float(ordered[int(np.clip(place, 0, rows - 1))])


def likely_range(spread: Spread | None, forecast: pd.Series) -> pd.DataFrame:
    """Return between what each customer's forecast leaves the outcome: `lower` and `upper`.

    Above the mean of the last part the range grows with the forecast.

    Parameters
    ----------
    spread : Spread or None
        As from `learn_spread`; without one both are missing.
    forecast : Series of float
        By customer, in the same unit.
    """
    if spread is None:
        return pd.DataFrame({"lower": np.nan, "upper": np.nan}, index=forecast.index)
    part = np.searchsorted(spread.bounds, forecast.to_numpy(), side="right")
    last = spread.forecast[-1]
    grown = np.maximum(forecast.to_numpy() / last, 1.0) if last > 0 else 1.0
    return pd.DataFrame(
        {"lower": spread.lower[part] * grown, "upper": spread.upper[part] * grown},
        index=forecast.index,
    )
