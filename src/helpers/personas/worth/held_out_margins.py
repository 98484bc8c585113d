"""Margins of personas where one half of each record tells the persona, and the other the margin.

What customers did formed the personas, returns and codes among it. A persona of people who
happened to return much would look costly by chance alone. Of the half of their days that did
not tell whom they are like, it would not.
"""

import numpy as np
import pandas as pd

from helpers.evidence import mean_difference
from helpers.evidence.counts import Counts
from helpers.evidence.membership import is_among
from helpers.personas.profile.gathering import main_personas
from helpers.personas.profile.items import FEWEST
from helpers.personas.profile.likeness import degrees_of, half_alone, learn_likeness, only
from helpers.personas.worth.margins import customer_margin
from helpers.personas.worth.sales import Sales

COLUMNS = ["persona_id", "apart", "apart_lower", "apart_upper"]


def held_out_margins(sales: Sales, members: pd.DataFrame, counts: Counts) -> pd.DataFrame:
    """Return how far the margin of each persona lies from everybody else's, held out.

    Parameters
    ----------
    sales : Sales
        As from `read_sales`.
    members : DataFrame
        The table `persona_members`.
    counts : Counts
        What customers did up to the as-of day, in two halves.

    Returns
    -------
    DataFrame
        As from `apart`.
    """
    main = main_personas(members)
    own = only(counts, np.flatnonzero(is_among(counts.customers, main.index)))
    parts = []
    for half in (0, 1):
        margin = customer_margin(sales, own.customers, half=half)
        told = told_by(own, main, half=1 - half)
        parts.append(margin.assign(persona_id=margin["customer_id"].map(told), half=half))
    return apart(pd.concat(parts, ignore_index=True))


def told_by(counts: Counts, main: pd.Series, *, half: int) -> pd.Series:
    """Return the persona of each customer as one half of the record tells it."""
    alone = half_alone(counts, half)
    known = learn_likeness(alone, main.reindex(counts.customers))
    return degrees_of(known, alone).idxmax(axis=1)


def apart(halves: pd.DataFrame) -> pd.DataFrame:
    """Return how far margins lie apart, per customer and year.

    Parameters
    ----------
    halves : DataFrame
        `customer_id`, `half`, `persona_id` as the other half tells it, and `margin`.

    Returns
    -------
    DataFrame
        One row per persona: `apart`, its margin less everybody else's, with Welch's 95 %
        interval, wide enough for halves of one record that are wholly alike; missing where
        margins are not known, or of too few.
    """
    rows = []
    for name in sorted(halves["persona_id"].unique()):
        own = halves["persona_id"].eq(name)
        sides = [2 * halves.loc[side, "margin"].to_numpy() for side in (own, ~own)]
        few = min(len(side) for side in sides) < FEWEST or halves["margin"].isna().any()
        rows.append((name, *((np.nan,) * 3 if few else _wide(*sides))))
    return pd.DataFrame(rows, columns=COLUMNS)


def _wide(own: np.ndarray, rest: np.ndarray) -> tuple[float, float, float]:
    """Return a difference with an interval as though both halves of a record were one case."""
    found, lower, upper = mean_difference(treatment=own, control=rest)
    return found, found - 2**0.5 * (found - lower), found + 2**0.5 * (upper - found)
