"""Days that stand out every year, such as festivals and sales: found in the data themselves.

A calendar of festivals would know those of one country and not when a shop takes part. What
comes back each year can be seen: a run of days on which sales are far off what trend, season and
prices tell, in the same direction in every year.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.drivers.media.baseline import Design, fit, names_of_days
from helpers.drivers.media.series import Series

LONGEST, MOST, FEWEST_YEARS = 14, 12, 2
CLEAR = 4.0  # standard errors, above what the best of some thousand runs reaches by chance
CLEAR_EACH = 1.0  # standard errors in each single year
AFTER = 14  # days after an event, on which its customers have what they need
STRONG = 0.25  # of the logarithm: an event that is followed by fewer sales


class Events(NamedTuple):
    """Runs of days of the year that stand out every year, and which days follow strong ones.

    `runs` holds first and last place in the year of each; `after` is of shape (366,).
    """

    runs: tuple[tuple[int, int], ...]
    after: np.ndarray

    def columns(self, days: pd.DatetimeIndex) -> np.ndarray:
        """Return a column for each run, and one for the days after strong ones if there are any."""
        place = names_of_days(days)
        found = [(place >= first) & (place <= last) for first, last in self.runs]
        if self.after.any():
            found.append(self.after[place])
        return np.array(found, dtype=float).reshape(len(found), len(days)).T


NO_EVENTS = Events((), np.zeros(366, dtype=bool))


def yearly_events(series: Series, plain: Design, offset: np.ndarray) -> Events:
    """Return the runs of days that stand out every year.

    The fortnight after strong ones is marked: sales may be pulled forward.

    Parameters
    ----------
    series : Series
        By day; by week or month nothing is looked for.
    plain : Design
        What describes sales otherwise.
    offset : ndarray
        As in `fit`.
    """
    if series.step_days != 1 or len(series.sales) < FEWEST_YEARS * 365:
        return NO_EVENTS
    place, found = names_of_days(series.sales.index), NO_EVENTS
    for _ in range(MOST):
        described = _joined(plain, found.columns(series.sales.index))
        run = _clearest(series, described, offset, place)
        if run is None:
            break
        first, last, size = run
        after = found.after.copy()
        if size > STRONG:
            after[np.arange(last + 1, last + 1 + AFTER) % 366] = True
        found = Events((*found.runs, (first, last)), after)
    return found


def _joined(plain: Design, found: np.ndarray) -> Design:
    columns = np.concatenate([plain.columns, found], axis=1)
    return Design(columns, np.r_[plain.penalty, np.zeros(found.shape[1])])


def _clearest(series: Series, design: Design, offset, place) -> tuple[int, int, float] | None:
    """Return first and last day of the run that stands out most, and its size; None if none."""
    sales = series.sales.to_numpy()
    expected = fit(sales, design, offset).expected
    years = series.sales.index.year.to_numpy() - series.sales.index.year.min()
    apart, mean = (_by_year(part, place, years) for part in (sales - expected, expected))
    spread = max(1.0, float(((sales - expected) ** 2 / expected).mean()))
    best, found = CLEAR, None
    for length in range(1, LONGEST + 1):
        over, under = _runs(apart, length), _runs(mean, length)
        total = under.sum(axis=0)
        clear = np.abs(over.sum(axis=0)) / np.sqrt(spread * np.maximum(total, 1e-9))
        seen = under > 0
        own = np.sign(over.sum(axis=0)) * over / np.sqrt(spread * np.maximum(under, 1e-9))
        alike = (own >= CLEAR_EACH) | ~seen
        clear[~alike.all(axis=0) | (seen.sum(axis=0) < FEWEST_YEARS)] = 0
        day = int(clear.argmax())
        if clear[day] > best:
            size = float(np.log(max(1 + over.sum(axis=0)[day] / total[day], 1e-3)))
            best, found = float(clear[day]), (day, day + length - 1, size)
    return found


def _by_year(values: np.ndarray, place: np.ndarray, years: np.ndarray) -> np.ndarray:
    """Return sums by year and place in the year, shape (years, 366)."""
    cells = years * 366 + place
    return np.bincount(cells, weights=values, minlength=366 * (years.max() + 1)).reshape(-1, 366)


def _runs(by_year: np.ndarray, length: int) -> np.ndarray:
    """Return the sum of each run of so many days, by the run's first day."""
    running = np.pad(np.cumsum(by_year, axis=1), ((0, 0), (1, 0)))
    return running[:, length:] - running[:, :-length]
