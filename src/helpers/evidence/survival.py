"""How long until something happens, where for some it has not happened yet: Kaplan and Meier."""

import numpy as np
import pandas as pd

COLUMNS = ["days", "at_risk", "happened", "share", "lower", "upper"]


def share_by_day(
    days: np.ndarray,
    happened: np.ndarray,
    *,
    entered: np.ndarray | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return the share to whom it has happened by each day, those not yet included rightly.

    Who has been watched for so long only counts up to then, and not as one to whom it never
    happens. The interval is Greenwood's, on the scale of the log of minus the log, so that it
    stays between 0 and 1; missing while it has happened to all or nobody.

    Parameters
    ----------
    days : ndarray of float
        Days until it happened, or for how long one has been watched; none below zero.
    happened : ndarray of bool
        Whether it did.
    entered : ndarray of float, optional
        The day from which one has been watched, where it began earlier: nobody is waited for
        before that day. Without it, all have been watched from day 0, day 0 included.

    Returns
    -------
    DataFrame
        One row per day on which it happened: `days`, `at_risk` (watched that long, not yet
        happened), `happened` (on that day), `share`, `lower`, `upper`.

    Raises
    ------
    ValueError
        If a number of days is missing or below zero, or somebody is watched from a day
        that is not before the last.

    References
    ----------
    Kaplan and Meier (1958), Journal of the American Statistical Association 53. Greenwood
    (1926), Reports on Public Health and Medical Subjects 33. Kalbfleisch and Prentice (1980).
    """
    from scipy.stats import norm

    days, happened = np.asarray(days, dtype=float), np.asarray(happened, dtype=bool)
    if not (days >= 0).all():
        raise ValueError("days: some are missing or below zero")
    if not happened.any():
        return pd.DataFrame(columns=COLUMNS, dtype=float)
    at, hits = np.unique(days[happened], return_counts=True)
    left = len(days) - np.searchsorted(np.sort(days), at, side="left")
    if entered is not None:
        left -= _not_yet_watched(np.asarray(entered, dtype=float), days, at)
    stays = np.cumprod(1 - hits / left)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(hits / (left * (left - hits)))
        half = norm.ppf((1 + confidence) / 2) * np.sqrt(greenwood) / np.abs(np.log(stays))
        low, high = stays ** np.exp(half), stays ** np.exp(-half)
    known = (stays > 0) & (stays < 1)
    return pd.DataFrame({
        "days": at, "at_risk": left, "happened": hits, "share": 1 - stays,
        "lower": np.where(known, 1 - high, np.nan), "upper": np.where(known, 1 - low, np.nan),
    })  # fmt: skip


def _not_yet_watched(entered: np.ndarray, days: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Return how many are first watched on each of some days, or later."""
    if not (entered < days).all():
        raise ValueError("entered: somebody is watched from a day that is not before the last")
    return len(entered) - np.searchsorted(np.sort(entered), at, side="left")


def on_days(curve: pd.DataFrame, days: list[int], watched: np.ndarray) -> pd.DataFrame:
    """Return a curve on chosen days: what it was last, and who has been watched so long.

    Parameters
    ----------
    curve : DataFrame
        As from `share_by_day`.
    days : list of int
        Which days; those that nobody has been watched for are left out.
    watched : ndarray of float
        The days that the curve was made of.

    Returns
    -------
    DataFrame
        `days`, `at_risk` (for longer than that), `share`, `lower`, `upper`.
    """
    beyond = len(watched) - np.searchsorted(np.sort(watched), days, side="right")
    place = np.searchsorted(curve["days"].to_numpy(dtype=float), days, side="right")
    told = curve[["share", "lower", "upper"]].astype(float).reset_index(drop=True)
    start = pd.DataFrame({"share": [0.0], "lower": [np.nan], "upper": [np.nan]})
    found = pd.concat([start, told], ignore_index=True).iloc[place].reset_index(drop=True)
    found.insert(0, "at_risk", beyond)
    found.insert(0, "days", days)
    return found[found["at_risk"].gt(0)].reset_index(drop=True)


def median_day(curve: pd.DataFrame) -> float | None:
    """Return the first day by which it has happened to half of them, or None where it has not."""
    half = curve.loc[curve["share"].ge(0.5), "days"]
    return None if half.empty else float(half.iloc[0])
