"""How two ways of forecasting differ over repeated folds, where the folds share most rows."""

from typing import NamedTuple

import numpy as np


class Difference(NamedTuple):
    """A mean difference over folds, and its standard error; nan where there is one fold."""

    mean: float
    se: float


def corrected_difference(differences: np.ndarray, *, folds: int) -> Difference:
    """Return the mean difference of two forecasts over repeated folds, with its standard error.

    Folds of one data set learn from nearly the same rows, so that their differences are more
    alike than those of fresh data would be. The variance is therefore raised by the share of
    rows that are tested over those that are learned from.

    Parameters
    ----------
    differences : ndarray of float
        One per fold of every repeat: a measure of one forecast less that of the other.
    folds : int
        Folds of one repeat; the whole is a number of repeats of them.

    Raises
    ------
    ValueError
        If there are fewer than two folds, or the differences are no whole number of repeats.

    References
    ----------
    Nadeau and Bengio (2003), "Inference for the Generalization Error", Machine Learning 52.
    Bouckaert and Frank (2004), for repeated folds.

    Examples
    --------
    >>> corrected_difference(np.array([0.01, 0.03]), folds=2).mean
    0.02
    """
    known = np.asarray(differences, dtype=float)
    if folds < 2 or len(known) % folds or not len(known):
        raise ValueError(
            f"{len(known)} differences are no whole number of repeats of {folds} folds"
        )
    test_to_train = 1 / (folds - 1)
    variance = known.var(ddof=1) * (1 / len(known) + test_to_train)
    return Difference(float(known.mean()), float(np.sqrt(variance)))
