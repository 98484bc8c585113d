"""How the members of each persona differ from everybody else: means, shares and intervals.

References
----------
Welch (1947), "The generalization of Student's problem when several different population
variances are involved", Biometrika 34. Chan, Golub and LeVeque (1983), "Algorithms for
computing the sample variance", The American Statistician 37 (moments put together).
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence import proportion_difference, proportion_interval

COLUMNS = [
    "part", "value", "lower", "upper", "n", "n_elsewhere", "elsewhere", "difference",
    "difference_lower", "difference_upper", "p",
]  # fmt: skip
FEW_EXPECTED = 5  # cases of a share, below which its test is exact


class Moments(NamedTuple):
    """Of groups and columns: how many are known, their mean, and their squared deviations."""

    n: np.ndarray
    mean: np.ndarray
    squares: np.ndarray


def moments(values: np.ndarray, groups: np.ndarray, number: int) -> Moments:
    """Return the moments of each column within each group; missing values are left out.

    Parameters
    ----------
    values : ndarray of float, shape (customers, columns)
    groups : ndarray of int, shape (customers,)
        Position of each customer's group, below `number`.
    """
    found = np.zeros((3, number, values.shape[1]))
    for group in range(number):
        own = values[groups == group]
        known = ~np.isnan(own)
        n = known.sum(axis=0)
        mean = np.where(known, own, 0).sum(axis=0) / np.maximum(n, 1)
        found[:, group] = n, mean, np.where(known, (own - mean) ** 2, 0).sum(axis=0)
    return Moments(*found)


def of_all_others(told: Moments) -> Moments:
    """Return for each group the moments of all other groups together."""
    own = np.eye(len(told.n), dtype=bool)[:, :, None]
    n = np.where(own, 0, told.n[None])
    total = n.sum(axis=1)
    mean = (n * told.mean[None]).sum(axis=1) / np.maximum(total, 1)
    apart = (told.mean[None] - mean[:, None]) ** 2
    squares = np.where(own, 0, told.squares[None]) + n * apart
    return Moments(total, mean, squares.sum(axis=1))


def compare_means(
    values: pd.DataFrame, groups: np.ndarray, number: int, *, confidence: float = 0.95
) -> list[pd.DataFrame]:
    """Return for each group how the means of some columns differ from all others'.

    Returns
    -------
    list of DataFrame
        One per group, one row per column of `values`, with `COLUMNS`: Student's interval
        of the mean, Welch's of the difference, and Welch's two-sided p-value.
    """
    from scipy.stats import t

    own = moments(values.to_numpy(dtype=float), groups, number)
    rest = of_all_others(own)
    with np.errstate(invalid="ignore", divide="ignore"):
        error, other = (one.squares / (one.n - 1) / one.n for one in (own, rest))
        half = t.ppf((1 + confidence) / 2, own.n - 1) * np.sqrt(error)
        both = error + other
        freedom = both**2 / (error**2 / (own.n - 1) + other**2 / (rest.n - 1))
        apart, away = own.mean - rest.mean, np.sqrt(both)
        wide = np.where(both > 0, t.ppf((1 + confidence) / 2, freedom) * away, 0.0)
        p = np.where(both > 0, 2 * t.sf(np.abs(apart) / away, freedom), 1.0)
    told = (own.mean, own.mean - half, own.mean + half, own.n, rest.n, rest.mean, apart,
            apart - wide, apart + wide, p)  # fmt: skip
    return [
        pd.DataFrame({"part": list(values), **{
            name: column[group] for name, column in zip(COLUMNS[1:], told, strict=True)
        }})
        for group in range(number)
    ]  # fmt: skip


def compare_shares(
    flags: pd.DataFrame, groups: np.ndarray, number: int, *, confidence: float = 0.95
) -> list[pd.DataFrame]:
    """Return for each group how the shares of those who have something differ from all others'.

    Returns
    -------
    list of DataFrame
        As from `compare_means`: Wilson's interval, Newcombe's of the difference, and the
        score test's p-value, Fisher's where few cases are expected.
    """
    values = flags.to_numpy(dtype=float)
    has, known = (
        [np.bincount(groups[column], minlength=number) for column in one.T]
        for one in (values == 1, ~np.isnan(values))
    )
    told = [[] for _ in range(number)]
    for group in range(number):
        for place, part in enumerate(flags):
            pairs = [(int(one[place][group]), int(one[place].sum())) for one in (has, known)]
            own, every = zip(*pairs, strict=True)
            rest = every[0] - own[0], every[1] - own[1]
            told[group].append((part, *_one_share(own, rest, confidence)))
    return [pd.DataFrame(rows, columns=COLUMNS) for rows in told]


def _one_share(own: tuple[int, int], rest: tuple[int, int], confidence: float) -> tuple:
    nothing = (np.nan, np.nan, np.nan)
    value = proportion_interval(*own, confidence=confidence) if own[1] else nothing
    if not own[1] or not rest[1]:
        return (*value, own[1], rest[1], np.nan, *nothing, 1.0)
    apart = proportion_difference(treatment=own, control=rest, confidence=confidence)
    return (*value, own[1], rest[1], rest[0] / rest[1], *apart, p_of_shares(own, rest))


def p_of_shares(own: tuple[int, int], rest: tuple[int, int]) -> float:
    """Return the two-sided p-value of two shares, each told as how many of how many.

    The score test, and Fisher's exact one where fewer than five are expected in a cell.

    Examples
    --------
    >>> round(p_of_shares((56, 70), (48, 80)), 4)
    0.008
    """
    from scipy.stats import fisher_exact, norm

    rows = own[1] + rest[1]
    share = (own[0] + rest[0]) / rows
    if share in (0.0, 1.0):
        return 1.0
    if min(share, 1 - share) * min(own[1], rest[1]) < FEW_EXPECTED:
        table = [[own[0], own[1] - own[0]], [rest[0], rest[1] - rest[0]]]
        return float(fisher_exact(table).pvalue)
    error = (share * (1 - share) * (1 / own[1] + 1 / rest[1])) ** 0.5
    return float(2 * norm.sf(abs(own[0] / own[1] - rest[0] / rest[1]) / error))
