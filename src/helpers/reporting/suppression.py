"""Withhold small groups, and enough others that they cannot be worked out again."""

from itertools import pairwise
from numbers import Number
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.reporting.people import rounded, tells_of_few
from helpers.reporting.withholding import (
    Amounts,
    cannot_be_derived,
    steps_withheld,
    withheld_rows,
)

SHARE = "share"  # the column that tells a size over the total


class Suppressed(NamedTuple):
    """A frame that may be shown.

    Attributes
    ----------
    frame : DataFrame
        The rows given, sizes rounded to 5 and their shares with them, withheld
        figures missing.
    hidden : DataFrame of bool
        True where a figure is withheld; same shape as ``frame``.
    total_is_safe : bool
        False where the sum of all sizes would give a withheld one away.
    """

    frame: pd.DataFrame
    hidden: pd.DataFrame
    total_is_safe: bool


def suppress(
    frame: pd.DataFrame,
    count: str,
    minimum: int,
    within: str | list[str] | None = None,
    *,
    labels: list[str] | None = None,
    steps_from: float | None = None,
) -> Suppressed:
    """Return a frame in which no group smaller than the minimum shows its figures.

    Which rows are withheld, and why, says ``withholding.withheld_rows``. An empty group
    has nobody to protect and shows its 0. A group of unknown size is withheld. Withheld rows
    go to the end of their total unless rows stand by name. Columns
    ``contributed``, ``largest`` and ``second_largest`` (the amount of each group, and of the
    two people in it with the largest ones) guard against telling one person's amount,
    and are never shown.

    Parameters
    ----------
    frame : DataFrame
        One row per group; the groups of one total do not overlap.
    count : str
        Column with the size of each group.
    minimum : int
        Smallest size that may be shown.
    within : str or list of str, optional
        Columns that say to which total a group belongs; without it, all to one.
    labels : list of str, optional
        Columns that name a group and stay; by default the first column, those that
        hold text and stand before the sizes, and ``within``. All others are figures.
    steps_from : number, optional
        The rows are no groups of a total but steps: each counts who is left of the people
        of the row above, the first one of so many.

    Returns
    -------
    Suppressed
        A new frame, the mask of what is withheld, and whether a total may be shown.

    Raises
    ------
    ValueError
        If the column of sizes is missing or holds a negative one.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, chapter 4: primary
    and secondary suppression.

    Examples
    --------
    >>> tiers = pd.DataFrame({"tier": ["high", "low", "mid"], "customers": [4, 99, 12]})
    >>> suppress(tiers, "customers", 10).hidden["customers"].tolist()
    [True, False, True]
    """
    frame = frame.reset_index(drop=True)
    sizes = _sizes(frame, count)
    parts = [within] if isinstance(within, str) else list(within or [])
    frame, amounts = _without_amounts(frame)
    given = _labels(frame, count) if labels is None else labels
    names = frame[list(dict.fromkeys([*parts, *given]))]
    if steps_from is None:
        rows = withheld_rows(sizes.to_numpy(), names, parts, minimum, amounts)
        order = _order(names, parts, rows)
    else:
        rows, order = steps_withheld(sizes.to_numpy(), steps_from, minimum), list(frame.index)
    shown = frame.assign(**{count: _rounded(sizes, minimum)})
    if SHARE in shown and sizes.notna().all():
        shown[SHARE] = _shares(shown, count, parts)
    hidden = pd.DataFrame(False, frame.index, frame.columns)
    hidden.loc[rows, [name for name in frame if name == count or name not in names]] = True
    shown = shown.astype(dict.fromkeys(frame.columns[hidden.any()], object)).mask(hidden, None)
    safe = not rows or cannot_be_derived(sizes[rows], minimum)
    return Suppressed(*(one.iloc[order].reset_index(drop=True) for one in (shown, hidden)), safe)


def _order(names: pd.DataFrame, parts: list[str], rows: list[int]) -> list[int]:
    """Return rows in an order that tells nothing of those that are withheld.

    Where rows stand by a figure, the neighbours of a withheld one are its bounds. So unless
    rows stand by their names, the withheld ones go to the end of their total, by name.
    """
    withheld = pd.Series(names.index.isin(rows), index=names.index)
    if withheld.any() and not parts and not _by_name(names):
        return [*names.index[~withheld], *sorted(rows, key=lambda row: str(names.iloc[row, 0]))]
    if withheld.any() and parts:
        totals = names.groupby(parts, sort=False, dropna=False, observed=True)
        inner = [names.loc[own.index].drop(columns=parts) for _, own in totals]
        return [
            own.index[at] for own in inner for at in
            _order(own.reset_index(drop=True), [], np.flatnonzero(withheld[own.index]).tolist())
        ]  # fmt: skip
    return list(names.index)


def _by_name(names: pd.DataFrame) -> bool:
    keys = list(names.itertuples(index=False, name=None))
    try:
        return all(one <= other for one, other in pairwise(keys))
    except TypeError:
        return False


def _without_amounts(frame: pd.DataFrame) -> tuple[pd.DataFrame, Amounts | None]:
    """Return a frame without what only guards it, and that."""
    guarding = [name for name in Amounts._fields if name in frame]
    if len(guarding) < len(Amounts._fields):
        return frame.drop(columns=guarding), None
    amounts = Amounts(*(frame[name].to_numpy(dtype=float) for name in guarding))
    return frame.drop(columns=guarding), amounts


def _shares(shown: pd.DataFrame, count: str, parts: list[str]) -> pd.Series:
    """Return shares of rounded sizes: those of exact ones would undo the rounding."""
    sizes = pd.to_numeric(shown[count]).astype(float)
    by = [shown[name] for name in parts]
    total = sizes.groupby(by, dropna=False).transform("sum") if by else sizes.sum()
    return sizes / (total.clip(lower=1) if by else max(total, 1))


def withhold_shares(shown: Suppressed, shares: dict[str, float], minimum: int) -> Suppressed:
    """Return a frame in which no column of shares tells of a small group.

    Parameters
    ----------
    shown : Suppressed
        What may be shown of the frame beside its shares.
    shares : dict of str to number
        By column, how many people its shares are of.
    minimum : int
        Smallest group that may be told of: neither fewer may be meant nor be left.
    """
    frame, hidden = shown.frame.copy(), shown.hidden.copy()
    for name, people in shares.items():
        meant = (pd.to_numeric(frame[name]) * people).round()
        few = meant.map(lambda part, of=people: tells_of_few(part, of, minimum))
        of = max(rounded(people), 1)
        told = meant.map(lambda part, of=of: rounded(part) / of, na_action="ignore")
        frame[name] = told.astype(object).mask(few, None) if few.any() else told
        hidden[name] |= few
    return Suppressed(frame, hidden, shown.total_is_safe)


def drawable(shown: Suppressed) -> pd.DataFrame:
    """Return a suppressed frame whose columns are numbers again, NaN where withheld.

    Parameters
    ----------
    shown : Suppressed
        As ``suppress`` returns it, one row per group.
    """
    frame = shown.frame
    holed = [name for name in frame.columns[shown.hidden.any()] if _holds_numbers(frame[name])]
    return frame.assign(**{name: pd.to_numeric(frame[name]).astype(float) for name in holed})


def _holds_numbers(column: pd.Series) -> bool:
    return column.dropna().map(lambda value: isinstance(value, Number)).all()


def _sizes(frame: pd.DataFrame, count: str) -> pd.Series:
    if count not in frame.columns:
        raise ValueError(f"the frame has no column {count!r} with the size of each group")
    sizes = pd.to_numeric(frame[count]).astype(float)
    if (sizes < 0).any():
        raise ValueError(f"{count}: {sizes.min():g} cannot be the size of a group")
    return sizes


def _labels(frame: pd.DataFrame, count: str) -> list[str]:
    before = frame.columns[: frame.columns.get_loc(count)]
    return [n for n in before if n == frame.columns[0] or not _is_figure(frame[n])]


def _is_figure(column: pd.Series) -> bool:
    kinds = pd.api.types
    if kinds.is_object_dtype(column):
        return not column.dropna().map(lambda value: isinstance(value, str)).all()
    return not (kinds.is_string_dtype(column) or isinstance(column.dtype, pd.CategoricalDtype))


def _rounded(sizes: pd.Series, minimum: int) -> pd.Series:
    return sizes.map(lambda size: rounded(size, minimum), na_action="ignore").astype("Int64")
