"""Values that stand for no person: the telephone that ten thousand customers share."""

import tomllib
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.single_view.match_keys import DETAILS
from helpers.single_view.names import name_keys

LISTED = Path(__file__).with_name("placeholders.toml")
# What tells people apart who share a value of one detail.
TOLD_APART_BY = {
    "email": ("name_letters", "phone"),
    "phone": ("name_letters", "email"),
    "address": ("name_letters", "email", "phone"),
    "national_id": ("name_letters", "email", "phone"),
}
MOST_SHARED = 8  # people; more than live in a household and share a phone
SHOWN_BY = {"name": "name_key", "address": "street"}  # the key that is judged, if not the detail's


def without_placeholders(
    keys: pd.DataFrame, *, most_shared: int = MOST_SHARED
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return keys of which none is a placeholder, and how many values were left out.

    A value is a placeholder where it is listed in ``placeholders.toml``, or where more
    than `most_shared` people have it who differ in another detail. Names and birth
    dates are shared by many, and are judged by the list alone. No record is lost: one
    that has nothing but placeholders is compared by nothing and stays by itself.

    Parameters
    ----------
    keys : DataFrame
        As from `match_keys`.
    most_shared : int
        The most people with one value that still speaks for a person.

    Returns
    -------
    keys : DataFrame
        The same rows; what a placeholder gave is missing.
    left_out : DataFrame
        `detail`, `why` ("listed" or "shared"), `values` and `records`: counts only, no
        value; without rows where there was none.
    """
    kept, counts = keys.copy(), []
    for detail, columns in DETAILS.items():
        values = keys[SHOWN_BY.get(detail, detail)]
        known = listed(detail, values)
        shared = _shared(keys, detail, values, most_shared) & ~known
        for why, struck in (("listed", known), ("shared", shared)):
            if struck.any():
                counts.append((detail, why, values[struck].nunique(), int(struck.sum())))
                kept.loc[struck, list(columns)] = None
    return kept, pd.DataFrame(counts, columns=["detail", "why", "values", "records"])


def listed(detail: str, values: pd.Series) -> pd.Series:
    """Return which values of a detail stand on the list of what stands for nobody."""
    names, patterns = _lists()
    if detail == "name":
        return values.isin(names)
    return values.str.fullmatch(patterns[detail], na=False)


@cache
def _lists() -> tuple[frozenset[str], dict[str, str]]:
    """Return the listed names as keys, and a pattern for each other detail."""
    told = tomllib.loads(LISTED.read_text(encoding="utf-8"))
    names = name_keys(pd.DataFrame({"name": told["name"]}))["name_key"]
    return frozenset(names), {
        detail: "(?:" + "|".join(f"(?:{pattern})" for pattern in some) + ")"
        for detail, some in told["patterns"].items()
    }


def _shared(keys: pd.DataFrame, detail: str, values: pd.Series, most_shared: int) -> pd.Series:
    """Return which records have a value that too many different people have."""
    place = pd.factorize(values)[0]
    often = (np.bincount(place + 1)[place + 1] > most_shared) & (place >= 0)
    too_many = pd.Series(False, index=keys.index)
    for other in TOLD_APART_BY.get(detail, ()) if often.any() else ():
        people = keys.loc[often, other].groupby(values[often]).nunique()
        too_many |= values.isin(people.index[people > most_shared])
    return too_many
