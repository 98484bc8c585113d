"""Each group said as a rule that a person can read, and how well the rule holds on others."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

from helpers.evidence.clusters import group_names
from helpers.evidence.knowledge import sample_rows

COLUMNS = ["cluster", "rule", "customers", "coverage", "purity"]
SMALLEST_LEAF = 0.01  # share of customers below which a branch is not split off
LEAVES = 2  # of the tree, for each group
MOST_GROWN = 10_000  # customers on whom the tree is grown; of more so many are drawn
WORTHLESS = 0.005  # a condition is left out where its rule loses no more of its balance (F1)


class Condition(NamedTuple):
    """A feature that lies above `lower` and up to `upper`; infinite where there is no bound."""

    feature: str
    lower: float
    upper: float


class Rules(NamedTuple):
    """The tree's word on each group.

    Attributes
    ----------
    table : DataFrame
        The table `cluster_rules`.
    conditions : dict of str to list of Condition
        By group, all of which must hold.
    labels : ndarray of int
        The group in which the whole tree puts each customer.
    agreement : float
        Share of the customers held out whom the tree puts where K-means did.
    """

    table: pd.DataFrame
    conditions: dict[str, list[Condition]]
    labels: np.ndarray
    agreement: float


def tree_rules(
    features: pd.DataFrame, labels: np.ndarray, *, seed: int, held_out: float = 0.5
) -> Rules:
    """Return one rule for each group, from the branch of a decision tree that catches most of it.

    The tree is grown on half of the customers; coverage and purity are counted on
    the other half, which it has not seen. Conditions without which the rule is as
    good are left out, as in C4.5's rules.

    Parameters
    ----------
    features : DataFrame
        One row per customer, in units that people know; missing values become the median.
    labels : ndarray of int
        Group of each customer.
    held_out : float
        Share of the customers that the tree does not see.

    Returns
    -------
    Rules
        Without rows, and with `labels` as given, where there is one group or a group
        has fewer than four customers.

    References
    ----------
    Quinlan (1993), "C4.5: programs for machine learning", chapter 5.
    """
    if len(labels) == 0 or np.bincount(labels).min() < 4 or labels.max() == 0:
        return Rules(pd.DataFrame(columns=COLUMNS), {}, labels, np.nan)
    known = features.fillna(features.median()).fillna(0).astype(float)
    grown, kept = train_test_split(
        np.arange(len(known)), test_size=held_out, stratify=labels, random_state=seed
    )
    grown = grown[sample_rows(len(grown), MOST_GROWN, seed=seed)]
    tree = DecisionTreeClassifier(
        max_leaf_nodes=LEAVES * (labels.max() + 1), min_samples_leaf=SMALLEST_LEAF,
        random_state=seed,
    ).fit(known.iloc[grown].to_numpy(), labels[grown])  # fmt: skip
    found = {
        group: shortened(_way(tree, group, list(known)), known.iloc[grown], labels[grown] == group)
        for group in range(labels.max() + 1)
    }
    rows = [_row(group, way, known.iloc[kept], labels[kept]) for group, way in found.items()]
    told = tree.predict(known.to_numpy())
    return Rules(
        pd.DataFrame(rows, columns=COLUMNS),
        {group_names([group])[0]: way for group, way in found.items()},
        told, float((told[kept] == labels[kept]).mean()),
    )  # fmt: skip


def _row(group: int, way: list[Condition], kept: pd.DataFrame, labels: np.ndarray) -> tuple:
    caught, own = meets(way, kept), labels == group
    both = (caught & own).sum()
    shares = both / max(own.sum(), 1), both / max(caught.sum(), 1)
    return group_names([group])[0], say_rule(way), int(caught.sum()), *shares


def meets(way: list[Condition], features: pd.DataFrame) -> np.ndarray:
    """Return which customers meet all conditions."""
    caught = np.ones(len(features), dtype=bool)
    for feature, lower, upper in way:
        values = features[feature].to_numpy()
        caught &= (values > lower) & (values <= upper)
    return caught


def shortened(way: list[Condition], features: pd.DataFrame, own: np.ndarray) -> list[Condition]:
    """Return conditions without those that add nothing: the least worth goes first."""
    way = list(way)
    while len(way) > 1:
        shorter = [way[:place] + way[place + 1 :] for place in range(len(way))]
        worth = [balance(meets(rest, features), own) for rest in shorter]
        best = int(np.argmax(worth))
        if worth[best] < balance(meets(way, features), own) - WORTHLESS:
            break
        way = shorter[best]
    return way


def balance(caught: np.ndarray, own: np.ndarray) -> float:
    """Return F1, the harmonic mean of coverage and purity."""
    return 2 * float((caught & own).sum()) / max(float(caught.sum() + own.sum()), 1.0)


def _way(tree: DecisionTreeClassifier, group: int, names: list[str]) -> list[Condition]:
    """Return the conditions of the leaf that holds most of a group, one for each feature."""
    inner, lower, upper = tree.tree_, {}, {}
    for node, went_left in _way_to(inner, _best_leaf(tree, group)):
        name, bound = names[inner.feature[node]], float(inner.threshold[node])
        if went_left:
            upper[name] = min(bound, upper.get(name, np.inf))
        else:
            lower[name] = max(bound, lower.get(name, -np.inf))
    return [
        Condition(name, lower.get(name, -np.inf), upper.get(name, np.inf))
        for name in names if name in lower or name in upper
    ]  # fmt: skip


def _best_leaf(tree: DecisionTreeClassifier, group: int) -> int:
    """Return the leaf that holds most customers of a group, among the leaves that grew the tree."""
    inner = tree.tree_
    leaves = np.flatnonzero(inner.children_left < 0)
    place = list(tree.classes_).index(group)
    return int(max(leaves, key=lambda leaf: _members(inner, leaf, place)))


def _members(inner, leaf: int, place: int) -> float:
    return inner.value[leaf, 0, place] * inner.n_node_samples[leaf]


def _way_to(inner, leaf: int) -> list[tuple[int, bool]]:
    """Return the nodes from the root to a leaf, each with whether the way goes left there."""
    way, node = [], leaf
    while node:
        left = np.flatnonzero(inner.children_left == node)
        parent = int(left[0] if len(left) else np.flatnonzero(inner.children_right == node)[0])
        way.append((parent, len(left) > 0))
        node = parent
    return way[::-1]


def say_rule(
    way: list[Condition], names: dict[str, str] | None = None, joint: str = " and "
) -> str:
    """Return conditions as text, such as ``recency_days <= 90 and monetary > 400``.

    Parameters
    ----------
    way : list of Condition
    names : dict of str to str, optional
        What readers call a feature; by default its own name.
    joint : str
        What stands between conditions.
    """
    return joint.join(_say(condition, names or {}) for condition in way)


def _say(condition: Condition, names: dict[str, str]) -> str:
    feature, lower, upper = condition
    name, share = names.get(feature, feature), "=" in feature and not feature.endswith("=mean")
    if np.isinf(lower):
        return f"{name} <= {_short(upper, share)}"
    if np.isinf(upper):
        return f"{name} > {_short(lower, share)}"
    return f"{_short(lower, share)} < {name} <= {_short(upper, share)}"


def _short(bound: float, share: bool) -> str:
    """Return a bound with as many digits as a person needs, a share in percent."""
    if share:
        return f"{100 * bound:.0f}%"
    return f"{bound:,.0f}" if abs(bound) >= 100 else f"{bound:.3g}"
