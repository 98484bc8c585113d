"""Splits through time: learn from earlier snapshots, be tested on a later one."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd


class Split(NamedTuple):
    """Snapshot days to learn from, oldest first, and the later day to be tested on."""

    train: tuple[date, ...]
    test: date


def rolling_origin(
    days: Sequence[date], *, ahead: int = 1, least: int = 1, most: int | None = None
) -> list[Split]:
    """Return a split for every snapshot day that can be tested, oldest first.

    A snapshot's outcome is what happens until `ahead` snapshots later. So a day
    can be tested once its own outcome is known, and on that day only snapshots
    whose outcome was known by then may be learned from.

    Parameters
    ----------
    days : sequence of date
        The snapshot days.
    ahead : int
        How many snapshots later an outcome is known; 2 for half a year of quarters.
    least : int
        Fewest snapshots to learn from.
    most : int, optional
        Learn from the latest so many alone: a window that rolls, instead of one that grows.

    Raises
    ------
    ValueError
        If a day stands twice, or a number is below 1.

    References
    ----------
    Tashman (2000), "Out-of-sample tests of forecasting accuracy", International
    Journal of Forecasting 16.

    Examples
    --------
    >>> quarters = [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]
    >>> [(str(split.train[0]), str(split.test)) for split in rolling_origin(quarters)]
    [('2026-03-31', '2026-06-30')]
    """
    for name, number in {"ahead": ahead, "least": least, "most": most}.items():
        if number is not None and number < 1:
            raise ValueError(f"{name} must be at least 1, not {number}")
    if most is not None and most < least:
        raise ValueError(f"most must be at least {least} as least is, not {most}")
    ordered = sorted(days)
    twice = [day for day, after in zip(ordered, ordered[1:], strict=False) if day == after]
    if twice:
        raise ValueError(f"snapshot day {twice[0]} stands twice")
    splits = []
    for position in range(ahead + least - 1, len(ordered) - ahead):
        known = ordered[: position - ahead + 1]
        splits.append(Split(tuple(known[-most:] if most else known), ordered[position]))
    return splits


def outcome_day(days: Sequence[date], day: date, *, ahead: int = 1) -> date:
    """Return the day on which a snapshot's outcome is known.

    Raises
    ------
    ValueError
        If the day is not a snapshot day, or its outcome is not known yet.
    """
    ordered = sorted(days)
    if day not in ordered:
        raise ValueError(f"{day} is not a snapshot day")
    position = ordered.index(day) + ahead
    if position >= len(ordered):
        raise ValueError(f"what followed the snapshot of {day} is not known yet")
    return ordered[position]


def split_rows(
    rows: pd.DataFrame, split: Split, *, day: str, known_on: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows to learn from and those to be tested on, held against the guard.

    Parameters
    ----------
    rows : DataFrame
        One row per customer and snapshot.
    split : Split
        One of `rolling_origin`.
    day : str
        The column with the snapshot day.
    known_on : str
        The column with the last day that the row's outcome was taken from.

    Raises
    ------
    ValueError
        If a training row knows of days after the test snapshot.
    """
    snapshot = pd.to_datetime(rows[day])
    train = rows[snapshot.isin(pd.to_datetime(list(split.train)))]
    test = rows[snapshot == pd.Timestamp(split.test)]
    refuse_later_rows(train[known_on], test[day])
    return train, test


def refuse_later_rows(train_known_on: Sequence, test_days: Sequence) -> None:
    """Refuse training rows that know what happened after a test row's day.

    Parameters
    ----------
    train_known_on : sequence of date
        For each training row the last day that its features or outcome were taken from.
    test_days : sequence of date
        The snapshot day of each test row.

    Raises
    ------
    ValueError
        Says how many rows are too late, and which day they may not pass.
    """
    known = pd.Series(pd.to_datetime(list(train_known_on)))
    tested = pd.Series(pd.to_datetime(list(test_days)))
    if known.isna().any() or tested.isna().any():
        raise ValueError("a row has no day: it cannot be said to be early enough")
    if known.empty or tested.empty:
        return
    late = int((known > tested.min()).sum())
    if late:
        raise ValueError(
            f"{late} of {len(known)} training rows know of days after {tested.min():%Y-%m-%d}, "
            f"the first test day (up to {known.max():%Y-%m-%d}): the future would be learned from"
        )
