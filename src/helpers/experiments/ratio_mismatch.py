"""Sample-ratio mismatch: whether as many units are in each arm as were to be.

A split far from the planned one means that units went missing from an arm, or got into it,
for a reason that is not chance. No later number can then be trusted.
"""

from collections.abc import Sequence

import numpy as np

STOP_BELOW = 0.001  # Kohavi, Tang and Xu (2020), chapter 21, want even less


def ratio_mismatch(counts: np.ndarray | Sequence[float], planned: Sequence[float]) -> np.ndarray:
    """Return the chance of a split at least this far from the planned one (chi-square test).

    Parameters
    ----------
    counts : array of number, shape (..., arms)
        Units in each arm; several experiments at once where there are more dimensions.
    planned : sequence of float, shape (arms,)
        Share of units that each arm was to have; they add up to one.

    Returns
    -------
    float or ndarray

    Raises
    ------
    ValueError
        If there are fewer than two arms, no units, or shares that do not add up to one.

    References
    ----------
    Fabijan et al. (2019), "Diagnosing Sample Ratio Mismatch in Online Controlled
    Experiments", KDD.

    Examples
    --------
    >>> bool(ratio_mismatch([821_588, 815_482], [0.5, 0.5]) < STOP_BELOW)
    True
    """
    from scipy.stats import chi2

    counts, shares = np.asarray(counts, dtype=float), np.asarray(planned, dtype=float)
    if shares.ndim != 1 or len(shares) < 2 or counts.shape[-1] != len(shares):
        raise ValueError(f"{counts.shape[-1]} arms cannot be held against {len(shares)} shares")
    if (shares <= 0).any() or abs(shares.sum() - 1) > 1e-9:
        raise ValueError(
            f"planned shares {shares.tolist()}: each must be above 0, and their sum 1"
        )
    units = counts.sum(axis=-1, keepdims=True)
    if (units <= 0).any():
        raise ValueError("an experiment without units has no split")
    expected = units * shares
    found = chi2.sf((np.square(counts - expected) / expected).sum(axis=-1), len(shares) - 1)
    return float(found) if found.ndim == 0 else found


def planned_shares(treatment_share: float | None, variants: int) -> list[float]:
    """Return the planned shares: the control's, then those of variants, alike among themselves.

    Where none is declared all arms are to be alike.

    Examples
    --------
    >>> planned_shares(0.5, 2), planned_shares(None, 1)
    ([0.5, 0.25, 0.25], [0.5, 0.5])
    """
    if treatment_share is None:
        return [1 / (variants + 1)] * (variants + 1)
    return [1 - treatment_share] + [treatment_share / variants] * variants
