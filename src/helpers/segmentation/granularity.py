"""What one more segment would buy: held out on other customers and other days, with intervals.

Segments are formed from one half of each record and judged on the other, or at the end of
the quarter before and judged on what was spent since. What to expect of a segment is learnt from
other customers, so that more segments remove more error only as far as they tell something.

References
----------
Cochran (1977), "Sampling Techniques", 6.4 (the variance of a ratio).
"""

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence.basis import Basis, points_of
from helpers.evidence.clusters import fit_centres, nearest
from helpers.evidence.counts import Counts
from helpers.evidence.knowledge import sample_rows
from helpers.evidence.mix import only_customers
from helpers.evidence.naming import name_features, profile_of
from helpers.evidence.signal import centre_and_scale, deviations
from helpers.segmentation.lasting import Segments
from helpers.segmentation.snapshots import Snapshots, on_day, spend_between, with_orders

COLUMNS = [
    "outcome", "groups", "chosen", "customers", "fit", "fit_lower", "fit_upper", "gain",
    "gain_lower", "gain_upper",
]  # fmt: skip
FEWEST = 100  # customers, below which nothing is compared
LEARNT_FROM = 5_000  # customers from whom the middles of segments are learnt
MOST_JUDGED = 20_000  # customers who are held out; of more so many are drawn


class Held(NamedTuple):
    """What segments are formed from, and what they are judged on.

    Attributes
    ----------
    points : ndarray of float, shape (customers, directions)
        Where customers stand by what may be known.
    target, weight : ndarray of float, shape (customers, outcomes)
        What is to be told, and how much it counts; nothing where it is not known.
    """

    points: np.ndarray
    target: np.ndarray
    weight: np.ndarray


class Cut(NamedTuple):
    """The segment that would be cut in two if there were one more.

    Attributes
    ----------
    segment_id : str or None
        None where no single one would be: one more changes several.
    parts : list of str
        Features that name the two parts, the larger first.
    smaller : tuple of (int, int)
        Customers of the smaller part, and of the segment.
    """

    segment_id: str | None
    parts: list[str]
    smaller: tuple[int, int]


def one_more(
    segments: Segments, snapshots: Snapshots, counts: dict[date, Counts], days: list[date], *,
    seed: int,
) -> pd.DataFrame:  # fmt: skip
    """Return how well one segment less, as many as stand, and one more tell what is held out.

    Parameters
    ----------
    segments : Segments
        Of the as-of day.
    snapshots, counts, days
        As from `take_snapshots` and `count_days`; the snapshot days, oldest first.

    Returns
    -------
    DataFrame
        The table `granularity`: `fit` is the error removed against taking everybody for the
        average customer, `gain` that against one segment less. Without rows where fewer
        than 100 customers can be compared.
    """
    basis, held = segments.found.basis, {}
    if basis.mix is not None:
        now = _some(snapshots, days[-1], seed)
        held["other_days"] = _on_other_days(basis, now, counts[days[-1]])
    if len(days) > 1 and basis.traits is None:
        then = _some(snapshots, days[-2], seed)
        spend = spend_between(snapshots.days[days[-1]], days[-2], days[-1])
        held["spend"] = _spent(points_of(basis, then, counts[days[-2]]), then, spend)
    stands = len(segments.ids)
    numbers = [number for number in (stands - 1, stands, stands + 1) if number >= 1]
    told = [
        compared(parts, numbers, seed=seed).assign(outcome=name)
        for name, parts in held.items() if len(parts.points) >= FEWEST
    ]  # fmt: skip
    if not told:
        return pd.DataFrame(columns=COLUMNS)
    frame = pd.concat(told, ignore_index=True)
    return frame.assign(chosen=frame["groups"].eq(stands))[COLUMNS]


def _some(snapshots: Snapshots, day: date, seed: int) -> pd.DataFrame:
    """Return the customers with orders on a day, some of them where they are very many."""
    scored = with_orders(on_day(snapshots.segments, day))
    return scored.iloc[sample_rows(len(scored), MOST_JUDGED, seed=seed)]


def _on_other_days(basis: Basis, scored: pd.DataFrame, counts: Counts) -> Held:
    """Return places by one half of each record, and what is done in the other."""
    centre, scale = centre_and_scale(counts)
    counts = only_customers(counts, counts.customers.get_indexer(scored["customer_id"]))
    first = np.array([1.0, 0.0])[:, None, None]
    half = counts._replace(totals=counts.totals * first, cases=counts.cases * first)
    own = np.isin(counts.blocks, basis.mix.blocks)[counts.block_of]
    target = deviations(counts, centre, scale)[1][:, own]
    weight = counts.cases[1][:, counts.block_of[own]]
    return Held(points_of(basis, scored, half), target, weight)


def _spent(points: np.ndarray, scored: pd.DataFrame, spend: pd.Series) -> Held:
    """Return places at the end of the quarter before, and the log of what was spent since."""
    amount = np.log1p(spend.reindex(scored["customer_id"]).fillna(0).to_numpy(dtype=float))
    return Held(points, amount[:, None], np.ones((len(amount), 1)))


def compared(held: Held, numbers: list[int], *, seed: int) -> pd.DataFrame:
    """Return fit and gain of each number of segments, with 95 % intervals.

    Returns
    -------
    DataFrame
        `groups`, `customers`, `fit`, `gain` and their bounds; the gain of the first number is
        missing.
    """
    base = losses(held, 1, seed=seed)
    removed = {number: base - losses(held, number, seed=seed) for number in numbers}
    rows = []
    for place, number in enumerate(numbers):
        fit = ratio_interval(removed[number], base)
        gain = (np.nan,) * 3 if place == 0 else ratio_interval(
            removed[number] - removed[numbers[place - 1]], base
        )  # fmt: skip
        rows.append((number, len(base), *fit, *gain))
    return pd.DataFrame(rows, columns=["groups", *COLUMNS[3:]])


def losses(held: Held, groups: int, *, seed: int) -> np.ndarray:
    """Return each customer's squared error where others say what to expect of a segment."""
    fold = np.random.default_rng(seed).permutation(len(held.points)) % 2
    found = np.empty(len(fold))
    for side in (0, 1):
        learnt, asked = np.flatnonzero(fold != side), fold == side
        some = learnt[sample_rows(len(learnt), LEARNT_FROM, seed=seed)]
        labels = nearest(held.points, fit_centres(held.points[some], groups, seed=seed))
        expected = _means(held, labels, learnt, groups)[labels[asked]]
        error = held.weight[asked] * (held.target[asked] - expected) ** 2
        found[asked] = error.sum(axis=1)
    return found


def _means(held: Held, labels: np.ndarray, learnt: np.ndarray, groups: int) -> np.ndarray:
    """Return each segment's mean outcomes, those of everybody where nobody of it is known."""
    member = np.eye(groups)[labels[learnt]]
    weight, target = held.weight[learnt], held.target[learnt]
    known = member.T @ weight
    everybody = (weight * target).sum(axis=0) / np.maximum(weight.sum(axis=0), 1e-12)
    means = member.T @ (weight * target) / np.where(known > 0, known, 1.0)
    return np.where(known > 0, means, everybody)


def ratio_interval(part: np.ndarray, whole: np.ndarray) -> tuple[float, float, float]:
    """Return the ratio of two sums over customers with its 95 % interval, linearised."""
    total = whole.sum()
    if total <= 0:
        return 0.0, 0.0, 0.0
    ratio = part.sum() / total
    error = 1.96 * np.sqrt(((part - ratio * whole) ** 2).sum()) / total
    return float(ratio), float(ratio - error), float(ratio + error)


def next_cut(segments: Segments, *, seed: int) -> Cut:
    """Return the segment that would be cut in two if there were one more."""
    found, own, number = segments.found, segments.of_customers, len(segments.ids) + 1
    if len(found.points) < FEWEST:
        return Cut(None, [], (0, 0))
    some = sample_rows(len(found.points), LEARNT_FROM, seed=seed)
    labels = nearest(found.points, fit_centres(found.points[some], number, seed=seed))
    shared = pd.crosstab(own.to_numpy(), labels)
    home = shared.idxmax()
    cut = home.value_counts()
    if list(cut[cut > 1]) != [2]:
        return Cut(None, [], (0, 0))
    name = cut.index[0]
    parts = shared.loc[name, home[home.eq(name)].index].sort_values(ascending=False)
    named = name_features(profile_of(found.features, labels), {})
    smaller = (int(parts.iloc[1]), int(shared.loc[name].sum()))
    return Cut(name, [named[part] for part in parts.index], smaller)
