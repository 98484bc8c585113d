"""Quarters, and the day up to which a run may know."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from helpers.workspace.errors import InputError, UsageError


class Period(NamedTuple):
    """One calendar quarter; str() gives its name, such as ``2026Q3``."""

    year: int
    quarter: int

    def __str__(self) -> str:
        return f"{self.year}Q{self.quarter}"

    @property
    def first_day(self) -> date:
        """The quarter's first day."""
        return date(self.year, 3 * self.quarter - 2, 1)

    @property
    def last_day(self) -> date:
        """The quarter's last day."""
        return self.later(1).first_day - timedelta(days=1)

    def later(self, quarters: int) -> "Period":
        """Return the period so many quarters later (earlier where negative)."""
        index = 4 * self.year + self.quarter - 1 + quarters
        return Period(index // 4, index % 4 + 1)


def parse_period(text: str) -> Period:
    """Return the period that a text such as ``2026Q3`` names.

    Raises
    ------
    UsageError
        If the text is anything else.

    Examples
    --------
    >>> parse_period("2026Q1").last_day
    datetime.date(2026, 3, 31)
    """
    match = re.fullmatch(r"([12]\d{3})Q([1-4])", text)
    if not match:
        raise UsageError(f"period: {text!r} is not a quarter: write it like 2026Q3")
    return Period(int(match[1]), int(match[2]))


def period_of(day: date) -> Period:
    """Return the quarter in which a day lies."""
    return Period(day.year, (day.month + 2) // 3)


def last_complete_period(data_through: date) -> Period:
    """Return the newest quarter that ends no later than the day the data reach."""
    period = period_of(data_through)
    return period if period.last_day <= data_through else period.later(-1)


def as_of_day(period: Period, data_through: date, as_of: str = "") -> date:
    """Return the last day that a run of a period may know.

    Parameters
    ----------
    data_through : date
        The last day that the company's data reach.
    as_of : str, optional
        A day (YYYY-MM-DD); by default the period's last day, or `data_through` if that is earlier.

    Raises
    ------
    UsageError
        If the text is not a day, or the day lies outside the period.
    InputError
        If the period begins after the data end.
    """
    if period.first_day > data_through:
        raise InputError(
            f"{period} begins on {period.first_day}, but the data reach only to "
            f"{data_through} (data_through in source.toml): choose an earlier period"
        )
    if not as_of:
        return min(period.last_day, data_through)
    try:
        day = date.fromisoformat(as_of)
    except ValueError:
        raise UsageError(f"as_of: {as_of!r} is not a day: write it like 2026-09-30") from None
    if not period.first_day <= day <= period.last_day:
        raise UsageError(f"as_of: {day} does not lie in {period}")
    return day


def snapshot_days(as_of: date, *, earlier: int = 8) -> list[date]:
    """Return the as-of day and the quarter ends before it, oldest first.

    Examples
    --------
    >>> [str(day) for day in snapshot_days(date(2026, 8, 14), earlier=2)]
    ['2026-03-31', '2026-06-30', '2026-08-14']
    """
    ends = [period_of(as_of).later(-back).last_day for back in range(earlier, 0, -1)]
    return [*ends, as_of]
