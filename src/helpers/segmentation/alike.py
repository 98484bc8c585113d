"""Customers like a given group who are not in it, and what speaks for each.

A group is learnt from where its members stand among all customers, by what repeats itself in
what they do. How well that finds members is measured by hiding half of them, twice over.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence.basis import points_of
from helpers.evidence.counts import Counts, counts_on
from helpers.evidence.intervals import proportion_interval
from helpers.evidence.membership import is_among
from helpers.evidence.threads import one_thread
from helpers.segmentation.finding import Found, find_groups
from helpers.segmentation.snapshots import on_day, with_orders
from helpers.workspace import Desk, UsageError, contracts

FEWEST_MEMBERS = 30  # to learn from half of them
TOP = 0.1  # of the customers put in order, those that are looked at
MOST_LEARNT = 10_000  # customers of either side that a group is learnt from
MOST_FOUND = 1000  # customers that are told
REASONS = 3
GROUPS = ("segment_id", "spend_tier", "frequency_tier", "value_class", "named_cell")
USUAL = "high"  # the tier by spend, where no group is named
WAYS = ("alike", "recency", "by_chance")


class Alike(NamedTuple):
    """Customers like a group.

    Attributes
    ----------
    group : str
        The group that was asked for.
    members : int
        Customers in it of whom enough is known.
    found : DataFrame
        The table `alike`.
    evidence : DataFrame
        The table `alike_evidence`.
    """

    group: str
    members: int
    found: pd.DataFrame
    evidence: pd.DataFrame


def members_of(
    group: str,
    segments: pd.DataFrame,
    *,
    personas: pd.DataFrame | None = None,
    lists: pd.DataFrame | None = None,
) -> pd.Index:
    """Return the customers of a group: a segment, a tier, a class, a persona or a list.

    Parameters
    ----------
    group : str
        Its name or id; empty for the best tier by spend.
    segments : DataFrame
        The table `segments` of one day.
    personas, lists : DataFrame, optional
        The tables `persona_members` (main personas count) and `customer_lists`.

    Raises
    ------
    UsageError
        If there is no such group: names those that there are.
    """
    if not group:
        best = segments["spend_tier"].eq(USUAL)
        return pd.Index(segments.loc[best, "customer_id"].unique(), name="customer_id")
    known: dict[str, pd.Series] = {}
    for name in [column for column in GROUPS if column in segments]:
        for part, own in segments.groupby(segments[name].astype("str"))["customer_id"]:
            known.setdefault(str(part), own)
    if personas is not None:
        main = personas[personas["is_main"].astype(bool)]
        known |= {part: own for part, own in main.groupby("persona_id")["customer_id"]}
    if lists is not None:
        known |= {part: own for part, own in lists.groupby("list")["customer_id"]}
    if group not in known:
        told = ", ".join(sorted(name for name in known if name != "nan"))
        raise UsageError(f"alike_to: there is no group {group!r}; choose one of {told}")
    return pd.Index(known[group].unique(), name="customer_id")


def find_alike(
    desk: Desk,
    group: str,
    *,
    seed: int,
    found: Found | None = None,
    counts: Counts | None = None,
    segments: pd.DataFrame | None = None,
) -> Alike:
    """Return the customers most like a group who are not in it, with why.

    Whether they may be contacted is not asked here. In JupyterLab the first three are enough.

    Parameters
    ----------
    desk : Desk
        Where `customer_lists`, and what is not given, are read.
    group : str
        A segment, tier, class, persona or list; empty for the best tier by spend.
    seed : int
        Seed of what is drawn by chance.
    found, counts : Found and Counts, optional
        What `find_groups` learnt of all customers, and from what; learnt anew by default.
    segments : DataFrame, optional
        The table `segments`; read by default.
    """
    now = on_day(desk.read("segments") if segments is None else segments, desk.as_of)
    personas, lists = desk.read("persona_members?"), desk.read("customer_lists?")
    members = members_of(group, now, personas=personas, lists=lists)
    scored = with_orders(now)
    if counts is None:
        counts = counts_on(desk.read("acts"), desk.as_of, scored["customer_id"])
    found = found or find_groups(scored, counts, seed=seed)
    return rank_alike(members, found, scored, counts, group=group or USUAL, seed=seed)


def rank_alike(
    members: pd.Index, found: Found, scored: pd.DataFrame, counts: Counts, *, group: str, seed: int
) -> Alike:
    """Return the customers most like a group who are not in it.

    Parameters
    ----------
    members : Index
        Customers of the group, as from `members_of`; of those without orders nothing is learnt.
    found : Found
        What `find_groups` learnt of all customers.
    scored : DataFrame
        `segments` of one day, customers with orders only.
    counts : Counts
        Of the same customers and day.
    group : str
        The group's name, for the table.
    seed : int
        Seed of which half is hidden first.

    Returns
    -------
    Alike
        Without rows where fewer than FEWEST_MEMBERS are known, or fewer are not.
    """
    points = points_of(found.basis, scored, counts)
    inside = is_among(scored["customer_id"], members)
    if min(inside.sum(), (~inside).sum()) < FEWEST_MEMBERS:
        empty = (pd.DataFrame(columns=list(contracts.load(name).columns))
                 for name in ("alike", "alike_evidence"))  # fmt: skip
        return Alike(group, int(inside.sum()), *empty)
    score = _scores(points, inside)
    order = np.lexsort((scored["customer_id"], -score))
    others = order[~inside[order]][:MOST_FOUND]
    told = pd.DataFrame({
        "customer_id": scored["customer_id"].to_numpy()[others], "alike_to": group,
        "place": np.arange(1, len(others) + 1), "score": score[others],
        "why": _reasons(found.features, inside, others),
    })  # fmt: skip
    return Alike(group, int(inside.sum()), told, _evidence(points, inside, scored, seed))


def _scores(points: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Return how likely each customer is a member, by places, their squares and products.

    It is learnt from at most MOST_LEARNT customers of either side, each of which stands for as
    many as there are: so the time does not grow with the square of a company.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import PolynomialFeatures, StandardScaler

    taken, weight = _taken(inside)
    with one_thread():  # the number of threads changes the last digits
        wide = PolynomialFeatures(2, include_bias=False).fit_transform(points)
        wide = StandardScaler().fit_transform(wide)
        learnt = LogisticRegression(C=0.1, max_iter=500)
        learnt.fit(wide[taken], inside[taken], sample_weight=weight)
        return learnt.predict_proba(wide)[:, 1]


def _taken(inside: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return some customers of either side, evenly spread, and how many each stands for."""
    sides = [np.flatnonzero(side) for side in (inside, ~inside)]
    some = [own[:: -(-len(own) // MOST_LEARNT)] for own in sides]
    each = [len(side) / len(own) for own, side in zip(some, sides, strict=True)]
    weights = [np.full(len(own), weight) for own, weight in zip(some, each, strict=True)]
    return np.concatenate(some), np.concatenate(weights)


def _reasons(features: pd.DataFrame, inside: np.ndarray, others: np.ndarray) -> list[str]:
    """Return for each of some customers the features in which it leans as the group does."""
    values = features.to_numpy(dtype=float)
    scale = np.nanstd(values, axis=0)
    steps = (values - np.nanmean(values, axis=0)) / np.where(scale > 0, scale, np.inf)
    leans = np.nan_to_num(np.nanmean(steps[inside], axis=0))
    speaks = np.nan_to_num(steps[others]) * leans
    names = features.columns.to_numpy()
    first = np.argsort(-speaks, axis=1, kind="stable")[:, :REASONS]
    return [
        ";".join(f"{names[one]}:{'more' if leans[one] > 0 else 'less'}"
                 for one in row if own[one] > 0)
        for row, own in zip(first, speaks, strict=True)
    ]  # fmt: skip


def _evidence(
    points: np.ndarray, inside: np.ndarray, scored: pd.DataFrame, seed: int
) -> pd.DataFrame:
    """Return how many hidden members stand in the first tenth, by each way of putting in order."""
    rng = np.random.default_rng(seed)
    half = np.zeros(len(inside), dtype=bool)
    own = np.flatnonzero(inside)
    half[rng.permutation(own)[: len(own) // 2]] = True
    recency = -scored["recency_days"].to_numpy(dtype=float)
    hits = {"alike": 0, "recency": 0}
    for hidden in (half, inside & ~half):
        known = inside & ~hidden
        for way, score in (("alike", _scores(points, known)), ("recency", recency)):
            hits[way] += _in_top(score, hidden, ~known)
    rows = [(way, len(own), told, *proportion_interval(told, len(own)))
            for way, told in hits.items()]  # fmt: skip
    rows.append(("by_chance", len(own), pd.NA, TOP, np.nan, np.nan))
    columns = ["way", "members", "found", "share", "lower", "upper"]
    return pd.DataFrame(rows, columns=columns).astype({"found": "Int64"})


def _in_top(score: np.ndarray, hidden: np.ndarray, among: np.ndarray) -> int:
    """Return how many hidden customers stand in the first tenth; ties count in part."""
    places = np.flatnonzero(among)
    limit = int(np.ceil(TOP * len(places)))
    cut = np.sort(score[places])[::-1][limit - 1]
    above, tied = places[score[places] > cut], places[score[places] == cut]
    share = (limit - len(above)) / len(tied)
    return round(float(hidden[above].sum() + share * hidden[tied].sum()))
