"""How long customers stay: survival by group, of contracts and of those who buy without one."""

from datetime import date

import numpy as np
import pandas as pd

from helpers.evidence.survival import median_day, on_days, share_by_day
from helpers.workspace import contracts
from helpers.workspace.contracts_on import DAYS_PER_MONTH

MONTHS = (1, 3, 6, 12, 18, 24, 36, 48, 60)  # that are told
ALL = "all"


def order_lives(days: pd.DataFrame, *, as_of: date, window_days: int) -> pd.DataFrame:
    """Return for how long each customer went on ordering, from the first order.

    A customer is gone on the day on which the silence since the last order reaches the
    window, the first time that it does; who orders again later has come back, and counts as
    gone here. Who has not been silent for so long is waited for.

    Parameters
    ----------
    days : DataFrame
        `customer_id` and `event_day`, one row per day with an order, sorted by both.
    as_of : date
        The last day that is known.
    window_days : int
        Days of silence after which a customer is gone.

    Returns
    -------
    DataFrame
        One row per customer: `customer_id`, `from_month` (0), `months`, `ended`.

    Raises
    ------
    ValueError
        If the window is not a positive number of days.
    """
    if window_days < 1:
        raise ValueError(f"window_days must be at least 1, not {window_days}")
    who = days["customer_id"].to_numpy()
    order = pd.to_datetime(days["event_day"]).reset_index(drop=True)
    by = order.groupby(who)
    silent = (by.shift(-1).fillna(pd.Timestamp(as_of)) - order).dt.days
    reached = order + pd.to_timedelta(window_days, unit="D")
    gone = reached.where(silent.ge(window_days)).groupby(who).min()
    life = (gone.fillna(pd.Timestamp(as_of)) - by.min()).dt.days
    ended = gone.notna()
    months = np.floor(life / DAYS_PER_MONTH).astype(int) + ended
    told = pd.DataFrame({"from_month": 0, "months": months, "ended": ended})
    return told.rename_axis("customer_id").reset_index()


def survival_by(
    lives: pd.DataFrame, groups: dict[str, pd.Series], *, form: str, months: tuple = MONTHS
) -> pd.DataFrame:
    """Return the table `churn_tenure` of one kind of customers.

    Parameters
    ----------
    lives : DataFrame
        `from_month`, `months`, `ended`, one row per contract or customer.
    groups : dict of str to Series
        For each kind of group (plan, persona), the group of each row, by the index of
        `lives`; where it is missing, the row counts for everybody alone.
    form : {'contract', 'orders'}
        What the rows are.
    months : tuple of int
        Months after which is told who is still there.
    """
    whole = pd.Series(ALL, index=lives.index)
    parts = [
        _curve(lives[group.eq(name)], list(months)).assign(kind=kind, grp=str(name))
        for kind, group in {ALL: whole, **groups}.items()
        for name in sorted(group.dropna().unique())
    ]  # fmt: skip
    columns = list(contracts.load("churn_tenure").columns)
    found = [part.assign(form=form)[columns] for part in parts if len(part)]
    return pd.concat(found, ignore_index=True) if found else contracts.empty("churn_tenure")


def _curve(lives: pd.DataFrame, months: list[int]) -> pd.DataFrame:
    """Return the curve of one group; months that nobody was watched for are left out."""
    watched = lives[lives["months"].gt(lives["from_month"])]  # the others were there no month
    until = watched["months"].to_numpy(dtype=float)
    ended = watched["ended"].to_numpy(dtype=bool)
    entered = watched["from_month"].to_numpy(dtype=float)
    curve = share_by_day(until, ended, entered=entered)
    told = on_days(curve, months, until).rename(columns={"days": "months"})
    begun = np.searchsorted(np.sort(entered), told["months"], side="right")
    half = median_day(curve)
    return told.assign(
        # Who is first watched later is not at risk yet.
        at_risk=told["at_risk"] - (len(entered) - begun), watched=len(lives),
        ended=np.searchsorted(np.sort(until[ended]), told["months"], side="right"),
        stays=1 - told["share"], lower=1 - told["upper"], upper=1 - told["lower"],
        median_months=np.nan if half is None else half,
    )  # fmt: skip
