"""Many tests at once: how many of those that look real may be chance."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Discoveries(NamedTuple):
    """What is left of some tests, in their order, once their number is allowed for.

    `adjusted` are p-values to be held against the rate or level that was asked
    for; `found` says which pass it.
    """

    adjusted: np.ndarray
    found: np.ndarray


def control_false_discoveries(
    p_values: Sequence[float] | np.ndarray, *, rate: float = 0.10, dependent: bool = False
) -> Discoveries:
    """Return which tests are discoveries, so that few of those named are false.

    For a section that looks at many groups or features: of all that it calls
    different, a proportion of at most `rate` is expected to be chance.

    Parameters
    ----------
    p_values : sequence of float
        One per test, every test that was done; none may be missing.
    rate : float
        The share of false discoveries that is accepted, a proportion.
    dependent : bool
        Whether tests may depend on one another in any way (Benjamini and
        Yekutieli); else independent or positively dependent (Benjamini and Hochberg).

    Raises
    ------
    ValueError
        If a p-value or the rate is out of bounds.

    References
    ----------
    Benjamini and Hochberg (1995), "Controlling the False Discovery Rate", Journal
    of the Royal Statistical Society B 57. Benjamini and Yekutieli (2001), "The
    control of the false discovery rate in multiple testing under dependency",
    Annals of Statistics 29.

    Examples
    --------
    >>> control_false_discoveries([0.01, 0.04, 0.5]).found.tolist()
    [True, True, False]
    """
    from scipy.stats import false_discovery_control

    known = _checked(p_values, "rate", rate)
    adjusted = false_discovery_control(known, method="by" if dependent else "bh")
    return Discoveries(adjusted, adjusted <= rate)


def control_family_wise(
    p_values: Sequence[float] | np.ndarray, *, level: float = 0.05
) -> Discoveries:
    """Return which tests stand, so that even one false one is rare.

    For the metrics of one experiment, where a single wrong "it worked" is dear:
    the chance of any is at most `level`, however the metrics hang together (Holm).

    Parameters
    ----------
    p_values : sequence of float
        One per metric; none may be missing.
    level : float
        The accepted chance of any false one, a proportion.

    Raises
    ------
    ValueError
        If a p-value or the level is out of bounds.

    References
    ----------
    Holm (1979), "A Simple Sequentially Rejective Multiple Test Procedure",
    Scandinavian Journal of Statistics 6.

    Examples
    --------
    >>> control_family_wise([0.01, 0.04, 0.5]).adjusted.round(2).tolist()
    [0.03, 0.08, 0.5]
    """
    known = _checked(p_values, "level", level)
    # Four lines of ours: statsmodels costs a second to import and collects garbage at each call.
    order = np.argsort(known, kind="stable")
    steps = known[order] * np.arange(len(known), 0, -1)
    adjusted = np.empty(len(known))
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1)
    return Discoveries(adjusted, adjusted <= level)


def _checked(p_values: Sequence[float] | np.ndarray, name: str, bound: float) -> np.ndarray:
    known = np.asarray(p_values, dtype=float)
    if not 0 < bound < 1:
        raise ValueError(f"{name} must lie between 0 and 1, not at {bound}")
    wrong = np.flatnonzero(~((known >= 0) & (known <= 1)))
    if len(wrong):
        raise ValueError(
            f"p-value {known[wrong[0]]} at position {wrong[0]} does not lie between 0 and 1: "
            "leave out tests that could not be done"
        )
    return known
