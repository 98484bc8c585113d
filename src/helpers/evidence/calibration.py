"""Whether what is forecast at 30 % happens in 30 % of cases, and mending it through time."""

from typing import Literal

import numpy as np
import pandas as pd

from helpers.evidence.intervals import proportion_interval
from helpers.evidence.splits import outcome_day, rolling_origin, split_rows

Method = Literal["platt", "isotonic"]
NEAREST = 1e-6  # to 0 and to 1, where the log odds end


def reliability_table(
    forecast: np.ndarray, happened: np.ndarray, *, bins: int = 10, confidence: float = 0.95
) -> pd.DataFrame:
    """Return what was forecast beside what happened, in bins of equally many forecasts.

    Equal forecasts stay in one bin, so that the order of the rows plays no part;
    where there are many of them, bins are fewer and of different sizes.

    Parameters
    ----------
    forecast : ndarray of float, shape (rows,)
        Probabilities.
    happened : ndarray of bool, shape (rows,)
        What came true.
    bins : int
        Most bins.
    confidence : float
        Coverage of the interval.

    Returns
    -------
    DataFrame
        One row per bin, lowest forecasts first: `rows`, `forecast` (mean),
        `happened` (proportion), `lower` and `upper` (Wilson's interval of `happened`).

    Raises
    ------
    ValueError
        If there are no rows, the two differ in length, a forecast is no
        probability, or an outcome is neither true nor false.

    References
    ----------
    Murphy and Winkler (1977), "Reliability of Subjective Probability Forecasts of
    Precipitation and Temperature", Applied Statistics 26.
    """
    forecast, happened = _checked(forecast, happened)
    if bins < 1:
        raise ValueError(f"bins must be at least 1, not {bins}")
    place = (pd.Series(forecast).rank() - 0.5) * bins // len(forecast)
    frame = pd.DataFrame({"forecast": forecast, "happened": happened})
    grouped = frame.groupby(place.to_numpy())
    table = grouped.agg(
        rows=("forecast", "size"), forecast=("forecast", "mean"), happened=("happened", "mean"),
        count=("happened", "sum"),
    )  # fmt: skip
    bounds = [
        proportion_interval(int(count), rows, confidence=confidence)[1:]
        for count, rows in zip(table.pop("count"), table["rows"], strict=True)
    ]
    table[["lower", "upper"]] = bounds
    return table.reset_index(drop=True)


def calibration_error(forecast: np.ndarray, happened: np.ndarray, *, bins: int = 10) -> float:
    """Return the expected calibration error: how far bins' forecasts lie from what happened.

    The mean over the bins of `reliability_table` of the distance between mean
    forecast and proportion that happened, weighted by rows. A proportion; about
    0.02 is what chance leaves of 4,000 perfect forecasts.

    References
    ----------
    Naeini, Cooper and Hauskrecht (2015), "Obtaining Well Calibrated Probabilities
    Using Bayesian Binning", AAAI; here with bins of equal count.

    Examples
    --------
    >>> round(calibration_error([0.1, 0.1, 0.9, 0.9], [0, 0, 1, 0], bins=2), 3)
    0.25
    """
    table = reliability_table(forecast, happened, bins=bins)
    distance = (table["forecast"] - table["happened"]).abs()
    return float((distance * table["rows"]).sum() / table["rows"].sum())


def recalibrate(
    forecast: np.ndarray,
    *,
    earlier_forecast: np.ndarray,
    earlier_happened: np.ndarray,
    method: Method = "platt",
) -> np.ndarray:
    """Return forecasts corrected by what became of earlier ones.

    Parameters
    ----------
    forecast : ndarray of float, shape (rows,)
        Probabilities to be corrected.
    earlier_forecast, earlier_happened : ndarray
        Forecasts of the same model whose outcome was known before.
    method : {'platt', 'isotonic'}
        A logistic curve over the log odds: two numbers, for some hundred rows.
        Or any curve that does not fall: for some thousand rows.

    Raises
    ------
    ValueError
        If the earlier outcomes are all alike: nothing can be learned from them.

    References
    ----------
    Platt (1999), "Probabilistic Outputs for Support Vector Machines". Zadrozny and
    Elkan (2002), "Transforming Classifier Scores into Accurate Multiclass
    Probability Estimates", KDD.
    """
    forecast, _ = _checked(forecast, np.zeros(len(forecast)))
    past, happened = _checked(earlier_forecast, earlier_happened)
    if happened.min() == happened.max():
        what = "happened" if happened[0] else "did not happen"
        raise ValueError(f"all {len(happened)} earlier outcomes are alike ({what})")
    if method == "platt":
        return _platt(past, happened, forecast)
    if method == "isotonic":
        return _isotonic(past, happened, forecast)
    raise ValueError(f"method must be 'platt' or 'isotonic', not {method!r}")


def recalibrate_through_time(
    rows: pd.DataFrame,
    *,
    day: str,
    forecast: str,
    happened: str,
    ahead: int = 1,
    method: Method = "platt",
) -> pd.Series:
    """Return each snapshot's forecasts corrected by those whose outcome it could know.

    Within one snapshot a calibration looks better than it is: base rates move.

    Parameters
    ----------
    rows : DataFrame
        One row per customer and snapshot, the index without repeats.
    day, forecast, happened : str
        Columns with the snapshot day, the probability, and what came true; the
        last snapshots, whose outcome is not known yet, have it missing.
    ahead : int
        How many snapshots later an outcome is known.

    Returns
    -------
    Series of float
        Corrected forecasts by the index of `rows`, of the snapshots that
        `rolling_origin` can test; the others are left out.
    """
    days = sorted(pd.to_datetime(rows[day]).dt.date.unique())
    known = {d: outcome_day(days, d, ahead=ahead) for d in days[: max(len(days) - ahead, 0)]}
    dated = rows.assign(known_on=pd.to_datetime(rows[day]).dt.date.map(known))
    parts = []
    for split in rolling_origin(days, ahead=ahead):
        train, test = split_rows(dated, split, day=day, known_on="known_on")
        corrected = recalibrate(
            test[forecast].to_numpy(), earlier_forecast=train[forecast].to_numpy(),
            earlier_happened=train[happened].to_numpy(), method=method,
        )  # fmt: skip
        parts.append(pd.Series(corrected, index=test.index))
    return pd.concat(parts) if parts else pd.Series(dtype=float)


def _platt(past: np.ndarray, happened: np.ndarray, forecast: np.ndarray) -> np.ndarray:
    from sklearn.linear_model import LogisticRegression

    curve = LogisticRegression(C=1e6, max_iter=1_000).fit(_log_odds(past), happened.astype(int))
    return curve.predict_proba(_log_odds(forecast))[:, 1]


def _isotonic(past: np.ndarray, happened: np.ndarray, forecast: np.ndarray) -> np.ndarray:
    from sklearn.isotonic import IsotonicRegression

    curve = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(past, happened)
    return curve.predict(forecast)


def _log_odds(probability: np.ndarray) -> np.ndarray:
    inside = np.clip(probability, NEAREST, 1 - NEAREST)
    return np.log(inside / (1 - inside))[:, np.newaxis]


def _checked(forecast: np.ndarray, happened: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    forecast, happened = np.asarray(forecast, dtype=float), np.asarray(happened, dtype=float)
    if len(forecast) != len(happened) or not len(forecast):
        raise ValueError(f"{len(forecast)} forecasts cannot be held against {len(happened)}")
    wrong = forecast[~((forecast >= 0) & (forecast <= 1))]
    if len(wrong):
        raise ValueError(f"forecast {wrong[0]} is not a probability")
    unclear = happened[~np.isin(happened, (0, 1))]
    if len(unclear):
        raise ValueError(f"outcome {unclear[0]} is neither true nor false")
    return forecast, happened
