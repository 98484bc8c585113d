"""Times as text, in the three styles that the shop system's versions wrote."""

from datetime import date

import numpy as np

from helpers.demo import company, text

# Each style's first day and its format. The oldest version of the shop system wrote local time
# without its offset from UTC.
VERSIONS = (company.FIRST_DAY, date(2024, 4, 1), date(2024, 10, 1))
FORMATS = ("%Y/%m/%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S %z")
FIRST_DAYS = [company.day_number(day) for day in VERSIONS]
SEPARATORS = (" ", "T", " ")
ENDINGS = ("", "+08:00", f" {company.UTC_OFFSET}")
TIMES = [f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}" for s in range(86_400)]
DAYS = [
    day.strftime(style.split("%d")[0] + "%d") + separator
    for style, separator in zip(FORMATS, SEPARATORS, strict=True)
    for day in company.calendar()
]


def style_of(day: np.ndarray) -> np.ndarray:
    """Return the style, a position in ``FORMATS``, of orders made on these days."""
    return np.searchsorted(FIRST_DAYS, day, side="right") - 1


def stamps(day: np.ndarray, second: np.ndarray, style: np.ndarray, shown: np.ndarray) -> text.Text:
    """Return moments as text, empty where they are not shown.

    Parameters
    ----------
    day, second : numpy.ndarray of int
        Day of the company's history, second of the day.
    style : numpy.ndarray of int
        Position in ``FORMATS``.
    shown : numpy.ndarray of bool
        Whether the moment has come; elsewhere its day is of no account.
    """
    day = text.lookup(DAYS, style * company.DAYS + np.where(shown, day, 0))
    moment = text.join(day, text.lookup(TIMES, second), text.lookup(ENDINGS, style))
    return text.choose(shown, moment, "")
