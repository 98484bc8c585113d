"""Names for personas: fitting where most of them live and when they were born, each once.

Sex is not known of a persona, so that given names are those that anybody bears.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from helpers.personas.card import lots

UNKNOWN_AGE = 40.0
PLACE_JOINT = "/"
COLUMNS = ["persona_id", "name_en", "name_zh"]
# What the first number of an open age group says of those in it.
YOUNGER = ("under", "below", "up to", "<", "以下", "不到")
OLDER = ("over", "above", "+", "以上", ">")


class Name(NamedTuple):
    """A name in Latin letters and in Chinese."""

    english: str
    chinese: str


def choose_names(
    portraits: pd.DataFrame,
    *,
    year: int,
    before: pd.DataFrame | None = None,
    decided: dict[str, Name] | None = None,
    avoid: frozenset[str] = frozenset(),
) -> pd.DataFrame:
    """Return a name for each persona, distinct from the others in family and given name.

    Parameters
    ----------
    portraits : DataFrame
        One row per persona: `persona_id`, `region` such as "CN/GD", and `age_group` such
        as "25-34", either of them missing where it is not known.
    year : int
        The year of the period: who is so old was born so long before.
    before : DataFrame, optional
        `persona_id`, `name_en`, `name_zh` of the quarter before; these names stay.
    decided : dict of str to Name, optional
        What analysts named personas; stronger than everything else.
    avoid : set of str, optional
        Names, in either script, that no persona is to get anew, such as those of real people.

    Returns
    -------
    DataFrame
        `persona_id`, `name_en`, `name_zh`, in the order of `portraits`.

    Raises
    ------
    ValueError
        If there are more personas than names.
    """
    kept = _kept(portraits["persona_id"], before, decided or {})
    used = {part for name in kept.values() for part in _parts(name)}
    for row in portraits.sort_values("persona_id").itertuples():
        if row.persona_id not in kept:
            kept[row.persona_id] = _first_free(row, year, used, avoid)
            used |= set(_parts(kept[row.persona_id]))
    told = [(persona, *kept[persona]) for persona in portraits["persona_id"]]
    return pd.DataFrame(told, columns=COLUMNS).astype("str")


def middle_age(age_group: Any) -> float | None:
    """Return the age in the middle of a group; None where the words tell none.

    Examples
    --------
    >>> middle_age("25-34"), middle_age("under 25"), middle_age("55 and over"), middle_age("?")
    (29.5, 20.0, 62.0, None)
    """
    text = str(age_group)
    numbers = [float(number) for number in re.findall(r"\d+", text)[:2]]
    if len(numbers) == 1 and any(word in text for word in YOUNGER):
        return numbers[0] - 5
    if len(numbers) == 1 and any(word in text for word in OLDER):
        return numbers[0] + 7
    return sum(numbers) / len(numbers) if numbers else None


@cache
def _lists() -> list[dict[str, Any]]:
    path = Path(__file__).with_name("names.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))["lists"]


def _kept(ids: pd.Series, before: pd.DataFrame | None, decided: dict[str, Name]) -> dict:
    """Return the names that stand: those decided, else those of the quarter before."""
    earlier = {} if before is None else {row.persona_id: Name(row.name_en, row.name_zh)
                                         for row in before.itertuples()}  # fmt: skip
    return {one: (earlier | decided)[one] for one in ids if one in earlier or one in decided}


def _parts(name: Name) -> list[str]:
    return [*name.english.split(), name.english, name.chinese]


def _first_free(row: Any, year: int, used: set[str], avoid: frozenset[str]) -> Name:
    """Return the first name by lot of which neither part is borne by another persona."""
    fitting = _list_of(row.region)
    given = _given_of(fitting, year - (middle_age(row.age_group) or UNKNOWN_AGE))
    pairs = {f"{f[1]} {g[1]}": (f, g) for f in fitting["family"] for g in given}
    for key in lots.in_order_of_lot(row.persona_id, "name", list(pairs)):
        name = _whole(*pairs[key], family_first=fitting.get("family_first", False))
        if not used & set(_parts(name)) and not avoid & {name.english, name.chinese}:
            return name
    raise ValueError(f"personas: no name is left for {row.persona_id} in {fitting['name']}")


def _list_of(region: Any) -> dict[str, Any]:
    country = "" if pd.isna(region) else str(region).partition(PLACE_JOINT)[0].casefold()
    fits = [one for one in _lists() if country in (place.casefold() for place in one["places"])]
    return (fits or _lists()[-1:])[0]


def _given_of(fitting: dict[str, Any], born: float) -> list[list[str]]:
    """Return the given names of a decade of birth, or of the nearest that is told."""
    decade = min(fitting["given"], key=lambda one: (abs(int(one) + 5 - born), one))
    return fitting["given"][decade]


def _whole(family: list[str], given: list[str], *, family_first: bool) -> Name:
    if family_first:
        return Name(f"{family[1]} {given[1]}", f"{family[0]}{given[0]}")
    return Name(f"{given[1]} {family[1]}", f"{given[0]}·{family[0]}")
