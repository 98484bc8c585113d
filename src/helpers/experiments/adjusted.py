"""Readings adjusted by what was known before: the same effect, with less chance in it.

Who bought much before buys much after, in either arm. What that explains is taken off
(CUPED, the analysis of covariance): the effect stays what it is, its interval narrows.
"""

import numpy as np

from helpers.evidence import Sample
from helpers.experiments.moments import Moments


def slope(treatment: Moments, control: Moments) -> np.ndarray | float:
    """Return how much of the metric goes with one unit of what was known before, within arms.

    Nought where nobody differed before.
    """
    arms = (treatment, control)
    with np.errstate(invalid="ignore"):  # of none of 10,000 experiments is the error to be told
        spread = sum((arm.rows - 1) * np.asarray(arm.other_variance) for arm in arms)
        together = sum((arm.rows - 1) * np.asarray(arm.covariance) for arm in arms)
        found = np.where(spread > 0, together / np.where(spread > 0, spread, 1.0), 0.0)
    return float(found) if found.ndim == 0 else found


def adjusted_samples(treatment: Moments, control: Moments) -> tuple[Sample, Sample]:
    """Return what each arm would have shown, had both begun alike.

    The metric less slope x (what was known before - its mean over both arms). The difference
    of means is that of the analysis of covariance; each arm keeps its own variance.

    References
    ----------
    Deng, Xu, Kohavi and Walker (2013), "Improving the Sensitivity of Online Controlled
    Experiments by Utilizing Pre-Experiment Data", WSDM. Yang and Tsiatis (2001), "Efficiency
    Study of Estimators for a Treatment Effect in a Pretest-Posttest Trial", The American
    Statistician 55.
    """
    rate = slope(treatment, control)
    rows = np.asarray(treatment.rows) + control.rows
    middle = (
        treatment.rows * np.asarray(treatment.other_mean)
        + control.rows * np.asarray(control.other_mean)
    ) / rows
    first, second = (_adjusted(arm, rate, middle) for arm in (treatment, control))
    return first, second


def narrowed(treatment: Moments, control: Moments) -> np.ndarray | float:
    """Return by which share the adjusted standard error is smaller than the plain one."""
    arms = adjusted_samples(treatment, control)
    adjusted = sum(np.asarray(arm.variance) / arm.rows for arm in arms)
    plain = sum(np.asarray(arm.variance) / arm.rows for arm in (treatment, control))
    found = 1 - np.sqrt(adjusted / np.where(plain > 0, plain, 1.0))
    found = np.where(plain > 0, found, 0.0)
    return float(found) if found.ndim == 0 else found


def _adjusted(arm: Moments, rate: np.ndarray | float, middle: np.ndarray | float) -> Sample:
    mean = arm.mean - rate * (np.asarray(arm.other_mean) - middle)
    variance = arm.variance - 2 * rate * arm.covariance + np.square(rate) * arm.other_variance
    return Sample(arm.rows, mean, np.maximum(variance, 0.0))
