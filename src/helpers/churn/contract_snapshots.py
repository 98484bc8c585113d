"""Contracts on earlier days, with what was known then and whether the customer left after it."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pandas as pd

from helpers.churn.contract_features import contract_features
from helpers.workspace.contracts_on import contracts_on

# Of the table `features`: what customers did by the day, where tables tell it.
BEHAVIOUR = ["recency_days", "orders_365", "net_amount_365", "visits_365", "mails_opened",
             "tickets", "talks", "satisfaction", "reviews", "rating", "memberships"]  # fmt: skip
POINTS = ("satisfaction", "rating")  # scores, taken as they are; counts on a scale of logs
NAMES = ["subscription_id", "customer_id", "snapshot_day", "known_on", "ended"]


def running_on(
    subscriptions: pd.DataFrame, features: pd.DataFrame, day: date
) -> pd.DataFrame:  # fmt: skip
    """Return the contracts that run on a day, with what was known then.

    Parameters
    ----------
    subscriptions : DataFrame
        The table `subscriptions` by customer, as known on the day.
    features : DataFrame
        The table `features`.
    day : date
        A snapshot day.

    Returns
    -------
    DataFrame
        One row per contract: `subscription_id`, `customer_id`, `snapshot_day`, the columns of
        `contract_features`, `contracts` (of the customer, that run) and BEHAVIOUR.
    """
    rows = contracts_on(subscriptions, day).rows
    rows = rows[rows["runs"]].reset_index(drop=True)
    whose = _whose(rows)
    told = contract_features(rows).assign(
        contracts=whose.groupby(whose).transform("size").astype(float)
    )
    then = features[pd.to_datetime(features["snapshot_day"]).eq(pd.Timestamp(day))]
    then = then.set_index("customer_id").reindex(columns=BEHAVIOUR).astype(float)
    counts = [name for name in BEHAVIOUR if name not in POINTS]
    then[counts] = np.log1p(then[counts])
    own = then.reindex(rows["customer_id"]).set_axis(rows.index)
    named = rows[["subscription_id", "customer_id"]].assign(snapshot_day=pd.Timestamp(day))
    return pd.concat([named, told, own], axis="columns")


def with_endings(
    running: pd.DataFrame, later: pd.DataFrame, *, horizon_days: int
) -> pd.DataFrame:  # fmt: skip
    """Return contracts that ran on a day with whether their customer had none left later.

    Parameters
    ----------
    running : DataFrame
        As from `running_on`.
    later : DataFrame
        As `Contracts.rows`, on the day so many days later.
    horizon_days : int
        How much later.

    Returns
    -------
    DataFrame
        `running` with `ended` and `known_on` (the later day).
    """
    still = set(_whose(later[later["runs"]]))
    known_on = running["snapshot_day"] + pd.to_timedelta(horizon_days, unit="D")
    return running.assign(ended=~_whose(running).isin(still), known_on=known_on)


def labelled_contracts(
    read: Callable[[date], pd.DataFrame], features: pd.DataFrame, days: list[date], *,
    as_of: date, horizon_days: int,
) -> pd.DataFrame:  # fmt: skip
    """Return the contracts of earlier days whose outcome is known by the as-of day.

    Parameters
    ----------
    read : callable
        Returns the table `subscriptions` by customer, as known on a day.
    features : DataFrame
        The table `features`.
    days : list of date
        Snapshot days.
    """
    parts = []
    for day in days:
        end = day + timedelta(days=horizon_days)
        if end <= as_of:
            later = contracts_on(read(end), end).rows
            parts.append(with_endings(running_on(read(day), features, day), later,
                                      horizon_days=horizon_days))  # fmt: skip
    told = [part for part in parts if len(part)]
    return pd.concat(told, ignore_index=True) if told else pd.DataFrame(columns=NAMES)


def inputs_of(rows: pd.DataFrame, *, like: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return what endings are told from: columns of which anything is known, none missing.

    Parameters
    ----------
    rows : DataFrame
        As from `labelled_contracts` or `running_on`.
    like : DataFrame, optional
        Rows that were learned from: their columns are returned, and their medians fill gaps.
    """
    learned = rows if like is None else like
    names = [name for name in learned if name not in NAMES and learned[name].notna().any()]
    numbers = [name for name in names if pd.api.types.is_numeric_dtype(learned[name])]
    return rows[names].fillna(learned[numbers].median().to_dict())


def _whose(rows: pd.DataFrame) -> pd.Series:
    """Return who a contract is of; one of nobody stands alone."""
    return rows["customer_id"].fillna(rows["subscription_id"])
