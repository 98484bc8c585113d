"""How likely each customer at risk is to leave, and the evidence for it."""

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.churn.candidates import RiskModel, fit_candidate
from helpers.churn.choosing import (
    Trial,
    across_customers,
    later_splits,
    simplest,
    slope_through_time,
    trials,
)
from helpers.churn.drift import Level, at_level, base_rates, foresee, log_odds, probability
from helpers.churn.labels import ACTIVE_DAYS, at_risk, labelled
from helpers.churn.refusing import at_least
from helpers.churn.snapshot_features import known_then, silence_expected
from helpers.churn.trust import model_table
from helpers.churn.window import own_windows

FEWEST_AT_RISK = 100
FEWEST_EITHER = 10  # who left and who stayed, in all snapshots together
APART = 2.0  # times the odds of all, from which a risk is high; below one over it, low


class Scored(NamedTuple):
    """What is known of leaving on the as-of day.

    Attributes
    ----------
    risk : DataFrame
        The table `churn_risk`, as far as it is known here.
    model : RiskModel
        The candidate that is kept, with its `contributions`.
    now : DataFrame
        Features of all at risk on the as-of day, in their own units (as from `known_then`).
    labelled : DataFrame
        The same of earlier snapshots, with `left` and `known_on`.
    trials : list of Trial
        Every candidate on every snapshot on which it was tested.
    chosen_on : list of date
        The snapshots by which the candidate was chosen; without the newest, where others are.
        Empty in a company too young: then by customers that a candidate did not learn from.
    level : Level
        The share that is expected to leave, and what it follows.
    """

    risk: pd.DataFrame
    model: RiskModel
    now: pd.DataFrame
    labelled: pd.DataFrame
    trials: list[Trial]
    chosen_on: list[date]
    level: Level

    @property
    def evidence(self) -> pd.DataFrame:
        """The table `churn_models`."""
        return model_table(self.trials, self.model.name, self.chosen_on)


def score(
    features: pd.DataFrame,
    outlook: pd.DataFrame,
    days: pd.DataFrame,
    *,
    as_of: date,
    window_days: int,
    active_days: int = ACTIVE_DAYS,
) -> Scored:
    """Return the risk of each customer to order nothing within the window after the as-of day.

    Learned from earlier snapshots, whose outcome is known, by the candidate that is the
    simplest of those that later snapshots do not speak against.

    Parameters
    ----------
    features, outlook : DataFrame
        The tables `features` and `purchase_outlook`, with the as-of day among their snapshots.
    days : DataFrame
        `customer_id`, `event_day`, as from `order_days`, as known on the as-of day.
    as_of : date
        The day on which customers are scored.
    window_days : int
        For how long no order means that a customer has left.
    active_days : int
        Since the last order, up to which a customer is at risk.

    Raises
    ------
    NotForecast
        If there is too little to learn from: says what is missing, and how much.
    """
    rows = known_then(features, outlook, window_days=window_days)
    rows = rows[rows["snapshot_day"].le(pd.Timestamp(as_of))]
    now = _at_risk_now(rows, days, as_of, active_days)
    told = _with_outcomes(rows, days, as_of, window_days, active_days)
    _refuse_too_little(now, told, days, as_of, window_days)
    splits = later_splits(told)
    tried = trials(told, splits)
    chosen_on = [split.test for split in (splits[:-1] or splits)]
    judged = [one for one in tried if one.day in chosen_on] or across_customers(told)
    name = simplest(judged)
    model = fit_candidate(name, told, told["left"].to_numpy(bool))
    if name != "expected":
        own = [one for one in tried if one.name == name]
        model = model._replace(slope=slope_through_time(own))
    level = foresee(base_rates(told), float(silence_expected(now).mean()), as_of)
    odds = model.log_odds(now)
    chance = probability(odds) if name == "expected" else at_level(odds, level.share)
    risk = _risk_table(now, days, chance, as_of, window_days)
    return Scored(risk, model, now, told, tried, chosen_on, level)


def _at_risk_now(
    rows: pd.DataFrame, days: pd.DataFrame, as_of: date, active_days: int
) -> pd.DataFrame:  # fmt: skip
    """Return the features of all at risk on the as-of day."""
    since = at_risk(days, as_of, active_days=active_days)
    now = rows[rows["snapshot_day"].eq(pd.Timestamp(as_of))]
    return now[now["customer_id"].isin(since.index)].reset_index(drop=True)


def _with_outcomes(
    rows: pd.DataFrame, days: pd.DataFrame, as_of: date, window_days: int, active_days: int
) -> pd.DataFrame:
    """Return features and outcomes of the snapshots whose outcome is known."""
    dates = [one.date() for one in pd.to_datetime(rows["snapshot_day"].unique())]
    told = labelled(
        days, dates, as_of=as_of, window_days=window_days, active_days=active_days
    )  # fmt: skip
    told = told.astype({"snapshot_day": rows["snapshot_day"].dtype})
    return rows.merge(told, on=["customer_id", "snapshot_day"], validate="one_to_one")


def _refuse_too_little(
    now: pd.DataFrame, told: pd.DataFrame, days: pd.DataFrame, as_of: date, window_days: int
) -> None:
    age = (pd.Timestamp(as_of) - days["event_day"].min()).days if len(days) else 0
    at_least("days", found=age, needed=2 * window_days)
    at_least("customers", found=len(now), needed=FEWEST_AT_RISK)
    at_least("snapshots", found=told["snapshot_day"].nunique(), needed=1)
    left = int(told["left"].sum())
    at_least("left", found=left, needed=FEWEST_EITHER)
    at_least("stayed", found=len(told) - left, needed=FEWEST_EITHER)


def _risk_table(
    now: pd.DataFrame, days: pd.DataFrame, chance: np.ndarray, as_of: date, window_days: int
) -> pd.DataFrame:
    """Return the rows of `churn_risk` that this chapter's forecast fills."""
    customers = pd.Index(now["customer_id"])
    since = at_risk(days, as_of, active_days=10**6).reindex(customers).to_numpy()
    late = own_windows(days, as_of).reindex(customers).to_numpy()
    return pd.DataFrame({
        "customer_id": customers, "form": "orders", "window_days": window_days,
        "risk": chance, "base_rate": float(np.mean(chance)), "days_since": since,
        "late_after_days": late, "is_late": since > late, "band": bands(chance),
    }).sort_values("customer_id", ignore_index=True)  # fmt: skip


def bands(chance: np.ndarray) -> np.ndarray:
    """Return high, mid or low: odds at least twice those of all, at most half of them, or between.

    Examples
    --------
    >>> bands(np.array([0.9, 0.5, 0.1])).tolist()
    ['high', 'mid', 'low']
    """
    odds = np.clip(chance, 1e-9, 1 - 1e-9)
    apart = np.exp(log_odds(odds) - log_odds(float(odds.mean())))
    return np.select([apart >= APART, apart <= 1 / APART], ["high", "low"], "mid")
