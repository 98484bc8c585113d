"""What groups are formed from: what customers do, or how lately, often and dearly they buy."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence.clusters import Scale, learn_scale, standardised
from helpers.evidence.counts import Counts
from helpers.evidence.mix import Mix, expected_shares, learn_mix, places
from helpers.evidence.signal import measure_signal

BEHAVIOUR = ["recency_days", "frequency", "monetary"]
NEEDED = "category"  # without what customers buy, what they do is too little to form groups


class Basis(NamedTuple):
    """What was learnt on one snapshot: the mix of what customers do, or the scale of their RFM.

    `mix` is None where groups are formed from recency, frequency and spend.
    """

    mix: Mix | None
    scale: Scale

    @property
    def name(self) -> str:
        """Return "mix" or "rfm"."""
        return "rfm" if self.mix is None else "mix"


def learn_basis(scored: pd.DataFrame, counts: Counts, *, seed: int) -> Basis:
    """Return what groups are to be formed from.

    Parameters
    ----------
    scored : DataFrame
        `segments` of one snapshot, customers with orders only.
    counts : Counts
        Of the same day and customers.
    """
    mix = learn_mix(counts, seed=seed) if len(counts.customers) else None
    if mix is not None and (NEEDED not in mix.blocks or mix.directions < 2):
        mix = None
    return Basis(mix, learn_scale(scored[BEHAVIOUR]))


def points_of(basis: Basis, scored: pd.DataFrame, counts: Counts) -> np.ndarray:
    """Return where each customer stands, one row per row of `scored`."""
    if basis.mix is None:
        return standardised(scored[BEHAVIOUR], basis.scale)
    return places(counts, basis.mix)[counts.customers.get_indexer(scored["customer_id"])]


def readable(basis: Basis, scored: pd.DataFrame, counts: Counts) -> pd.DataFrame:
    """Return the features that formed the groups, in units that people know; index customer_id."""
    if basis.mix is None:
        return scored.set_index("customer_id")[BEHAVIOUR].astype(float)
    told = expected_shares(places(counts, basis.mix), counts, basis.mix)
    return told.loc[scored["customer_id"]]


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
