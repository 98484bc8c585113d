"""The simulated company: its calendar, its seasons and what it sends to the analysts."""

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

import numpy as np

TITLE = "Northbound Outfitters · 北行户外"
VENDOR = "Northbound 北行"
CURRENCY = "CNY"
TIME_ZONE = "Asia/Shanghai"
UTC_OFFSET = "+0800"
COUNTRY = "CN"
CNY_PER_USD = 7.15
GRACE_DAYS = 15

FIRST_DAY = date(2023, 10, 1)
LAST_DAY = date(2026, 9, 30)
DAYS = (LAST_DAY - FIRST_DAY).days + 1
QUARTERS = 12
WEEKS = -(-DAYS // 7)  # counted from the first day; the last one is cut short

# A day that never comes. Days are counted from FIRST_DAY, which is day 0.
NEVER = np.int16(32767)

# Share of a year's orders that fall into each month, January first: spring and autumn are for
# walking, November and December for sales and presents.
MONTH_WEIGHTS = (0.72, 0.66, 0.98, 1.16, 1.20, 1.02, 0.80, 0.82, 1.12, 1.18, 1.24, 1.10)
# (month, first day, last day, factor): sales festivals on top of the month.
FESTIVALS = ((6, 14, 18, 1.8), (11, 8, 11, 2.6), (12, 10, 12, 1.6), (12, 20, 31, 1.3))

# How many customers join in each quarter, relative to a usual one: the first also brings
# those who were customers before the shop moved to its present system.
JOINING_BY_QUARTER = (2.6, 1.0, 1.1, 1.0, 1.1, 0.9, 1.1, 1.0, 1.1, 0.9, 1.0, 0.9)


class Delivery(NamedTuple):
    """One delivery of exports: when it came, what it knows and which orders it holds."""

    received: date
    data_through: date
    orders_from: date

    @property
    def folder(self) -> str:
        """The delivery's folder under the company's raw data."""
        return self.received.isoformat()


DELIVERIES = (
    Delivery(date(2026, 7, 6), date(2026, 6, 30), FIRST_DAY),
    Delivery(date(2026, 10, 5), LAST_DAY, date(2026, 4, 1)),
)


def day_number(day: date) -> int:
    """Return a day as the number of days since the first.

    Examples
    --------
    >>> day_number(date(2023, 10, 2))
    1
    """
    return (day - FIRST_DAY).days


def calendar() -> list[date]:
    """Return the days of the company's history, oldest first."""
    return [FIRST_DAY + timedelta(days=number) for number in range(DAYS)]


def season() -> np.ndarray:
    """Return how busy each day is, one element per day; 1 is the mean day."""
    busy = np.array([MONTH_WEIGHTS[day.month - 1] for day in calendar()])
    for number, day in enumerate(calendar()):
        for month, first, last, factor in FESTIVALS:
            if day.month == month and first <= day.day <= last:
                busy[number] *= factor
    return busy / busy.mean()


def quarter_numbers() -> np.ndarray:
    """Return the quarter in which each day lies; the first is 0."""
    first = 4 * FIRST_DAY.year + (FIRST_DAY.month - 1) // 3
    return np.array([4 * day.year + (day.month - 1) // 3 - first for day in calendar()])


def window(delivery: Delivery) -> tuple[int, int]:
    """Return the first and last day of what is new in a delivery: since the one before it."""
    earlier = [other.data_through for other in DELIVERIES if other.received < delivery.received]
    first = day_number(max(earlier)) + 1 if earlier else 0
    return first, day_number(delivery.data_through)


@cache
def day_texts(style: str = "%Y-%m-%d") -> list[str]:
    """Return the days of the history as text."""
    return [day.strftime(style) for day in calendar()]
