"""Numbers of people, and what else stands in a sentence with one that is small."""

import math
from collections.abc import Iterable
from enum import Enum
from typing import Any

STEP = 5
SMALLEST = 10  # a smaller number of people is not told
FIGURES = ("about", "money", "number", "percent", "points", "share")
PAIRS = ("about", "share")  # forms of shares of people, told as (some, all)


class Told(Enum):
    """What is said instead of a number; the catalogue's key of it."""

    FEW = "reporting.few_people"
    NEARLY_ALL = "reporting.nearly_all"
    WITHHELD = "reporting.withheld"


def is_few(number: float, minimum: int) -> bool:
    """Return whether so many people are a group too small to be told of."""
    return 0 < number < minimum


def tells_of_few(part: float, whole: float, minimum: int) -> bool:
    """Return whether a part, or what it leaves of the whole, is too small to be told of."""
    return is_few(part, minimum) or is_few(whole - part, minimum)


def rounded(number: float, minimum: int = 0) -> int:
    """Return a number of people to the nearest 5, never rounded across the minimum.

    Examples
    --------
    >>> rounded(12), rounded(13), rounded(12, minimum=12), rounded(0, minimum=10)
    (10, 15, 15, 0)
    """
    nearest = math.floor(number / STEP + 0.5) * STEP
    return nearest + STEP if nearest < minimum <= number else nearest


def careful(
    places: Iterable[tuple[str | None, str]], values: dict[str, Any], minimum: int
) -> dict[str, Any]:
    """Return a sentence's values as far as they may be told.

    A small number of people is said to be small, a number that differs from another one
    by so few is said to be nearly all of it, and figures that stand in one sentence with a
    small number are withheld: they are of those people.

    Parameters
    ----------
    places : iterable of (str, str)
        Name and form of each value's place.
    values : dict
        What the places hold.
    minimum : int
        Smallest number of people that is told.
    """
    forms = [(name, form.partition("|")[0].rstrip("0123456789")) for name, form in places if name]
    people = {name: values.get(name) for name, form in forms if form == "people"}
    people = {name: number for name, number in people.items() if _is_number(number)}
    told = {
        name: Told.NEARLY_ALL
        for name, number in people.items()
        if any(is_few(other - number, minimum) for other in people.values())
    }
    few = {name: Told.FEW for name, number in people.items() if is_few(number, minimum)}
    shares = {name: values.get(name) for name, form in forms if form in PAIRS}
    hidden = {n for n, pair in shares.items() if _is_pair(pair) and hides(*pair, minimum)}
    hidden |= {name for name, form in forms if form in FIGURES and few}
    return values | told | few | dict.fromkeys(hidden, Told.WITHHELD)


def hides(part: float, whole: float, minimum: int) -> bool:
    """Return whether the share of a part in a whole may not be told."""
    return is_few(whole, minimum) or tells_of_few(part, whole, minimum)


def _is_pair(value: Any) -> bool:
    return isinstance(value, tuple)


def _is_number(value: Any) -> bool:
    return value is not None and not isinstance(value, (Told, str)) and value == value
