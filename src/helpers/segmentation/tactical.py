"""Tactical segments: for one campaign or product, by a declared rule or by a goal.

Strategic segments are few, stand for years and divide everybody. A tactical one is drawn for an
occasion, may overlap with others, and is gone with it.
"""

from datetime import date
from typing import NamedTuple

import ibis
import numpy as np
import pandas as pd
from ibis.expr.types import Table
from sklearn.linear_model import LogisticRegression

from helpers.evidence import proportion_interval
from helpers.evidence.basis import NEEDED, Basis, learn_basis, points_of
from helpers.evidence.counts import Counts
from helpers.evidence.membership import is_among
from helpers.evidence.mix import expected_share
from helpers.evidence.threads import one_thread
from helpers.segmentation.declared import meets_rule
from helpers.segmentation.features import counted_features
from helpers.segmentation.lasting import Segments
from helpers.segmentation.snapshots import Snapshots, on_day, with_orders
from helpers.workspace import UsageError

FIRST = 0.1  # share of customers that a goal picks
FEWEST_BUYERS = 20  # in a quarter, from whom something can be learnt
NO_GOAL = "none"
COLUMNS = ["tactical", "customer_id", "declared", "chance"]
EVIDENCE = ["way", "category", "customers", "buyers", "found", "share", "lower", "upper"]
FIGURES = [
    "recency_days", "frequency", "monetary", "recent_frequency", "recent_monetary", "r_score",
    "f_score", "m_score", "spend_tier", "frequency_tier", "value_class", "named_cell",
]  # fmt: skip


class Goal(NamedTuple):
    """Whom a goal picks.

    Attributes
    ----------
    category : str or None
        None where no goal can be set.
    chance : Series of float
        By customer, the expected chance of buying of it in the next quarter.
    evidence : DataFrame
        The table `tactical_evidence`.
    """

    category: str | None
    chance: pd.Series
    evidence: pd.DataFrame


NOTHING = Goal(None, pd.Series(dtype=float), pd.DataFrame(columns=EVIDENCE))


def rule_features(segments: Segments, scored: pd.DataFrame, counts: Counts) -> pd.DataFrame:
    """Return what a rule may name: one row per customer, indexed by `customer_id`.

    Figures of `segments`, the segment's id, what a customer is expected to do (as in the rules
    of segments), and of all else that is counted what was done.
    """
    figures = scored.set_index("customer_id")
    figures = figures[[name for name in FIGURES if name in figures]]
    expected = segments.found.features
    counted = counted_features(counts)
    counted = counted[[name for name in counted if name not in expected]].reindex(expected.index)
    expected = expected[[name for name in expected if name not in figures]]
    frame = pd.concat([figures, expected, counted], axis="columns")
    return frame.assign(segment_id=segments.of_customers)


def tactical_segments(rule: str, features: pd.DataFrame, goal: Goal) -> pd.DataFrame:
    """Return who is in the tactical segments.

    Parameters
    ----------
    rule : str
        As `meets_rule` reads it; empty for none.
    features : DataFrame
        As from `rule_features`.
    goal : Goal
        As from `set_goal`; its first tenth is taken, ties by id.

    Returns
    -------
    DataFrame
        The table `tactical_segments`.
    """
    met = features.index[meets_rule(rule, features)] if rule.strip() else features.index[:0]
    by_rule = pd.DataFrame({"customer_id": met}).assign(
        tactical="rule", declared=" ".join(rule.split()), chance=np.nan
    )
    first = _first_tenth(goal.chance)
    by_goal = pd.DataFrame({"customer_id": first}).assign(
        tactical="goal", declared=goal.category, chance=goal.chance.reindex(first).to_numpy()
    )
    return pd.concat([by_rule, by_goal], ignore_index=True)[COLUMNS].astype(
        {"customer_id": "str", "tactical": "str", "declared": "str", "chance": float}
    )


def set_goal(
    bought: Table, category: str, segments: Segments, snapshots: Snapshots,
    counts: dict[date, Counts], days: list[date], *, seed: int,
) -> Goal:  # fmt: skip
    """Return who is likeliest to buy of a category next, and how well that could be told before.

    What customers are expected to do, how lately and how often they ordered is learnt on the
    snapshot before the last against who then bought; it is judged on the last
    quarter, which it has not seen, and then learnt anew to look ahead.

    Parameters
    ----------
    bought : Table
        As from `categories_bought`.
    category : str
        As `order_lines` call it; empty for the one that most customers bought of in the
        last quarter, ``none`` for no goal.
    segments, snapshots, counts, days
        As from `name_segments`, `take_snapshots` and `count_days`; three days at least.

    Raises
    ------
    UsageError
        If nobody buys of such a category; names those that are bought.
    """
    basis = segments.found.basis
    if category == NO_GOAL or basis.mix is None or len(days) < 3:
        return NOTHING
    before, then, now = days[-3:]
    sold = bought_since(bought, before)
    sizes = sold.loc[sold["event_day"].gt(pd.Timestamp(then)), "category"].value_counts()
    known = sorted(set(sold["category"]))
    if category and category not in known:
        raise UsageError(
            f"tactical_goal: nothing is bought of {category!r}; there are {', '.join(known)}"
        )
    if not category:
        category = min(sizes.index, key=lambda name: (-sizes[name], name), default="")
    own = sold[sold["category"].eq(category)]
    rows = {day: with_orders(on_day(snapshots.segments, day)) for day in days[-3:]}
    buys = [_buyers(rows[start], own, start, end) for start, end in ((before, then), (then, now))]
    if min(int(some.sum()) for some in buys) < FEWEST_BUYERS:
        return NOTHING
    # What is judged must not know the last quarter, not even by the directions of the mix.
    past = learn_basis(rows[then], counts[then], seed=seed)
    known = [_design(rows[day], counts[day], past, category) for day in (before, then)]
    evidence = _judged(_chances(known[0], buys[0], known[1], seed=seed), known[1], buys[1])
    newest = [_design(rows[day], counts[day], basis, category) for day in (then, now)]
    chance = _chances(newest[0], buys[1], newest[1], seed=seed)
    return Goal(category, chance, evidence.assign(category=category)[EVIDENCE])


def bought_since(bought: Table, after: date) -> pd.DataFrame:
    """Return who bought of which category after a day and kept something, once a day."""
    since = bought.filter(bought.event_day > ibis.literal(after))
    return since.mutate(event_day=since.event_day.cast("timestamp")).to_pandas()


def _buyers(scored: pd.DataFrame, own: pd.DataFrame, after: date, until: date) -> pd.Series:
    """Return whether each customer bought of the category between two days, by customer."""
    inside = own["event_day"].gt(pd.Timestamp(after)) & own["event_day"].le(pd.Timestamp(until))
    customers = pd.Index(scored["customer_id"]).sort_values()
    return pd.Series(is_among(customers, own.loc[inside, "customer_id"]), index=customers)


def _design(scored: pd.DataFrame, counts: Counts, basis: Basis, category: str) -> pd.DataFrame:
    """Return what chances are learnt from: one row per customer, by id."""
    share = np.zeros(len(scored))
    if basis.mix is not None and (NEEDED, category) in basis.mix.columns:
        share = expected_share(points_of(basis, scored, counts), basis.mix, (NEEDED, category))
    figures = scored.set_index("customer_id")[["recency_days", "frequency", "recent_frequency"]]
    return np.log1p(figures.astype(float)).assign(share=share).sort_index()


def _chances(
    design: pd.DataFrame, buys: pd.Series, ahead: pd.DataFrame, *, seed: int
) -> pd.Series:
    """Return each customer's chance, by a logistic regression learnt where it is known who buys."""
    middle, spread = design.mean(), design.std(ddof=0).replace(0, 1)
    with one_thread():
        model = LogisticRegression(random_state=seed).fit((design - middle) / spread, buys)
        chance = model.predict_proba((ahead - middle) / spread)[:, 1]
    return pd.Series(chance, index=ahead.index)


def _judged(chance: pd.Series, design: pd.DataFrame, buys: pd.Series) -> pd.DataFrame:
    """Return how many buyers each way of putting customers in order finds in its first tenth."""
    ways = {"chance_of_buying": chance, "latest_order": -design["recency_days"]}
    rows = []
    for way, score in ways.items():
        hits = int(buys[_first_tenth(score)].sum())
        rows.append((way, hits, *proportion_interval(hits, int(buys.sum()))))
    part = len(_first_tenth(chance)) / len(chance)
    rows.append(("at_random", part * int(buys.sum()), part, np.nan, np.nan))
    frame = pd.DataFrame(rows, columns=["way", "found", "share", "lower", "upper"])
    return frame.assign(customers=len(buys), buyers=int(buys.sum()))


def _first_tenth(score: pd.Series) -> pd.Index:
    """Return the customers with the highest scores, ties by id."""
    ordered = score.sort_index().sort_values(ascending=False, kind="stable")
    return ordered.index[: int(FIRST * len(ordered))]
