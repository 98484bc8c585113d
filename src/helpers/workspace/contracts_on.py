"""Contracts as they stood on a day: how long each has lasted, and whether it has ended.

Where files tell days, a contract that follows upon another of its customer is the same stay
with the company, so that a change of plan is no leaving; each part of a stay counts for its own
months under its own plan. Where files tell months and a flag, both are taken as they are, and
nothing is known by the calendar.
"""

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

DAYS_PER_MONTH = 365.25 / 12
GAP = pd.Timedelta(days=31)  # without a contract, after which a new one is a new stay
USABLE = 0.9  # share of contracts whose time must be told
NOT_YET = pd.Timestamp("2262-01-01")
COLUMNS = ["subscription_id", "customer_id", "plan", "monthly_amount", "from_month", "months",
           "ended", "runs"]  # fmt: skip


class Contracts(NamedTuple):
    """Contracts as known on a day.

    Attributes
    ----------
    rows : DataFrame
        One row per contract: `subscription_id`, `customer_id`, `plan`, `monthly_amount`,
        `from_month` (months of the stay before this contract), `months` (of the stay in which
        it was at risk; the month of ending is one), `ended` (the stay ended with it), `runs`.
    dated : bool
        Whether days are told, or months and a flag alone.
    left_out : int
        Contracts whose time is not told.
    ends_at : float
        How far into a month stays have ended on average: 1 where they end as it is over, or
        where no days are told.
    """

    rows: pd.DataFrame
    dated: bool
    left_out: int
    ends_at: float = 1.0


def contracts_on(subscriptions: pd.DataFrame, day: date, *, flag_months: int = 0) -> Contracts:
    """Return the contracts that had begun by a day, as they stood on it.

    Parameters
    ----------
    subscriptions : DataFrame
        The table `subscriptions` by customer, as known on the day.
    day : date
        The day.
    flag_months : int
        Of contracts without days: within how many months before its last day the file says
        that contracts have ended, so that they were watched for these months alone; 0 where it
        says so of all that ever ended.

    Raises
    ------
    ValueError
        If neither days nor months are told of nine tenths of them: `what_is_not_told`
        says beforehand what is missing.
    """
    told = subscriptions.sort_values("subscription_id", ignore_index=True)
    told = told.assign(monthly_amount=pd.to_numeric(told["monthly_amount"]).astype(float))
    for name in ("event_day", "started_day", "ended_day"):
        told[name] = pd.to_datetime(told[name])
    told = told[told["event_day"].le(pd.Timestamp(day))]
    dated, undated = _with_days(told), _with_months(told)
    if len(told) and max(dated.mean(), undated.mean()) < USABLE:
        raise ValueError("subscriptions: neither days nor months are told of nine tenths of them")
    by_days = dated.mean() >= USABLE
    kept = told[dated if by_days else undated]
    rows = _by_days(kept, pd.Timestamp(day)) if by_days else _by_months(kept, flag_months)
    return Contracts(rows[COLUMNS].reset_index(drop=True), bool(by_days), len(told) - len(kept),
                     float(rows["ends_at"].mean()) if rows["ends_at"].notna().any() else 1.0)


def what_is_not_told(subscriptions: pd.DataFrame, day: date) -> str | None:
    """Return what contracts lack to be read, or None: "none", "no_time" or "no_end".

    There are none; it is not told how long they have lasted; or not whether they have ended.
    """
    told = subscriptions[pd.to_datetime(subscriptions["event_day"]).le(pd.Timestamp(day))]
    if told.empty:
        return "none"
    if max(_with_days(told).mean(), _with_months(told).mean()) < USABLE:
        time = told["started_day"].notna() | told["tenure_months"].notna()
        return "no_end" if time.mean() >= USABLE else "no_time"
    return None


def _with_days(told: pd.DataFrame) -> pd.Series:
    """Return which contracts have a start, and a day of ending if they have ended."""
    ended = told["has_ended"].astype("boolean")
    ends = told["ended_day"].notna() | (~ended).fillna(False).astype(bool)
    return told["started_day"].notna() & ends


def _with_months(told: pd.DataFrame) -> pd.Series:
    return told["tenure_months"].notna() & told["has_ended"].notna()


def _by_months(told: pd.DataFrame, flag_months: int) -> pd.DataFrame:
    """Return contracts by the months that their file counts; who left at once left in month 1."""
    ended = told["has_ended"].astype(bool)
    months = np.floor(told["tenure_months"].astype(float)).astype(int)
    months = months.mask(ended & months.eq(0), 1)
    watched = (months - flag_months).clip(lower=0) if flag_months else 0
    return told.assign(from_month=watched, months=months, ended=ended, runs=~ended, ends_at=np.nan)


def _by_days(told: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return contracts by their days, those of one stay of a customer one after the other."""
    # A contract of nobody follows upon none.
    whose = told["customer_id"].fillna(told["subscription_id"]).rename("whose")
    end = told["ended_day"].mask(told["ended_day"].gt(day)).fillna(NOT_YET)
    rows = told.assign(whose=whose, end=end)
    rows = rows.sort_values(["whose", "started_day", "end", "subscription_id"])
    last = rows.groupby("whose")["end"].cummax()
    before = last.groupby(rows["whose"]).shift()
    new = before.isna() | rows["started_day"].gt(before.clip(upper=NOT_YET - GAP) + GAP)
    stay = new.cumsum()
    stay_began = rows.groupby(stay)["started_day"].transform("first")
    stay_ends = rows.groupby(stay)["end"].transform("max")
    # Of contracts that end with their stay on one day, one is its end.
    closing = rows["end"].eq(stay_ends) & ~pd.DataFrame(
        {"stay": stay, "end": rows["end"]}).duplicated(keep="last")  # fmt: skip
    until = rows["end"].clip(upper=day)
    months = _whole_months(until - stay_began)
    ended = closing & stay_ends.le(day)
    ends_at = ((until - stay_began).dt.days / DAYS_PER_MONTH % 1).where(ended)
    return rows.assign(
        from_month=_whole_months(rows["started_day"] - stay_began), ended=ended,
        months=months + ended, runs=rows["end"].eq(NOT_YET), ends_at=ends_at,
    ).sort_values("subscription_id")  # fmt: skip


def _whole_months(time: pd.Series) -> pd.Series:
    return np.floor(time.dt.days / DAYS_PER_MONTH).astype(int)
