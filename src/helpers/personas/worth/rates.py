"""What serving costs: the company's list of activities, read by words that are data."""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

FILE = Path(__file__).with_name("costs.toml")


class Rates(NamedTuple):
    """What each activity costs: money each, `payment` a share of what is paid, `recovered` of cost.

    `known` are those that the company's list told of; all others are nought.
    """

    parcel: float = 0.0
    parcel_abroad: float = 0.0
    returned: float = 0.0
    ticket: float = 0.0
    payment: float = 0.0
    recovered: float = 0.0
    known: frozenset[str] = frozenset()


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def rates_of(serving_costs: pd.DataFrame) -> Rates:
    """Return what serving costs, from the table `serving_costs`; abroad costs as at home if untold.

    An activity that no words know is left out.
    """
    found: dict[str, float] = {}
    for activity, cost in zip(serving_costs["activity"], serving_costs["cost"], strict=True):
        plain = str(activity).casefold()
        fits = [name for name, words in _words()["activities"].items()
                if any(word in plain for word in words)]  # fmt: skip
        if fits:
            found.setdefault(fits[0], float(cost))
    told = frozenset(found)
    if "parcel" in found:
        found.setdefault("parcel_abroad", found["parcel"])
    return Rates(**found, known=told)


def till_channels() -> list[str]:
    """Return the names, in lower case, of channels whose orders need no parcel."""
    return _words()["channels"]["till"]
