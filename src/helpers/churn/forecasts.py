"""Scores are kept until it is known what happened, and are then graded."""

from datetime import date

import numpy as np
import pandas as pd

from helpers.evidence.grades import grade_skill
from helpers.workspace import contracts


def kept_forecasts(risk: pd.DataFrame, before: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the forecasts whose outcome is to come: those of today, and older ones not yet due.

    Parameters
    ----------
    risk : DataFrame
        The table `churn_risk`, as of the day.
    before : DataFrame
        The table `churn_forecasts` of the period before; may be without rows.
    day : date
        The as-of day.

    Returns
    -------
    DataFrame
        The table `churn_forecasts`.
    """
    today = pd.Timestamp(day)
    # The end of a contract is no silence, and is held out by itself.
    now = risk[risk["form"].eq("orders")]
    own = now[["customer_id", "risk", "base_rate"]].assign(
        scored_on=today, due_on=today + pd.to_timedelta(now["window_days"].astype(int), unit="D")
    )
    older = _dated(before)
    older = older[older["due_on"].gt(today) & older["scored_on"].lt(today)]
    columns = list(contracts.load("churn_forecasts").columns)
    every = pd.concat([older, own])[columns] if len(older) else own[columns]
    return every.sort_values(["customer_id", "scored_on"], ignore_index=True)


def graded_forecasts(
    before: pd.DataFrame, days: pd.DataFrame, day: date, *, seed: int
) -> pd.DataFrame:
    """Return what became of the forecasts that are due, by the day of the scores.

    Parameters
    ----------
    before : DataFrame
        The table `churn_forecasts` of the period before.
    days : DataFrame
        Order days, as from `workspace.order_days`, as known on the as-of day.
    day : date
        The as-of day: forecasts that are due later, or became due before the quarter of the
        newest scores, are left out.

    Returns
    -------
    DataFrame
        The table `churn_scores`.
    """
    columns = list(contracts.load("churn_scores").columns)
    due = _dated(before)
    due = due[due["due_on"].le(pd.Timestamp(day))]
    rows = [_graded(own, days, seed) for _, own in due.groupby("scored_on")]
    return pd.DataFrame(rows, columns=columns)


def next_due(forecasts: pd.DataFrame) -> pd.Timestamp | None:
    """Return the first day on which a forecast that is kept can be graded."""
    return None if forecasts.empty else pd.to_datetime(forecasts["due_on"]).min()


def _dated(before: pd.DataFrame) -> pd.DataFrame:
    moved = {name: pd.to_datetime(before[name]) for name in ("scored_on", "due_on")}
    return before.assign(**moved)


def _graded(own: pd.DataFrame, days: pd.DataFrame, seed: int) -> tuple:
    """Return one row of the table `churn_scores`."""
    begin, end = own["scored_on"].iloc[0], own["due_on"].iloc[0]
    within = days["event_day"].gt(begin) & days["event_day"].le(end)
    silent = ~own["customer_id"].isin(days.loc[within, "customer_id"]).to_numpy()
    risk, base = own["risk"].to_numpy(dtype=float), own["base_rate"].to_numpy(dtype=float)
    grade = grade_skill((risk - silent) ** 2, (base - silent) ** 2,
                        rng=np.random.default_rng(seed))  # fmt: skip
    ratio = silent.sum() / risk.sum() if risk.sum() > 0 else np.nan
    return (begin, end, len(own), int(silent.sum()), float(risk.sum()), ratio,
            ranked_right(risk, silent), *grade)  # fmt: skip


def ranked_right(risk: np.ndarray, silent: np.ndarray) -> float:
    """Return the chance that a silent customer had a higher risk than another; nan if all alike.

    References
    ----------
    Mann and Whitney (1947); the area under the ROC curve, ties counted half.

    Examples
    --------
    >>> ranked_right(np.array([0.9, 0.2, 0.2]), np.array([True, False, True]))
    0.75
    """
    from scipy.stats import rankdata

    hits = int(silent.sum())
    rest = len(silent) - hits
    if not hits or not rest:
        return float("nan")
    return float((rankdata(risk)[silent].sum() - hits * (hits + 1) / 2) / (hits * rest))
