"""The whole way from contact details to people: keys, certain links, weights, groups."""

from typing import NamedTuple

import pandas as pd

from helpers.single_view.blocking import Blocking, choose_blocking
from helpers.single_view.certain import certain_links
from helpers.single_view.clusters import THRESHOLD, people_of
from helpers.single_view.comparisons import comparisons
from helpers.single_view.linker import on_engine
from helpers.single_view.match_keys import DETAILS, match_keys
from helpers.single_view.model import learn_model
from helpers.single_view.placeholders import without_placeholders
from helpers.single_view.scoring import LOWEST, score_pairs
from helpers.workspace import UsageError

NO_PAIRS = pd.DataFrame({
    "record_l": pd.Series(dtype="str"), "record_r": pd.Series(dtype="str"),
    "probability": pd.Series(dtype=float), "weight": pd.Series(dtype=float),
})  # fmt: skip


class Linkage(NamedTuple):
    """Who is the same person, and how that was found.

    Attributes
    ----------
    people : Series
        Person by record id; a person is named by the smallest of its records.
    pairs : DataFrame
        The pairs that may be one person, as from `score_pairs`.
    links : DataFrame
        The pairs that certainly are, as from `certain_links`.
    placeholders : DataFrame
        How many values stood for nobody, as from `without_placeholders`.
    blocking : Blocking
        Which pairs were looked at.
    model : dict
        What was learnt, as from `learn_model`; empty where there was nothing to compare.
    usable : DataFrame
        Which details each record has that speak for a person, by record id; one column of
        flags per detail.
    """

    people: pd.Series
    pairs: pd.DataFrame
    links: pd.DataFrame
    placeholders: pd.DataFrame
    blocking: Blocking
    model: dict
    usable: pd.DataFrame


def link_records(
    details: pd.DataFrame,
    *,
    marks: pd.DataFrame | None = None,
    together: pd.DataFrame | None = None,
    apart: pd.DataFrame | None = None,
    threshold: float = THRESHOLD,
) -> Linkage:
    """Return who is the same person among these records.

    Where the records have nothing in common to be compared by, each is a person of its
    own, certain links apart.

    Parameters
    ----------
    details : DataFrame
        One row per record, as `match_keys` takes them.
    marks : DataFrame, optional
        What names one person across sources, as `certain_links` takes it.
    together, apart : DataFrame, optional
        `record_l`, `record_r`: records that must always, and never, be one person.
    threshold : float
        Probability from which two groups of records are one person.

    Raises
    ------
    UsageError
        If the threshold is no probability, or below that of every pair that is kept.
    """
    if not LOWEST <= threshold < 1:
        raise UsageError(f"threshold {threshold:g}: it must be at least {LOWEST:g} and below 1")
    keys, placeholders = without_placeholders(match_keys(details))
    links = certain_links(keys, marks)
    with on_engine(keys) as records:
        blocking = choose_blocking(records)
        model = learn_model(records, blocking) if len(keys) > 1 and comparisons(keys) else {}
        pairs = score_pairs(records, model) if model else NO_PAIRS
    people = people_of(
        keys["record_id"], pairs, links, together=together, apart=apart, threshold=threshold
    )
    known = {name: keys[list(own)].notna().any(axis=1) for name, own in DETAILS.items()}
    usable = pd.DataFrame(known).set_axis(keys["record_id"])
    return Linkage(people, pairs, links, placeholders, blocking, model, usable)
