"""What groups are formed from: what customers do, how they buy, or their traits."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence.clusters import Scale, learn_scale, standardised
from helpers.evidence.counts import Counts
from helpers.evidence.knowledge import Knowledge, best_guess
from helpers.evidence.mix import Mix, expected_shares, known_places, learn_mix
from helpers.evidence.signal import measure_signal
from helpers.evidence.trait_mix import TraitMix, expected_traits, known_by_traits, learn_traits

BEHAVIOUR = ["recency_days", "frequency", "monetary"]
NEEDED = "category"  # without what customers buy, what they do is too little to form groups
SURE = 1e6  # how surely somebody's recency, frequency and spend are known: they are counted


class Basis(NamedTuple):
    """What was learnt on one snapshot: the mix of what customers do, their traits or their RFM.

    `mix` is None where groups are not formed from what customers do, `traits` where they are
    not formed from traits; where both are, from recency, frequency and spend.
    """

    mix: Mix | None
    scale: Scale
    traits: TraitMix | None = None

    @property
    def name(self) -> str:
        """Return "mix", "traits" or "rfm"."""
        if self.mix is not None:
            return "mix"
        return "rfm" if self.traits is None else "traits"


def learn_basis(
    scored: pd.DataFrame, counts: Counts, traits: pd.DataFrame | None = None, *, seed: int
) -> Basis:
    """Return what groups are to be formed from.

    Parameters
    ----------
    scored : DataFrame
        `segments` of one snapshot, customers with orders only; or, where a company has no
        orders, `customer_id` alone.
    counts : Counts
        Of the same day and customers.
    traits : DataFrame, optional
        One row per customer, indexed by `customer_id`; they form groups where nobody ordered.
    """
    mix = learn_mix(counts, seed=seed) if len(counts.customers) else None
    if mix is not None and (NEEDED not in mix.blocks or mix.directions < 2):
        mix = None
    behaviour = behaviour_of(scored)
    ordered = bool(behaviour.notna().to_numpy().any())
    alone = mix is None and traits is not None and not ordered
    learnt = learn_traits(traits.reindex(scored["customer_id"]), seed=seed) if alone else None
    return Basis(mix, learn_scale(behaviour if ordered else behaviour[:0]), learnt)


def behaviour_of(scored: pd.DataFrame) -> pd.DataFrame:
    """Return recency, frequency and spend, missing where a company has no orders."""
    return scored.reindex(columns=BEHAVIOUR).astype(float)


def known_of(
    basis: Basis,
    scored: pd.DataFrame,
    counts: Counts,
    traits: pd.DataFrame | None = None,
    *,
    without: str | None = None,
) -> Knowledge:
    """Return what is known of each customer's place, one row per row of `scored`.

    Parameters
    ----------
    without : str, optional
        A figure or trait that is to be left out, as though nobody's were known; not of the mix.
    """
    if basis.mix is not None:
        known = known_places(counts, basis.mix)
        return known.of(counts.customers.get_indexer(scored["customer_id"]))
    if basis.traits is not None:
        own = traits.reindex(scored["customer_id"])
        return known_by_traits(own, basis.traits, without=without)
    points = standardised(behaviour_of(scored), basis.scale)
    cases = np.ones(points.shape) * np.array([name != without for name in BEHAVIOUR])
    each = np.eye(len(BEHAVIOUR))
    return Knowledge(SURE * points * cases, cases, SURE * each[:, :, None] * each[:, None, :])


def points_of(
    basis: Basis, scored: pd.DataFrame, counts: Counts, traits: pd.DataFrame | None = None
) -> np.ndarray:
    """Return where each customer stands, one row per row of `scored`."""
    if basis.name == "rfm":
        return standardised(behaviour_of(scored), basis.scale)
    return best_guess(known_of(basis, scored, counts, traits))


def readable(
    basis: Basis, scored: pd.DataFrame, counts: Counts, traits: pd.DataFrame | None = None,
    *, points: np.ndarray | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Return the features that formed the groups, in units that people know; index customer_id.

    Parameters
    ----------
    points : ndarray, optional
        As from `points_of`, where they are known.
    """
    if basis.mix is not None:
        points = points_of(basis, scored, counts) if points is None else points
        customers = pd.Index(scored["customer_id"], dtype="str")
        return expected_shares(points, counts._replace(customers=customers), basis.mix)
    if basis.traits is not None:
        return expected_traits(traits.reindex(scored["customer_id"]), basis.traits)
    return behaviour_of(scored).set_index(pd.Index(scored["customer_id"]))


def describe_blocks(counts: Counts, basis: Basis) -> pd.DataFrame:
    """Return what each block tells of customers, and whether it formed the groups.

    Returns
    -------
    DataFrame
        The table `feature_blocks`.
    """
    signal = measure_signal(counts)
    used = basis.mix.blocks if basis.mix else []
    marks = [sum(block == own for own, _ in counts.columns) for block in counts.blocks]
    return pd.DataFrame({
        "block": counts.blocks, "marks": np.array(marks, dtype="int64"),
        "cases": counts.cases.sum(axis=(0, 1)).astype("int64"),
        "known_share": np.asarray(signal.known, dtype=float),
        "reliability": np.asarray(signal.reliability, dtype=float),
        "forms_groups": [block in used for block in counts.blocks],
    })  # fmt: skip
