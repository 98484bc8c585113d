"""Withhold small groups, and enough others that they cannot be worked out again."""

from numbers import Number
from typing import NamedTuple

import pandas as pd

STEP = 5
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
) -> Suppressed:
    """Return a frame in which no group smaller than the minimum shows its figures.

    Groups from 1 to ``minimum`` - 1 are withheld. Next smallest groups are withheld
    as well until whoever knows the total cannot compute a withheld size: at least
    two are withheld, together they reach the minimum, and their sum does not force
    each of them. An empty group has nobody to protect and shows its 0. A group of
    unknown size is withheld.

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
        Columns that name a group and stay; by default the first column, those
        that hold text, and ``within``. All others are figures.

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
    >>> tiers = pd.DataFrame({"tier": ["high", "mid", "low"], "customers": [4, 12, 99]})
    >>> suppress(tiers, "customers", 10).hidden["customers"].tolist()
    [True, True, False]
    """
    frame = frame.reset_index(drop=True)
    sizes = _sizes(frame, count)
    rows = [
        part[place]
        for part in _parts(frame, within)
        for place in hidden_places(sizes[part].tolist(), minimum)
    ]
    hidden = pd.DataFrame(False, frame.index, frame.columns)
    hidden.loc[rows, _figures(frame, count, within, labels)] = True
    shown = frame.assign(**{count: _rounded(sizes, minimum)})
    if SHARE in shown and within is None:
        # A share with decimals would undo the rounding, so it is worked out again.
        rounded = pd.to_numeric(shown[count]).astype(float)
        shown[SHARE] = rounded / max(rounded.sum(), 1)
    shown = shown.astype(dict.fromkeys(frame.columns[hidden.any()], object))
    safe = not rows or cannot_be_derived(sizes[rows].tolist(), minimum)
    return Suppressed(shown.mask(hidden, None), hidden, safe)


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


def _parts(frame: pd.DataFrame, within: str | list[str] | None) -> list[pd.Index]:
    if within is None:
        return [frame.index]
    by = [within] if isinstance(within, str) else list(within)
    return [part.index for _, part in frame.groupby(by, dropna=False, sort=False, observed=True)]


def _figures(frame, count, within, labels) -> list[str]:
    if labels is None:
        text = [name for name in frame if not _is_figure(frame[name])]
        parts = [within] if isinstance(within, str) else within or []
        labels = [frame.columns[0], *text, *parts]
    return [name for name in frame.columns if name == count or name not in labels]


def _is_figure(column: pd.Series) -> bool:
    kinds = pd.api.types
    if kinds.is_object_dtype(column):
        return not column.dropna().map(lambda value: isinstance(value, str)).all()
    return not (kinds.is_string_dtype(column) or isinstance(column.dtype, pd.CategoricalDtype))


def hidden_places(sizes: list[float], minimum: int) -> list[int]:
    """Return the places, in a list of sizes with one total, of those that are withheld."""
    hidden = {at: size for at, size in enumerate(sizes) if size != size or 0 < size < minimum}
    others = sorted({size for size in sizes if size >= max(minimum, 1)})
    for companion in others:
        if not hidden or cannot_be_derived(list(hidden.values()), minimum):
            break
        # All groups of this size go together: which of them went first would tell something.
        hidden.update({at: size for at, size in enumerate(sizes) if size == companion})
    return sorted(hidden)


def cannot_be_derived(sizes: list[float], minimum: int) -> bool:
    """Return whether withheld sizes stay unknown to who knows their sum and the rule."""
    if any(size != size for size in sizes):
        return len(sizes) > 1
    total, number = sum(sizes), len(sizes)
    all_as_small_as_can_be = total <= number
    all_as_large_as_small_ones_can_be = total == number * (minimum - 1)
    forced = all_as_small_as_can_be or all_as_large_as_small_ones_can_be
    return total >= minimum and not forced


def _rounded(sizes: pd.Series, minimum: int) -> pd.Series:
    """Return sizes to the nearest 5, never rounded across the minimum."""
    nearest = (sizes / STEP + 0.5) // 1 * STEP
    lifted = nearest.where((nearest >= minimum) | (sizes < minimum), nearest + STEP)
    return lifted.astype("Int64")
