"""Sales foretold of weeks not seen: what is learnt before a day, held against what came after.

From each of several days on, everything is learnt from what came before alone. Media act in one
of several ways: not at all, as they are spent, with saturation, with carry-over, or with both.
"""

from typing import NamedTuple

import numpy as np

from helpers.drivers.media import baseline, shapes
from helpers.drivers.media.baseline import Design, Plan
from helpers.drivers.media.series import Series
from helpers.drivers.media.yearly_events import Events, yearly_events

DAYS_AHEAD, LONGER_AHEAD = 28, 91  # of series by day, and by week or longer (days)
ORIGINS, LEAST_SHARE = 10, 0.5
LEVEL_PERIODS = 56  # the last ones before an origin, which set the level of what is told
WAYS = ("none", "as_spent", "saturating", "carried_over", "both")
CARRIED, HALVES = (0.0, 0.3, 0.6, 0.8, 0.9), (0.5, 1.0, 2.0)
SPREAD = 0.2  # of a channel's largest effect, before any data
FULL_YEAR, PART_YEAR = 365, 300  # days from which on months, and waves, can be told


class Stretch(NamedTuple):
    """What is learnt from, and held out: periods up to `origin`, and those after it."""

    series: Series
    origin: int
    events: Events


def stretches(series: Series) -> list[Stretch]:
    """Return what to learn from and to hold out, oldest first, evenly spread to the end."""
    count = len(series.sales)
    ahead = DAYS_AHEAD if series.step_days == 1 else max(1, LONGER_AHEAD // series.step_days)
    first, last = max(int(count * LEAST_SHARE), 2 * ahead), count - ahead
    if last < first:
        return []
    found, times = [], min(ORIGINS, 1 + (last - first) // ahead)
    for origin in sorted({int(at) for at in np.linspace(last, first, times)}):
        known = series.until(origin)
        plain = baseline.design(known, Plan(finest_season(known), True, True))
        events = yearly_events(known, plain, baseline.log_expected(known))
        found.append(Stretch(series.until(origin + ahead), origin, events))
    return found


def foretell(part: Stretch, plan: Plan, way: str) -> np.ndarray:
    """Return sales told of the periods from an origin on, from sales before it alone.

    Spend, prices and own messages of the weeks ahead are known: the question is what they do.
    Shapes of media are averaged, each weighed by how well it fits what came before.
    """
    series, origin = part.series, part.origin
    columns = part.events.columns(series.sales.index)
    plain = baseline.design(series, plan, columns, known=origin)
    offset = _offset(part)
    if way == "none":
        return _told(part, plain, offset)[0]
    tries = [
        _told(part, _with_media(part, plain, carry, half), offset)
        for carry in (CARRIED if way in ("carried_over", "both") else (0.0,))
        for half in (HALVES if way in ("saturating", "both") else (np.inf,))
    ]
    misfit = np.array([one[1] for one in tries])
    weight = np.exp(-(misfit - misfit.min()) / 2)
    return np.average([one[0] for one in tries], axis=0, weights=weight)


def deviance(came: np.ndarray, told: np.ndarray) -> np.ndarray:
    """Return the Poisson deviance of each period.

    Examples
    --------
    >>> deviance(np.array([2.0, 0.0]), np.array([2.0, 1.0])).tolist()
    [0.0, 2.0]
    """
    ratio = np.where(came > 0, came / told, 1.0)
    return 2 * (came * np.log(ratio) - (came - told))


def finest_season(known: Series) -> int:
    """Return the finest season that so many days can tell: 12 for months, else waves."""
    days = len(known.sales) * known.step_days
    return 12 if days >= FULL_YEAR else 2 if days >= PART_YEAR else 0


def _offset(part: Stretch) -> np.ndarray:
    """Return the logarithm of sales expected of customers; those to come are not foreseen."""
    offset = baseline.log_expected(part.series)
    since = max(0, part.origin - LEVEL_PERIODS)
    offset[part.origin :] = offset[since : part.origin].mean()
    return offset


def _with_media(part: Stretch, plain: Design, carry: float, half: float) -> Design:
    """Return the columns with those of media, all channels of one shape."""
    spend = part.series.spend.to_numpy().T
    spend = spend[spend[:, : part.origin].sum(axis=1) > 0]
    felt = np.array([shapes.pressure(one, carry) for one in spend])
    felt /= felt[:, : part.origin].mean(axis=1)[:, None]
    if np.isfinite(half):
        felt = shapes.saturated(felt, half)
    felt = felt - felt[:, : part.origin].mean(axis=1)[:, None]
    columns = np.concatenate([plain.columns, felt.T], axis=1)
    return Design(columns, np.r_[plain.penalty, np.full(len(felt), 1 / SPREAD**2)])


def _told(part: Stretch, described: Design, offset: np.ndarray) -> tuple[np.ndarray, float]:
    """Return what is told of the periods from the origin on, and the misfit before it.

    What was told is held to the level of the last weeks that are known.
    """
    origin, known = part.origin, part.series.until(part.origin)
    sales, before = known.sales.to_numpy(), Design(described.columns[:origin], described.penalty)
    scatter = 1.0
    for _ in range(2):  # the penalty weighs less where sales scatter more
        found = baseline.fit(sales, before, offset[:origin], dispersion=scatter)
        scatter = max(float(((sales - found.expected) ** 2 / found.expected).mean()), 1e-9)
    last = slice(max(0, origin - LEVEL_PERIODS), origin)
    level = sales[last].sum() / found.expected[last].sum()
    told = described.columns[origin:] @ found.coefficients + offset[origin:]
    return level * np.exp(told), float(deviance(sales, found.expected).sum() / scatter)
