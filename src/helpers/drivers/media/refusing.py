"""When nothing can be told of advertising, and what is missing."""

from typing import Any, NamedTuple

import numpy as np

from helpers.drivers.media.series import Series

FEWEST_WEEKS, WEEKS_PER_CHANNEL, FEWEST_SALES = 52, 8, 500
LEAST_VARIATION = 0.05  # standard deviation of spend over its mean, below which it never changed
BOOKED_SHARE, BOOKED_GAP = 0.05, 25  # days with spend, and days between them, of mere bookings


class Refusal(NamedTuple):
    """Why nothing is told: the key of a sentence, and what its places hold."""

    key: str
    values: dict[str, Any]


def usable(series: Series) -> tuple[Series, tuple[Refusal, ...]]:
    """Return the series with those channels of which something can be told, and the others.

    Left out is spend that never changed, and spend that stands on days of invoices: it says
    when it was paid, and not when people saw it.
    """
    booked = [name for name in series.spend if is_booked(series.spend[name], series.step_days)]
    still = [name for name in series.spend if name not in booked and never_changed(series, name)]
    kept = series._replace(spend=series.spend.drop(columns=[*booked, *still]))
    reasons = {"drivers_media.only_booked": booked, "drivers_media.never_changed": still}
    told = [Refusal(key, {"channels": ", ".join(names)}) for key, names in reasons.items() if names]
    return kept, tuple(told)


def refusal(series: Series) -> Refusal | None:
    """Return why nothing can be told of a series; None where something can.

    Fewer weeks than a year leave the season in the channels' effects; fewer than eight for
    each channel leave hardly a change of spend for each number that is learnt.
    """
    weeks = len(series.sales) * series.step_days // 7
    channels = len(series.spend.columns)
    if not channels:
        return Refusal("drivers_media.no_spend", {})
    needed = max(FEWEST_WEEKS, WEEKS_PER_CHANNEL * channels)
    if weeks < needed:
        told = {"needed": needed, "weeks": weeks, "channels": channels}
        return Refusal("drivers_media.too_short", told)
    if series.sales.sum() < FEWEST_SALES:
        told = {"needed": FEWEST_SALES, "found": int(series.sales.sum())}
        return Refusal("drivers_media.few_sales", told)
    return None


def is_booked(spend: Any, step_days: int) -> bool:
    """Return whether spend stands on few days, about evenly apart, as invoices do."""
    days = np.flatnonzero(np.asarray(spend) > 0)
    if step_days != 1 or len(days) < 3 or len(days) > BOOKED_SHARE * len(spend):
        return False
    gaps = np.diff(days)
    return bool(np.median(gaps) >= BOOKED_GAP and gaps.std() <= 0.2 * gaps.mean())


def never_changed(series: Series, name: str) -> bool:
    """Return whether a channel's spend is nearly the same on all days."""
    spend = series.spend[name]
    return bool(spend.std() <= LEAST_VARIATION * spend.mean())
