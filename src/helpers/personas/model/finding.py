"""Personas found: from what, by which model, how many, and who is of which, how surely."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence.basis import NEEDED, Basis, learn_basis, points_of, readable
from helpers.evidence.counts import Counts
from helpers.evidence.knowledge import sample_rows
from helpers.evidence.threads import one_thread
from helpers.personas.model.champion import Verdict, defend
from helpers.personas.model.choosing import (
    EVIDENCE,
    FEWEST_EACH,
    Evidence,
    chosen,
    looked_at,
    weigh,
)
from helpers.personas.model.held_out import Customers
from helpers.personas.model.mixture import Mixture, distances
from helpers.personas.model.model_rows import read_model
from helpers.personas.model.models import Model, degrees_of, fit_model, main, one_persona

MOST_LEARNT_FROM = 10_000  # customers; of more, so many are drawn, and everybody is placed
FARTHEST = 0.99  # share of customers who stand nearer to a persona than what is unlike any


class Found(NamedTuple):
    """Personas of one snapshot's customers.

    Attributes
    ----------
    labels : Series of int
        The main persona of each customer, by `customer_id`; 0 for the largest when learnt.
    degrees : DataFrame of float
        One row per customer, one column per label; rows sum to 1.
    evidence : DataFrame
        The table `persona_evidence`.
    features : DataFrame
        What formed the personas, in units that people know; one row per customer.
    basis : Basis
        What the personas are formed from.
    model : Model
    stands : Mixture
        Where personas stand, and how widely, whatever the model.
    farthest : float
        Distance beyond which somebody is unlike any customer.
    known_cases : Series of int
        How much is known of each customer: acts that count, or figures.
    why : str
        What decided: *too_few*, *nothing_repeats*, *one_cloud*, *found*, *kept* or *renewed*.
    kept : dict of int to str
        The persona of the quarter before by label, where its model goes on.
    """

    labels: pd.Series
    degrees: pd.DataFrame
    evidence: pd.DataFrame
    features: pd.DataFrame
    basis: Basis
    model: Model
    stands: Mixture
    farthest: float
    known_cases: pd.Series
    why: str
    kept: dict[int, str]

    @property
    def kind(self) -> str:
        """Return "mixture" or "nmf"."""
        return self.model.kind

    @property
    def centres(self) -> np.ndarray:
        """Return where each persona stands among customers, one row per label."""
        return self.stands.centres


def find_personas(
    scored: pd.DataFrame,
    counts: Counts,
    traits: pd.DataFrame | None = None,
    *,
    previous: pd.DataFrame | None = None,
    seed: int,
    most: int = 8,
) -> Found:
    """Return the personas that the data of one snapshot make.

    Parameters
    ----------
    scored : DataFrame
        `customer_id`, and recency, frequency and spend as in `segments` where anybody ordered.
    counts : Counts
        Of the same customers, recent acts counting for more.
    traits : DataFrame, optional
        One row per customer, for a company without orders.
    previous : DataFrame, optional
        The table `persona_model` of the quarter before: its personas go on until others
        are clearly better.
    most : int
        Largest number of personas that is looked at.
    """
    customers = Customers(scored.sort_values("customer_id", ignore_index=True), counts, traits)
    return _find(customers, previous, seed=seed, most=most)


@one_thread()
def _find(customers: Customers, previous: pd.DataFrame | None, *, seed: int, most: int) -> Found:
    basis = learn_basis(*customers, seed=seed)
    why = _too_little(customers, basis)
    if why:
        return _as_one(customers, basis, why)
    some = looked_at(customers, seed=seed)
    evidence = weigh(some, basis, most=most, seed=seed)
    before = None if previous is None or previous.empty else read_model(previous)
    verdict = defend(some, evidence, chosen(evidence), before)
    return _settled(customers, basis, evidence, verdict, before, seed)


def _too_little(customers: Customers, basis: Basis) -> str | None:
    """Return why there cannot be personas beyond one; None where there can."""
    if len(customers.scored) < 2 * FEWEST_EACH:
        return "too_few"
    # What they buy is known and says nothing: how often they buy would be tiers, not personas.
    if basis.name == "rfm" and NEEDED in customers.counts.blocks:
        return "nothing_repeats"
    places = points_of(basis, *customers).round(9)
    return None if (places != places[:1]).any() else "nothing_repeats"


def _settled(
    customers: Customers,
    basis: Basis,
    evidence: Evidence,
    verdict: Verdict,
    before: "tuple | None",
    seed: int,
) -> Found:
    """Return the personas that stand: those before, new ones, or one."""
    if verdict.pair is None:
        return _as_one(customers, basis, verdict.why, evidence.table)
    ids: dict[int, str] = {}
    if verdict.keeps:
        basis, model, ids = before.basis, before.model, dict(enumerate(before.ids))
    else:
        rows = sample_rows(len(customers.scored), MOST_LEARNT_FROM, seed=seed)
        kind, groups = verdict.pair
        model = fit_model(kind, basis, customers.known(basis).of(rows), groups, seed=seed)
    table = _evidence_table(evidence.table, verdict.pair)
    return _found(customers, basis, model, table, verdict.why, ids)


def _evidence_table(table: pd.DataFrame, pair: tuple[str, int] | None) -> pd.DataFrame:
    kind, groups = pair or ("", 1)
    own = table["model"].eq(kind) & table["personas"].eq(groups)
    return table.assign(chosen=own).astype({"personas": "int64"})


def _as_one(
    customers: Customers, basis: Basis, why: str, table: pd.DataFrame | None = None
) -> Found:
    directions = customers.known(basis).directions
    empty = pd.DataFrame(columns=EVIDENCE) if table is None else table
    return _found(
        customers, basis, one_persona(directions), _evidence_table(empty, None), why, {}
    )


def _found(
    customers: Customers, basis: Basis, model: Model, table: pd.DataFrame, why: str, kept: dict
) -> Found:
    """Return everybody under a model."""
    known = customers.known(basis)
    index = pd.Index(customers.scored["customer_id"], name="customer_id")
    degrees = degrees_of(model, basis, known)
    labels = main(degrees)
    stands = model.mixture or _around(points_of(basis, *customers), labels, model.groups)
    some = known.of(sample_rows(len(labels), MOST_LEARNT_FROM, seed=0))
    far = distances(stands, some) if len(labels) and known.directions else np.zeros(1)
    return Found(
        pd.Series(labels, index=index), pd.DataFrame(degrees, index=index), table,
        readable(basis, *customers), basis, model, stands, float(np.quantile(far, FARTHEST)),
        pd.Series(np.rint(known.cases.sum(axis=1)).astype("int64"), index=index), why, kept,
    )  # fmt: skip


def _around(places: np.ndarray, labels: np.ndarray, groups: int) -> Mixture:
    """Return where patterns stand among customers: the middle of those who are mainly of each."""
    size = np.bincount(labels, minlength=groups)
    sums = np.zeros((groups, places.shape[1]))
    np.add.at(sums, labels, places)
    centres = sums / np.maximum(size, 1)[:, None]
    within = float(((places - centres[labels]) ** 2).mean())
    return Mixture(size / max(len(labels), 1), centres, max(within, 0.02))
