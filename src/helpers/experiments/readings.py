"""One metric of two arms: a share, a mean, a ratio, or the share of leavers who were kept."""

from typing import NamedTuple

import numpy as np

from helpers.evidence import (
    Difference,
    Sample,
    relative_difference,
    share_difference,
    welch_difference,
)
from helpers.experiments.adjusted import adjusted_samples
from helpers.experiments.moments import Moments

SHARE, MEAN, RATIO, KEPT = "share", "mean", "ratio", "kept"


class Metric(NamedTuple):
    """What is measured of each unit.

    Attributes
    ----------
    name : str
    kind : {'share', 'mean', 'ratio', 'kept'}
    column : str
        Of the units: what counts.
    other : str, optional
        For a mean, the same before assignment; for a ratio, its denominator.
    among : str, optional
        A flag of units, known at assignment, among which alone it is measured.
    """

    name: str
    kind: str
    column: str
    other: str | None = None
    among: str | None = None


METRICS = (
    Metric("conversion", SHARE, "ordered"),
    Metric("order_days", MEAN, "order_days", "order_days_before"),
    Metric("net_spend", MEAN, "net_spend", "net_spend_before"),
    Metric("spend_per_order", RATIO, "net_spend", "order_days"),
    Metric("kept", KEPT, "silent", among="active_before"),
)


class Unreadable(ValueError):
    """A metric that cannot be read: `why` is "zero_denominator" or "nobody_leaves"."""

    def __init__(self, metric: str, why: str, arm: str) -> None:
        self.metric, self.why, self.arm = metric, why, arm
        super().__init__(f"metric {metric!r} cannot be read: {why.replace('_', ' ')} in {arm}")


class Reading(NamedTuple):
    """What one metric shows.

    Attributes
    ----------
    treated, control : float
        The metric in each arm; for who was kept, the share that left.
    plain, adjusted : Difference
        Treatment minus control; adjusted by what was known before, or the plain one again.
    relative : Difference
        Of the reading in use, as a share of the control's; missing where that is not above
        nought.
    """

    treated: float
    control: float
    plain: Difference
    adjusted: Difference
    relative: Difference


def read_share(treatment: Moments, control: Moments, *, confidence: float = 0.95) -> Reading:
    """Return the reading of a column of noughts and ones."""
    counts = [(np.rint(arm.mean * arm.rows), arm.rows) for arm in (treatment, control)]
    found = share_difference(treatment=counts[0], control=counts[1], confidence=confidence)
    return _reading(treatment.sample, control.sample, found, found, confidence)


def read_mean(treatment: Moments, control: Moments, *, confidence: float = 0.95) -> Reading:
    """Return the reading of a mean, plain and adjusted by what was known before."""
    plain = welch_difference(
        treatment=treatment.sample, control=control.sample, confidence=confidence
    )
    first, second = adjusted_samples(treatment, control)
    adjusted = welch_difference(treatment=first, control=second, confidence=confidence)
    found = _reading(treatment.sample, control.sample, plain, adjusted, confidence)
    relative = relative_difference(treatment=first, control=second, confidence=confidence)
    return found._replace(relative=relative)


def read_ratio(
    treatment: Moments, control: Moments, *, metric: str = "ratio", confidence: float = 0.95
) -> Reading:
    """Return the reading of a ratio of sums, such as spend per order, by the delta method.

    Units are customers, not orders: orders of one customer hang together.

    Raises
    ------
    Unreadable
        If an arm's denominator is nought.

    References
    ----------
    Deng, Knoblich and Lu (2018), "Applying the Delta Method in Metric Analytics", KDD.
    """
    for name, arm in (("treatment", treatment), ("control", control)):
        if np.any(np.asarray(arm.other_mean) <= 0):
            raise Unreadable(metric, "zero_denominator", name)
    first, second = _linearised(treatment), _linearised(control)
    found = welch_difference(treatment=first, control=second, confidence=confidence)
    return _reading(first, second, found, found, confidence)


def read_kept(
    treatment: Moments, control: Moments, *, metric: str = "kept", confidence: float = 0.95
) -> Reading:
    """Return which share of those who would have left stayed: 1 - left treated / left control.

    Raises
    ------
    Unreadable
        If nobody left in an arm: then it has no interval.
    """
    for name, arm in (("treatment", treatment), ("control", control)):
        if np.any(np.asarray(arm.mean) <= 0):
            raise Unreadable(metric, "nobody_leaves", name)
    left = relative_difference(
        treatment=treatment.sample, control=control.sample, confidence=confidence
    )
    kept = Difference(-left.estimate, -left.upper, -left.lower, left.standard_error, left.p_value)
    return Reading(treatment.mean, control.mean, kept, kept, kept)


def _linearised(arm: Moments) -> Sample:
    ratio = np.asarray(arm.mean) / arm.other_mean
    spread = arm.variance - 2 * ratio * arm.covariance + ratio**2 * arm.other_variance
    variance = np.maximum(spread, 0.0) / np.square(arm.other_mean)
    return Sample(arm.rows, ratio, variance)


def _reading(
    treatment: Sample, control: Sample, plain: Difference, adjusted: Difference, confidence: float
) -> Reading:
    relative = relative_difference(treatment=treatment, control=control, confidence=confidence)
    return Reading(treatment.mean, control.mean, plain, adjusted, relative)
