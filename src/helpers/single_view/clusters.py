"""From pairs to people: records are one person where their evidence, on the whole, says so."""

import heapq

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

THRESHOLD = 0.5  # more likely one person than two
UNSEEN = -3.0  # bits against, of a pair that blocking left out or that scored next to nothing
MOST = 20.0  # bits that one pair may say: no single agreement outweighs all else

Edge = tuple[int, int, float]


def people_of(
    records: pd.Series,
    pairs: pd.DataFrame,
    links: pd.DataFrame,
    *,
    together: pd.DataFrame | None = None,
    apart: pd.DataFrame | None = None,
    threshold: float = THRESHOLD,
) -> pd.Series:
    """Return the person of each record, named by the person's smallest record.

    Groups are joined, the likeliest first, as long as the mean weight of the pairs
    between them is that of the threshold or more (average linkage). One good pair
    between two large groups is not enough where all others speak against it, which
    chains of links would take for one person.

    Parameters
    ----------
    records : Series of str
        The record ids.
    pairs : DataFrame
        `record_l`, `record_r`, `weight` (bits), as from `score_pairs`.
    links : DataFrame
        `record_l`, `record_r`: certain links, which weigh the most that a pair may.
    together, apart : DataFrame, optional
        `record_l`, `record_r`: records that must always, and never, be one person. What
        must be together is looked at as one record, with the best that speaks for any.
    threshold : float
        Probability from which two groups are one person.

    Returns
    -------
    Series of str
        Person by record id, sorted by record id.

    References
    ----------
    Sokal and Michener (1958), "A statistical method for evaluating systematic
    relationships", University of Kansas Science Bulletin 38 (average linkage).
    """
    ids = pd.Index(records).sort_values()
    cut = float(np.log2(threshold / (1 - threshold)))
    one = _as_one(ids, together)
    evidence = _evidence(ids, one, pairs, links, apart)
    likely = evidence[evidence["weight"] >= cut]
    ones = np.ones(len(likely)), (likely["first"], likely["second"])
    component = connected_components(coo_array(ones, shape=(len(ids),) * 2), directed=False)[1]
    person = np.unique(component, return_index=True)[1][component]  # the first of each component
    for edges in _doubtful(evidence, component, cut):
        for group in _agglomerated(edges, cut):
            person[group] = min(group)
    return pd.Series(ids[person[one]], index=ids, name="person")


def _as_one(ids: pd.Index, together: pd.DataFrame | None) -> np.ndarray:
    """Return for each record the position of the first that it must be together with."""
    if together is None or together.empty:
        return np.arange(len(ids))
    places = ids.get_indexer(together["record_l"]), ids.get_indexer(together["record_r"])
    joined = coo_array((np.ones(len(together)), places), shape=(len(ids),) * 2)
    component = connected_components(joined, directed=False)[1]
    return np.unique(component, return_index=True)[1][component]


def _evidence(ids: pd.Index, one: np.ndarray, pairs, links, apart) -> pd.DataFrame:
    """Return one row per pair that is known of, as positions; what is decided comes first."""
    nobody = pd.DataFrame(columns=["record_l", "record_r"], dtype="str")
    parts = [
        (nobody if apart is None else apart).assign(weight=-np.inf),
        links.assign(weight=MOST),
        pairs.assign(weight=pairs["weight"].clip(-MOST, MOST).round(6)),
    ]
    told = pd.concat([part[["record_l", "record_r", "weight"]] for part in parts])
    places = np.column_stack([ids.get_indexer(told["record_l"]), ids.get_indexer(told["record_r"])])
    told, places = told[(places >= 0).all(axis=1)], one[places[(places >= 0).all(axis=1)]]
    frame = pd.DataFrame({
        "first": places.min(axis=1), "second": places.max(axis=1),
        "weight": told["weight"].to_numpy(),
    })  # fmt: skip
    frame = frame[frame["first"] < frame["second"]]
    if len(np.unique(one)) < len(ids):  # of several pairs that became one, the best counts
        frame = frame.sort_values("weight", ascending=False, key=lambda w: w.mask(w == -np.inf, 99))
    frame = frame.drop_duplicates(["first", "second"])
    return frame.sort_values(["first", "second"], ignore_index=True)


def _doubtful(evidence: pd.DataFrame, component: np.ndarray, cut: float) -> list[list[Edge]]:
    """Return the edges of each component that has a pair that is unlikely or was not seen."""
    own = component[evidence["first"]]
    inside = evidence[own == component[evidence["second"]]]
    own = pd.Series(component[inside["first"]], index=inside.index)
    sizes = pd.Series(component).value_counts()
    likely = inside["weight"].ge(cut).groupby(own).sum()
    size = sizes.reindex(likely.index)
    doubtful = likely.index[likely < size * (size - 1) // 2]
    chosen = inside[own.isin(doubtful)]
    return [
        list(edges.itertuples(index=False, name=None))
        for _, edges in chosen.groupby(own[chosen.index])
    ]


def _agglomerated(edges: list[Edge], cut: float) -> list[list[int]]:
    """Return the groups that average linkage makes of one component."""
    near: dict[int, dict[int, tuple[float, int]]] = {}
    for first, second, weight in edges:
        near.setdefault(first, {})[second] = (weight, 1)
        near.setdefault(second, {})[first] = (weight, 1)
    groups = {one: [one] for one in near}

    def mean(a: int, b: int) -> float:
        weight, seen = near[a][b]
        pairs = len(groups[a]) * len(groups[b])
        return (weight + (pairs - seen) * UNSEEN) / pairs

    queue = [(-mean(a, b), a, b) for a, b, _ in edges]
    heapq.heapify(queue)
    while queue:
        minus, a, b = heapq.heappop(queue)
        if -minus < cut:
            break
        if b not in near.get(a, ()) or -minus != mean(a, b):
            continue
        _join(near, groups, a, b)
        for other in near[a]:
            heapq.heappush(queue, (-mean(a, other), min(a, other), max(a, other)))
    return list(groups.values())


def _join(near: dict, groups: dict, a: int, b: int) -> None:
    """Join group b to group a: what lies between the two and any third is added up."""
    groups[a] += groups.pop(b)
    del near[a][b]
    for other, (weight, seen) in near.pop(b).items():
        if other == a:
            continue
        del near[other][b]
        before = near[a].get(other, (0.0, 0))
        near[a][other] = near[other][a] = (before[0] + weight, before[1] + seen)
