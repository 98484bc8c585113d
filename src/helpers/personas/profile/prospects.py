"""Prospects placed on the nearest persona, and how often such a placing is right."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence import Interval, proportion_interval
from helpers.evidence.counts import Counts
from helpers.evidence.membership import is_among
from helpers.personas.profile.gathering import main_personas
from helpers.personas.profile.likeness import (
    FOLDS,
    Likeness,
    degrees_of,
    distances_to,
    learn_likeness,
    only,
)
from helpers.personas.profile.looks import looks
from helpers.workspace import Desk, contracts

FEWEST_ACTS = 3  # below which too little is known of a prospect
FARTHEST = 0.99  # of customers lie nearer to their own persona than what is unlike any
FEWEST_TAUGHT = 100  # customers from whose visits personas are learnt
LIKE, UNLIKE, LITTLE = "like_persona", "unlike_any", "too_little_known"


class Tried(NamedTuple):
    """How customers were placed whose orders were hidden.

    Attributes
    ----------
    hits : Interval or None
        Share whose persona was found, with Wilson's interval; None where nothing was tried:
        too few visited, or there is one persona, so that `base` is 1.
    base : float
        Share that is right where all are put into the largest persona.
    customers : int
    """

    hits: Interval | None
    base: float
    customers: int


class Placed(NamedTuple):
    """The table `persona_prospects`, and how well the same was done with customers."""

    table: pd.DataFrame
    tried: Tried


def place_prospects(desk: Desk, members: pd.DataFrame) -> Placed:
    """Return the table `persona_prospects`, and how well customers are placed the same way.

    Parameters
    ----------
    desk : Desk
        Where `customers`, `acts` and, as far as they are there, `events`, `contacts` and
        `leads` are read.
    members : DataFrame
        The table `persona_members`.
    """
    main, people = main_personas(members), desk.read("customers", in_engine=True)
    waiting = people.filter(people.is_prospect & people.in_scope).customer_id.to_pandas()
    waiting = waiting[~is_among(waiting, main.index)]
    waiting = pd.Index(waiting, dtype="str").sort_values()
    every = looks(desk, main.index.union(waiting))
    return place(every, main, waiting)


def place(every: Counts, main: pd.Series, prospects: pd.Index) -> Placed:
    """Return prospects placed by their acts, and the same tried with customers.

    Parameters
    ----------
    every : Counts
        What customers and prospects did without buying.
    main : Series of str
        The persona of each customer, by customer.
    prospects : Index
        Who is to be placed, sorted.
    """
    acts = _acts(every)
    taught = is_among(every.customers, main.index) & (acts >= FEWEST_ACTS)
    if taught.sum() < FEWEST_TAUGHT:
        return Placed(_unplaced(prospects, every, acts), Tried(None, np.nan, int(taught.sum())))
    own = only(every, np.flatnonzero(taught))
    personas = main[own.customers]
    known = learn_likeness(own, personas)
    tried = _tried(own, personas, known.temperature)
    farthest = np.quantile(distances_to(known, own, personas), FARTHEST)
    wanted = only(every, every.customers.get_indexer(prospects))
    return Placed(_placed(known, wanted, farthest), tried)


def prospect_evidence(tried: Tried) -> pd.DataFrame:
    """Return the table `prospect_evidence`; without rows where nothing was tried."""
    rows = [] if tried.hits is None else [
        ("by_acts", tried.customers, *tried.hits),
        ("largest_persona", tried.customers, tried.base, np.nan, np.nan),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(contracts.load("prospect_evidence").columns))


def _acts(counts: Counts) -> np.ndarray:
    """Return how many acts of each customer speak: those of the block with the most."""
    return counts.cases.sum(axis=0).max(axis=1, initial=0).astype("int64")


def _placed(known: Likeness, wanted: Counts, farthest: float) -> pd.DataFrame:
    degrees, acts = degrees_of(known, wanted), _acts(wanted)
    nearest = pd.Series(degrees.columns.to_numpy()[degrees.to_numpy().argmax(axis=1)],
                        index=wanted.customers, dtype="str")  # fmt: skip
    distance = distances_to(known, wanted, nearest)
    few = acts < FEWEST_ACTS
    verdict = np.where(few, LITTLE, np.where(distance > farthest, UNLIKE, LIKE))
    told = pd.DataFrame({
        "customer_id": wanted.customers, "persona_id": nearest.mask(few).to_numpy(),
        "degree": np.where(few, np.nan, degrees.max(axis=1)),
        "distance": np.where(few, np.nan, distance), "cases": acts, "verdict": verdict,
    })  # fmt: skip
    return told[list(contracts.load("persona_prospects").columns)]


def _unplaced(prospects: pd.Index, every: Counts, acts: np.ndarray) -> pd.DataFrame:
    cases = pd.Series(acts, index=every.customers).reindex(prospects, fill_value=0)
    nothing = pd.Series(np.nan, index=prospects)
    return pd.DataFrame({
        "customer_id": prospects, "persona_id": pd.Series(None, prospects, dtype="str").to_numpy(),
        "degree": nothing.to_numpy(), "distance": nothing.to_numpy(), "cases": cases.to_numpy(),
        "verdict": LITTLE,
    })  # fmt: skip


def _tried(own: Counts, personas: pd.Series, temperature: float) -> Tried:
    """Return how often customers are placed right whom the placing has not seen."""
    base = float(personas.value_counts(normalize=True).max())
    if personas.nunique() < 2:
        return Tried(None, base, len(personas))
    hits, rows = 0, np.arange(len(personas))
    for fold in range(FOLDS):
        inside = rows % FOLDS == fold
        taught = only(own, rows[~inside])
        known = learn_likeness(taught, personas[~inside], temperature=temperature)
        guess = degrees_of(known, only(own, rows[inside])).idxmax(axis=1)
        hits += int((guess.to_numpy() == personas[inside].to_numpy()).sum())
    return Tried(proportion_interval(hits, len(rows)), base, len(rows))
