"""Readings that may be looked at as often as one likes.

An interval of 95 % holds at one look that was planned. Looked at a hundred times, at least
one of its looks is wrong far more often than in one of twenty experiments. A confidence
sequence holds at all looks together: it is wider, and whenever it leaves nought out one may
stop.

All is told in units of the standard error, by how much information there is: the share
`fraction` of what was planned. Where units come in, information is their number; where all
came at once and act day after day, it is the variance of what they did so far (`information`).
"""

import numpy as np


def information(rows: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Return how much is known at each look: the variance of the difference of sums.

    Parameters
    ----------
    rows : array
        Units so far, both arms together.
    variance : array
        Of the difference of means so far (squared standard error).

    Notes
    -----
    Each new unit and each new act adds to it. What one unit does at different times goes
    together, which makes looks more alike than those at independent units; alike looks are
    wrong together, so that the sequence errs on the safe side (Slepian's inequality).
    """
    return np.square(np.asarray(rows, dtype=float)) * np.asarray(variance, dtype=float)


def boundary(fraction: np.ndarray | float, *, confidence: float = 0.95) -> np.ndarray | float:
    """Return how many standard errors wide the sequence is on each side.

    The boundary of a mixture of normal priors around nought, tuned to be narrowest about when
    all that was planned is known; infinite where nothing is.

    Parameters
    ----------
    fraction : float or ndarray
        Information at the look, as a share of the planned; may exceed one.

    References
    ----------
    Robbins (1970), "Statistical Methods Related to the Law of the Iterated Logarithm", Annals
    of Mathematical Statistics 41. Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2024),
    "Time-uniform central limit theory and asymptotic confidence sequences", Annals of
    Statistics 52, theorem 2.2 and appendix on the choice of rho.

    Examples
    --------
    >>> [round(float(wide), 3) for wide in boundary(np.array([0.1, 0.5, 1.0, 2.0]))]
    [3.855, 3.084, 3.035, 3.061]
    """
    alpha = 1 - confidence
    known = np.maximum(np.asarray(fraction, dtype=float), 0.0) * _tuned(alpha)
    with np.errstate(divide="ignore"):
        wide = np.sqrt((1 + 1 / known) * (np.log1p(known) - 2 * np.log(alpha)))
    return float(wide) if wide.ndim == 0 else wide


def always_valid_p(
    score: np.ndarray | float, fraction: np.ndarray | float
) -> np.ndarray | float:
    """Return the smallest level at which the sequence leaves nought out.

    One over the mixture likelihood ratio, at most one; the sequence and its p-value are
    tuned for a level of 5 %.

    Parameters
    ----------
    score : float or ndarray
        Estimates in standard errors.
    fraction : float or ndarray
        As in `boundary`.

    References
    ----------
    Johari, Koomen, Pekelis and Walsh (2022), "Always Valid Inference: Continuous Monitoring of
    A/B Tests", Operations Research 70.
    """
    known = np.maximum(np.asarray(fraction, dtype=float), 0.0) * _tuned(0.05)
    found = np.sqrt(1 + known) * np.exp(-np.square(score) * known / (2 * (1 + known)))
    found = np.minimum(found, 1.0)
    return float(found) if found.ndim == 0 else found


def planned_fraction(known: np.ndarray, elapsed: np.ndarray, planned: float) -> np.ndarray:
    """Return information at each look as a share of the planned.

    How much there will be at the planned end is told from the first look on which anything is
    known, as if it grew by the day, and stays as told then: were it taken from later looks,
    they would choose their own boundary.

    Parameters
    ----------
    known : array
        Information at each look, in order.
    elapsed : array
        Days from the first day to each look, the first day included.
    planned : float
        Days from the first to the last that was planned.
    """
    known, elapsed = np.asarray(known, dtype=float), np.asarray(elapsed, dtype=float)
    first = np.flatnonzero(known > 0)
    if not len(first):
        return np.zeros(len(known))
    return known / (known[first[0]] * planned / elapsed[first[0]])


def _tuned(alpha: float) -> float:
    """Return rho squared, in units of the planned information."""
    return -2 * np.log(alpha) + np.log(-2 * np.log(alpha) + 1)
