"""Many metrics and variants of one experiment: what stands once their number is allowed for."""

import numpy as np

from helpers.evidence import control_family_wise

WORKS, HARMS, OPEN = "works", "harms", "not told apart"
LEVEL = 0.05


def judge(
    effects: np.ndarray, p_values: np.ndarray, *, level: float = LEVEL
) -> tuple[np.ndarray, np.ndarray]:
    """Return of each reading of an experiment what it says, all its others allowed for.

    Parameters
    ----------
    effects, p_values : ndarray, shape (readings,)
        Of every metric and variant that was read. All metrics are such that more is better.

    Returns
    -------
    adjusted : ndarray of float
        Holm's p-values.
    words : ndarray of str
        "works", "harms" or "not told apart".
    """
    effects, p_values = np.asarray(effects, dtype=float), np.asarray(p_values, dtype=float)
    if not len(effects):
        return np.empty(0), np.empty(0, dtype=object)
    holm = control_family_wise(p_values, level=level)
    words = np.where(effects > 0, WORKS, HARMS).astype(object)
    words[~holm.found | (effects == 0)] = OPEN
    return holm.adjusted, words
