"""Shares and medians of rows that hang together: visits of one visitor, mails to one customer.

Rows of one person are not independent. Each share is told with as many rows as its own are
worth: Kish's effective number, from how far persons differ (linearised, as for a ratio).
"""

import numpy as np

from helpers.evidence.intervals import Interval, check_confidence


def clustered_share(
    count: float, rows: float, spread: float, *, confidence: float = 0.95
) -> Interval:
    """Return the share of rows that count, with Wilson's interval for so many effective rows.

    Parameters
    ----------
    count, rows : number
        How many of how many rows.
    spread : float
        Sum over persons of the square of (their rows that count - share x their rows), as
        `spread_of` gives it. Where each person has one row the interval is Wilson's own.

    Raises
    ------
    ValueError
        If so many of so many cannot be.

    References
    ----------
    Kish (1965), "Survey Sampling", section 8.2; Wilson (1927), Journal of the American
    Statistical Association 22.

    Examples
    --------
    >>> share = clustered_share(81, 263, 81 * 182 / 263)
    >>> f"{share.estimate:.3f} [{share.lower:.4f}, {share.upper:.4f}]"
    '0.308 [0.2553, 0.3662]'
    """
    from scipy.stats import norm

    check_confidence(confidence)
    if rows <= 0 or not 0 <= count <= rows:
        raise ValueError(f"share: {count} of {rows} cannot be")
    share, z = count / rows, float(norm.ppf((1 + confidence) / 2))
    worth = rows / design_effect(count, rows, spread)
    centre = (share + z**2 / (2 * worth)) / (1 + z**2 / worth)
    half = z / (1 + z**2 / worth) * np.sqrt(share * (1 - share) / worth + z**2 / (4 * worth**2))
    return Interval(share, float(max(0.0, centre - half)), float(min(1.0, centre + half)))


def design_effect(count: float, rows: float, spread: float) -> float:
    """Return how many rows say as much as one independent one; never below one."""
    alone = count * (rows - count) / rows
    return max(1.0, spread / alone) if alone > 0 else 1.0


def spread_of(share: float, squares: float, products: float, rows_squared: float) -> float:
    """Return the spread that `clustered_share` takes, from sums over persons.

    Parameters
    ----------
    share : float
        The share of all rows.
    squares, products, rows_squared : float
        Sums of (rows that count) squared, of these times the rows, and of the rows squared.
    """
    return max(0.0, squares - 2 * share * products + share**2 * rows_squared)


def ranks_around_median(
    rows: int, effect: float, *, confidence: float = 0.95
) -> tuple[float, float]:
    """Return between which shares of the ordered rows the median lies (Woodruff's interval).

    Parameters
    ----------
    rows : int
        How many rows there are.
    effect : float
        How many of them say as much as one independent one, as from `design_effect`.

    References
    ----------
    Woodruff (1952), "Confidence Intervals for Medians and Other Position Measures",
    Journal of the American Statistical Association 47.

    Examples
    --------
    >>> [round(rank, 4) for rank in ranks_around_median(100, 1.0)]
    [0.4038, 0.5962]
    """
    found = clustered_share(rows / 2, rows, effect * rows / 4, confidence=confidence)
    return found.lower, found.upper
