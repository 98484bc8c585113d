"""Ratios of gamma functions a whole number apart, without the loss of digits of a difference."""

import numpy as np


def rising_log(start: float, steps: np.ndarray) -> np.ndarray:
    """Return the log of start (start + 1) ... (start + steps - 1), which is 0 for no steps.

    That is the log of Gamma(start + steps) / Gamma(start).

    Examples
    --------
    >>> np.exp(rising_log(2.0, np.array([0, 1, 3]))).round(6).tolist()
    [1.0, 2.0, 24.0]
    """
    return _sums(np.log(start + _places(steps)))[steps]


def rising_slope(start: float, steps: np.ndarray) -> np.ndarray:
    """Return the slope of `rising_log` by its start: 1 / start + 1 / (start + 1) + ...

    Examples
    --------
    >>> rising_slope(1.0, np.array([0, 1, 2])).tolist()
    [0.0, 1.0, 1.5]
    """
    return _sums(1 / (start + _places(steps)))[steps]


def _places(steps: np.ndarray) -> np.ndarray:
    return np.arange(steps.max(initial=0))


def _sums(terms: np.ndarray) -> np.ndarray:
    return np.concatenate([[0.0], np.cumsum(terms)])
