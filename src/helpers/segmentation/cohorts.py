"""Customers by the quarter of their first order: who came again, and what they spent."""

from datetime import date

import numpy as np
import pandas as pd

from helpers.evidence.intervals import mean_interval, proportion_interval
from helpers.workspace import Desk, contracts
from helpers.workspace.contributions import contributions

YEAR_QUARTERS = 4
NOBODY = np.empty(0)  # the spend of a cell in which nobody ordered


def cohorts(days: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return what became of the customers of each quarter, quarter by quarter.

    Parameters
    ----------
    days : DataFrame
        `customer_id`, `event_day`, `spend`: one row per order day, as known on the day.
    day : date
        The as-of day; quarters that are not over by then are left out.

    Returns
    -------
    DataFrame
        The table `cohorts`: one row per quarter of first order and quarters since then, with
        `customers` of the cohort, those `active` (with an order in that quarter), `retention`
        with Wilson's interval, and `mean_spend` per customer of the cohort with Student's.
    """
    told = days.assign(quarter=_number(days["event_day"]))
    first = told.groupby("customer_id")["quarter"].min()
    told = told.assign(cohort=told["customer_id"].map(first))
    told["age"] = told["quarter"] - told["cohort"]
    sizes = first.value_counts()
    last = _number(pd.Series([pd.Timestamp(day) + pd.Timedelta(days=1)])).iloc[0] - 1
    spent = told.groupby(["cohort", "age", "customer_id"])["spend"].sum()
    cells = {cell: own.to_numpy() for cell, own in spent.groupby(level=["cohort", "age"])}
    rows = [
        (_name(cohort), age, *_figures(cells.get((cohort, age), NOBODY), int(sizes[cohort])))
        for cohort in sorted(sizes.index) for age in range(last - cohort + 1)
    ]  # fmt: skip
    columns = list(contracts.load("cohorts").columns)
    return pd.DataFrame(rows, columns=columns).astype({"cohort": "str"})


def _number(days: pd.Series) -> pd.Series:
    return 4 * days.dt.year + days.dt.quarter - 1


def _name(number: int) -> str:
    return f"{number // 4}Q{number % 4 + 1}"


def _figures(own: np.ndarray, size: int) -> tuple:
    """Return size, active customers, retention and spend of one cell, with their intervals."""
    every = np.concatenate([own, np.zeros(size - len(own))])
    spend = mean_interval(every) if size > 1 else (every.mean(), np.nan, np.nan)
    return size, len(own), *proportion_interval(len(own), size), *spend


def cohort_summary(table: pd.DataFrame) -> pd.DataFrame:
    """Return of each cohort who came again in the next quarter and a year later.

    Returns
    -------
    DataFrame
        One row per cohort: `cohort`, `customers`, and for the quarter after the first (`next_`)
        and for the same quarter a year later (`year_`) the customers `active`, and the ends of
        their share's interval; missing where that quarter is not over.
    """
    sizes = table.drop_duplicates("cohort").set_index("cohort")[["customers"]]
    for name, age in (("next", 1), ("year", YEAR_QUARTERS)):
        own = table[table["age"].eq(age)].set_index("cohort")
        part = own[["active", "retention_lower", "retention_upper"]]
        part.columns = [f"{name}_active", f"{name}_lower", f"{name}_upper"]
        sizes = sizes.join(part)
    whole = dict.fromkeys(["next_active", "year_active"], "Int64")
    return sizes.astype(whole).reset_index()


def first_years(days: pd.DataFrame, day: date, *, within: int = 365) -> pd.DataFrame:
    """Return what customers spent within so many days of their first order, by its quarter.

    Only quarters all of whose customers have been watched for so long.

    Parameters
    ----------
    days : DataFrame
        As for `cohorts`.
    day : date
        The as-of day.

    Returns
    -------
    DataFrame
        The table `cohort_years`: `cohort`, `customers`, and `mean_spend` with Student's interval.
    """
    spent = _first_year(days, day, within)
    rows = [(cohort, len(own), *mean_interval(own.to_numpy()))
            for cohort, own in spent.groupby(level="cohort") if len(own) > 1]  # fmt: skip
    return pd.DataFrame(rows, columns=list(contracts.load("cohort_years").columns))


def shown_years(years: pd.DataFrame, days: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return that table with what guards it against telling one person's amount."""
    spent = _first_year(days, day, 365).reset_index()
    guard = contributions(spent["spend"], spent["cohort"])
    return years.merge(guard, on="cohort", how="left")


def _first_year(days: pd.DataFrame, day: date, within: int) -> pd.Series:
    """Return what each customer of the quarters watched for so long spent in that time."""
    first = days.groupby("customer_id")["event_day"].transform("min")
    number = _number(first)
    over = number < _number(pd.Series([pd.Timestamp(day) - pd.Timedelta(days=within - 1)])).iloc[0]
    early = days[over & (days["event_day"] - first).dt.days.le(within)]
    cohort = number[early.index].map(_name).rename("cohort")
    return early.groupby([cohort, "customer_id"])["spend"].sum()


def joined_on(desk: Desk) -> pd.Series:
    """Return the day on which each member of the loyalty programme joined, by customer."""
    members = desk.read("memberships?", by_customer=True)
    told = members.select("customer_id", "event_day").to_pandas()
    return pd.to_datetime(told["event_day"]).groupby(told["customer_id"].astype("str")).min()


def loyalty(
    days: pd.DataFrame, day: date, members: pd.Series, *, within: int = 365
) -> pd.DataFrame:
    """Return which share of customers ordered again within so many days of their first order.

    Only who has been watched for that long counts. Members are those who had joined by the day
    of their first order: who joins later has often come back by then.

    Parameters
    ----------
    days : DataFrame
        As for `cohorts`.
    day : date
        The as-of day.
    members : Series of datetime64
        The day on which each member joined, by customer.

    Returns
    -------
    DataFrame
        The table `loyalty`: one row for everybody, members and others, with `customers`,
        `returned`, and `share` with Wilson's interval.
    """
    ordered = days.sort_values(["customer_id", "event_day"])
    place = ordered.groupby("customer_id").cumcount()
    first = ordered[place.eq(0)].set_index("customer_id")["event_day"]
    second = ordered[place.eq(1)].set_index("customer_id")["event_day"].reindex(first.index)
    watched = (pd.Timestamp(day) - first).dt.days.ge(within)
    again = (second - first).dt.days.le(within)[watched]
    joined = members.reindex(first.index).le(first)[watched]
    parts = {"everybody": again}
    if joined.any():
        parts |= {"early_member": again[joined], "not_early": again[~joined]}
    rows = [
        (group, len(own), int(own.sum()), *proportion_interval(int(own.sum()), len(own)))
        for group, own in parts.items() if len(own)
    ]  # fmt: skip
    columns = ["group", "customers", "returned", "share", "lower", "upper"]
    return pd.DataFrame(rows, columns=columns)
