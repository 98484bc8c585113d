"""Quarters, and the day up to which a run may know."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from helpers.workspace.errors import UsageError


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


def snapshot_days(as_of: date, *, earlier: int = 8) -> list[date]:
    """Return the as-of day and the quarter ends before it, oldest first.

    Examples
    --------
    >>> [str(day) for day in snapshot_days(date(2026, 8, 14), earlier=2)]
    ['2026-03-31', '2026-06-30', '2026-08-14']
    """
    ends = [period_of(as_of).later(-back).last_day for back in range(earlier, 0, -1)]
    return [*ends, as_of]
