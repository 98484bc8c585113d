"""What other choices would have made of the same customers: each against the groups that stand."""

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score

from helpers.evidence.basis import BEHAVIOUR, Basis, points_of
from helpers.evidence.clusters import fit_centres, nearest, standardised
from helpers.evidence.counts import Counts
from helpers.evidence.knowledge import sample_rows
from helpers.evidence.mix import Mix, learn_mix, only_blocks, some_customers
from helpers.evidence.signal import deviations
from helpers.segmentation.finding import Found

COLUMNS = ["choice", "groups", "rand_index"]
MOST_LOOKED_AT = 10_000  # customers: of more so many are drawn, as how far groups agree is a share


def other_choices(found: Found, scored: pd.DataFrame, counts: Counts, *, seed: int) -> pd.DataFrame:
    """Return how far each other choice would have led to the same groups.

    Parameters
    ----------
    found : Found
        As from `find_groups`, for `scored` and `counts`.

    Returns
    -------
    DataFrame
        The table `cluster_choices`: `choice`, `groups`, and `rand_index`, the adjusted
        Rand index to the groups that stand (1 the same, 0 as by chance), the least
        first; without rows where there is one group.
    """
    groups = found.choice.groups
    if groups < 2:
        return pd.DataFrame(columns=COLUMNS)
    some = sample_rows(len(scored), MOST_LOOKED_AT, seed=seed)
    labels, usual, scored = found.choice.labels[some], found.points[some], scored.iloc[some]
    counts = some_customers(counts, counts.customers.get_indexer(sorted(scored["customer_id"])))
    others = {"one_group_less": (usual, groups - 1), "one_group_more": (usual, groups + 1)}
    if found.basis.mix is not None:
        others |= _of_the_mix(found.basis, scored, counts, usual, groups, seed)
    told = {"another_seed": nearest(usual, fit_centres(usual, groups, seed=seed + 1))}
    for name, (points, number) in others.items():
        told[name] = nearest(points, fit_centres(points, number, seed=seed))
    rows = [(name, len(np.unique(own)), adjusted_rand_score(labels, own))
            for name, own in told.items()]  # fmt: skip
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.sort_values(["rand_index", "choice"], ignore_index=True)


def _of_the_mix(
    basis: Basis, scored: pd.DataFrame, counts: Counts, usual: np.ndarray, groups: int, seed: int
) -> dict[str, tuple[np.ndarray, int]]:
    """Return the points and number of groups of choices about what groups are formed from."""
    rfm = standardised(scored[BEHAVIOUR])
    others = {
        "with_rfm": (np.hstack([usual, rfm]), groups), "rfm_alone": (rfm, groups),
        "equal_weights": (_equal_weights(counts, basis.mix, scored), groups),
        "one_direction_less": (usual[:, :-1], groups),
    }  # fmt: skip
    for block in basis.mix.blocks:
        fewer = only_blocks(counts, np.array([name != block for name in counts.blocks]))
        mix = learn_mix(fewer, seed=seed)
        if mix is not None:
            points = points_of(basis._replace(mix=mix), scored, fewer)
            others[f"without_{block}"] = points, groups
    return others


def _equal_weights(counts: Counts, mix: Mix, scored: pd.DataFrame) -> np.ndarray:
    """Return customers' shares as they are counted, each with the same spread."""
    own = only_blocks(counts, np.array([name in mix.blocks for name in counts.blocks]))
    whole = own._replace(
        totals=own.totals.sum(axis=0, keepdims=True), cases=own.cases.sum(axis=0, keepdims=True)
    )
    shares = deviations(whole, mix.mean, mix.scale)[0]
    spread = shares.std(axis=0)
    equal = shares / np.where(spread > 0, spread, 1.0)
    return equal[counts.customers.get_indexer(scored["customer_id"])]
