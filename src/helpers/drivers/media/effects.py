"""What each channel brought: contribution and return per unit of money, with intervals.

Advertising's part of a period's sales is e s / (1 + sum of all e (s - mean s)): the largest
effect e as a share of usual sales, and s what is felt. It says what the sales owe to pressure on
that day, and not what customers won that day will order later.
"""

import numpy as np
import pandas as pd

from helpers.drivers.media.learning import Learned
from helpers.drivers.media.separating import inseparable_groups
from helpers.drivers.media.shapes import log_prior

LEVEL = 0.95
LEAST_SALES = 0.2  # of usual: what the channels together may leave at least
TOLD = 0.1  # by how much narrower than before the data an interval must be to tell anything
COLUMNS = (
    "channel", "spend", "share_of_spend", "contribution", "contribution_lower",
    "contribution_upper", "return_per_spend", "return_lower", "return_upper", "return_pooled",
    "carry_over", "carry_over_lower", "carry_over_upper", "half_saturation",
    "half_saturation_lower", "half_saturation_upper", "carry_over_told",
    "half_saturation_told", "separable", "together_with", "group_contribution", "group_lower",
    "group_upper", "basis", "grade",
)  # fmt: skip


def media_effects(learned: Learned, *, letter: str = "refused") -> pd.DataFrame:
    """Return the table `media_effects`: one row per channel, of the last year.

    Where channels cannot be told apart, what is theirs alone is missing, and what they did
    together is told.

    Parameters
    ----------
    learned : Learned
    letter : str, optional
        Grade of the model on held-out days.
    """
    year = slice(len(learned.series.sales) - learned.series.year, None)
    brought = contributions(learned, year) * learned.series.value_each
    pooled = contributions(learned._replace(draws=learned.pooled), year)
    ranked = pooled.mean(axis=0) * learned.series.value_each
    spend = learned.series.spend.iloc[year].sum().to_numpy()
    groups = inseparable_groups(learned)
    rows = []
    for place, channel in enumerate(learned.channels):
        apart = groups[place] == [place]
        row = {"channel": channel, "spend": spend[place], "basis": learned.series.basis}
        row |= {"share_of_spend": spend[place] / spend.sum() if spend.sum() else np.nan}
        row |= _brought(brought[:, place], spend[place]) if apart else {}
        if apart and spend[place] > 0:
            row["return_pooled"] = ranked[place] / spend[place]
        row |= _shape(learned, place) if apart else _no_shape()
        row |= _together(learned, brought, groups[place])
        row |= {"separable": apart, "grade": letter if apart else "refused"}
        rows.append(row)
    return pd.DataFrame(rows).reindex(columns=list(COLUMNS)).astype({"together_with": "str"})


def contributions(learned: Learned, periods: slice) -> np.ndarray:
    """Return the sales that each channel brought in some periods, shape (draws, channels)."""
    parts = felt_effects(learned, periods)
    share = parts / whole(learned, parts, periods)[:, None, :]
    return share @ learned.series.sales.to_numpy()[periods]


def felt_effects(learned: Learned, periods: slice) -> np.ndarray:
    """Return each channel's effect as a share of usual sales, shape (draws, channels, periods)."""
    draws = learned.draws
    places = np.arange(len(learned.channels))
    return draws.effect[:, :, None] * learned.felt[places, draws.cell][:, :, periods]


def whole(learned: Learned, parts: np.ndarray, periods: slice) -> np.ndarray:
    """Return sales as a multiple of usual ones, shape (draws, periods)."""
    places, draws = np.arange(len(learned.channels)), learned.draws
    means = learned.felt.mean(axis=2)[places, draws.cell]
    usual = (draws.effect * means).sum(axis=1)
    return np.maximum(1 + parts.sum(axis=1) - usual[:, None], LEAST_SALES)


def interval(draws: np.ndarray) -> tuple[float, float, float]:
    """Return the mean of some draws and the ends of their central interval."""
    lower, upper = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(draws.mean()), float(lower), float(upper)


def _brought(draws: np.ndarray, spend: float) -> dict[str, float]:
    mean, lower, upper = interval(draws)
    told = {"contribution": mean, "contribution_lower": lower, "contribution_upper": upper}
    if spend <= 0:
        return told
    return told | {
        "return_per_spend": mean / spend, "return_lower": lower / spend,
        "return_upper": upper / spend,
    }  # fmt: skip


def _shape(learned: Learned, place: int) -> dict[str, float | bool]:
    """Return carry-over and half saturation, and whether the data tell more than the prior."""
    row, prior = {}, np.exp(log_prior())
    for name in ("carry_over", "half_saturation"):
        drawn = getattr(learned.draws, name)[:, place]
        mean, lower, upper = interval(drawn)
        before = _prior_spread(getattr(learned.draws._replace(cell=np.arange(len(prior))), name))
        row |= {name: mean, f"{name}_lower": lower, f"{name}_upper": upper}
        row[f"{name}_told"] = bool(drawn.std() < (1 - TOLD) * before)
    return row


def _prior_spread(values: np.ndarray) -> float:
    weight = np.exp(log_prior())
    mean = weight @ values
    return float(np.sqrt(weight @ (values - mean) ** 2))


def _no_shape() -> dict[str, bool]:
    return {"carry_over_told": False, "half_saturation_told": False}


def _together(learned: Learned, brought: np.ndarray, group: list[int]) -> dict:
    if len(group) == 1:
        return {"together_with": ""}
    mean, lower, upper = interval(brought[:, group].sum(axis=1))
    names = ", ".join(learned.channels[place] for place in group)
    return {"together_with": names, "group_contribution": mean, "group_lower": lower,
            "group_upper": upper}  # fmt: skip
