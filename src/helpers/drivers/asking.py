"""The front page of chapter 08: all questions in the order in which managers ask them."""

from typing import Any, NamedTuple

import pandas as pd

from helpers.drivers import questions
from helpers.drivers.channel_questions import channel_return, mass_or_direct, reach_high_end
from helpers.drivers.effects import Prices
from helpers.drivers.naming import part_words
from helpers.drivers.questions import Answer

# Sentences that say a grade; what cannot be told is said as being not known.
GRADED = ("B", "C")


class Found(NamedTuple):
    """What chapter 08 found, as its tables are written.

    Attributes
    ----------
    prices : Prices
    rivals, products, launches, promotions, loyalty : DataFrame
        The tables `driver_` and their names.
    groups : dict of str to Series
        As from `customer_groups`.
    media, direct, reach : DataFrame or None
        The tables `media_effects`, `direct_effects` and `channel_reach`.
    """

    prices: Prices
    rivals: pd.DataFrame
    products: pd.DataFrame
    launches: pd.DataFrame
    promotions: pd.DataFrame
    loyalty: pd.DataFrame
    groups: dict[str, pd.Series]
    media: pd.DataFrame | None = None
    direct: pd.DataFrame | None = None
    reach: pd.DataFrame | None = None


def answers(found: Found) -> list[Answer]:
    """Return all questions, answered."""
    effects = found.prices.effects
    return [
        questions.high_end(effects),
        questions.regions(effects),
        questions.rivals(found.rivals, effects),
        questions.fastest(found.products),
        questions.launches(found.launches, any_tiers="value_tier" in found.groups),
        mass_or_direct(found.media, found.direct),
        questions.promotions(found.promotions),
        reach_high_end(found.reach),
        channel_return(found.media),
        questions.loyalty(found.loyalty),
    ]


def say_answers(told: list[Answer], report: Any, names: dict[str, str] | None = None) -> None:
    """Say all answers, one sentence each, with their grades, or what they need.

    Parameters
    ----------
    names : dict of str to str, optional
        What readers call groups, by id.
    """
    for one in told:
        values = dict(one.told)
        for name in ("part", "other"):
            if name in values:
                kind = "value_tier" if (one.question, name) == ("launch", "other") else one.kind
                values[name] = part_words(kind, values[name], report, names)
        if one.grade in GRADED:
            values["grade"] = one.grade
        report.say(f"drivers.answer.{one.question}_{one.verdict}", **values)
