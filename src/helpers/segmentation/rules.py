"""Each group said as a rule that a person can read, and how well the rule holds on others."""

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

from helpers.segmentation.clusters import group_names

COLUMNS = ["cluster", "rule", "customers", "coverage", "purity"]
SMALLEST_LEAF = 0.02  # share of customers below which a branch is not split off


def tree_rules(
    features: pd.DataFrame, labels: np.ndarray, *, seed: int, held_out: float = 0.5
) -> pd.DataFrame:
    """Return one rule for each group: the branch of a decision tree that catches most of it.

    The tree is grown on half of the customers; coverage and purity are counted on
    the other half, which it has not seen.

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
    DataFrame
        `cluster`; `rule`, such as ``recency_days <= 90 and 400 < monetary``;
        `customers` held out who meet it; `coverage`, the share of the group that
        meets it; `purity`, the share of those who meet it that are of the group.
        Without rows where there is one group or a group has fewer than four customers.
    """
    if len(labels) == 0 or np.bincount(labels).min() < 4 or labels.max() == 0:
        return pd.DataFrame(columns=COLUMNS)
    known = features.fillna(features.median()).fillna(0)
    grown, kept, grown_labels, kept_labels = train_test_split(
        known, labels, test_size=held_out, stratify=labels, random_state=seed
    )
    tree = DecisionTreeClassifier(
        max_leaf_nodes=3 * (labels.max() + 1), min_samples_leaf=SMALLEST_LEAF, random_state=seed
    ).fit(grown.to_numpy(), grown_labels)
    leaf_of_kept = tree.apply(kept.to_numpy())
    rows = []
    for group in range(labels.max() + 1):
        leaf = _best_leaf(tree, group)
        caught, own = leaf_of_kept == leaf, kept_labels == group
        both = (caught & own).sum()
        name, rule = group_names([group])[0], _say_branch(tree, leaf, list(features))
        shares = both / max(own.sum(), 1), both / max(caught.sum(), 1)
        rows.append((name, rule, int(caught.sum()), *shares))
    return pd.DataFrame(rows, columns=COLUMNS)


def _best_leaf(tree: DecisionTreeClassifier, group: int) -> int:
    """Return the leaf that holds most customers of a group, among the leaves that grew the tree."""
    inner = tree.tree_
    leaves = np.flatnonzero(inner.children_left < 0)
    place = list(tree.classes_).index(group)
    return int(max(leaves, key=lambda leaf: _members(inner, leaf, place)))


def _members(inner, leaf: int, place: int) -> float:
    return inner.value[leaf, 0, place] * inner.n_node_samples[leaf]


def _say_branch(tree: DecisionTreeClassifier, leaf: int, names: list[str]) -> str:
    """Return the conditions from the root to a leaf, one lower and one upper bound a feature."""
    inner, lower, upper = tree.tree_, {}, {}
    for node, went_left in _way_to(inner, leaf):
        name, bound = names[inner.feature[node]], inner.threshold[node]
        if went_left:
            upper[name] = min(bound, upper.get(name, np.inf))
        else:
            lower[name] = max(bound, lower.get(name, -np.inf))
    parts = []
    for name in names:
        below = f"{_short(lower[name])} < " if name in lower else ""
        above = f" <= {_short(upper[name])}" if name in upper else ""
        if below or above:
            parts.append(f"{below}{name}{above}")
    return " and ".join(parts)


def _way_to(inner, leaf: int) -> list[tuple[int, bool]]:
    """Return the nodes from the root to a leaf, each with whether the way goes left there."""
    way, node = [], leaf
    while node:
        left = np.flatnonzero(inner.children_left == node)
        parent = int(left[0] if len(left) else np.flatnonzero(inner.children_right == node)[0])
        way.append((parent, len(left) > 0))
        node = parent
    return way[::-1]


def _short(bound: float) -> str:
    """Return a bound with as many digits as a person needs."""
    return f"{bound:,.0f}" if abs(bound) >= 100 else f"{bound:.3g}"
