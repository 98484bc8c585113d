"""What experiments say of a channel: it is taken in beside the days, as one more observation."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from helpers.drivers.media import shapes
from helpers.drivers.media.posterior import Known
from helpers.drivers.media.series import Series


class Experiment(NamedTuple):
    """What an experiment measured of a channel, such as regions or people without it.

    `lift` is the share of sales that the channel's usual spend brought, `lower` and `upper` the
    ends of its 95 % interval (proportions of usual sales).
    """

    channel: str
    lift: float
    lower: float
    upper: float


def known_from(experiments: Sequence[Experiment], series: Series) -> list[Known]:
    """Return experiments as observations of channels' effects.

    A channel's mean lift is its largest effect times the mean of what is felt of it, so that it
    is linear in the effect.

    Raises
    ------
    ValueError
        If a channel is not known, or an interval does not hold its lift.
    """
    return [_known(one, series) for one in experiments]


def _known(one: Experiment, series: Series) -> Known:
    if one.channel not in series.spend:
        names = ", ".join(series.spend)
        raise ValueError(f"an experiment tells of {one.channel!r}: choose one of {names}")
    if not one.lower <= one.lift <= one.upper or one.lower == one.upper:
        raise ValueError(
            f"the experiment on {one.channel!r} has a lift of {one.lift} outside of its interval "
            f"from {one.lower} to {one.upper}"
        )
    felt = shapes.felt_by_cell(series.spend[one.channel].to_numpy()).mean(axis=1)
    se = (one.upper - one.lower) / (2 * 1.959964)
    return Known(series.spend.columns.get_loc(one.channel), np.asarray(felt), one.lift, se)
