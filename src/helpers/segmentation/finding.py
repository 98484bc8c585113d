"""Groups of customers, found and said: formed from what, how many, who, and by which rule."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence.basis import Basis, learn_basis, points_of, readable
from helpers.evidence.clusters import Choice, choose_groups
from helpers.evidence.counts import Counts
from helpers.segmentation.rules import Rules, tree_rules


class Found(NamedTuple):
    """Groups of one snapshot's customers.

    Attributes
    ----------
    basis : Basis
        What the groups are formed from.
    points : ndarray of float, shape (customers, directions)
        Where each customer stands.
    choice : Choice
        How many there are, with the evidence, and each customer's group.
    features : DataFrame
        What formed the groups, in units that people know; one row per customer.
    rules : Rules
        The decision tree's word on each group.
    """

    basis: Basis
    points: np.ndarray
    choice: Choice
    features: pd.DataFrame
    rules: Rules


def find_groups(scored: pd.DataFrame, counts: Counts, *, seed: int, most: int = 8) -> Found:
    """Return the groups that the data of one snapshot make.

    Parameters
    ----------
    scored : DataFrame
        `segments` of one day, customers with orders only.
    counts : Counts
        Of the same customers, up to that day.
    most : int
        Largest number of groups that is looked at.
    """
    basis = learn_basis(scored, counts, seed=seed)
    points = points_of(basis, scored, counts)
    choice = choose_groups(points, seed=seed, most=most)
    features = readable(basis, scored, counts, points=points)
    rules = tree_rules(features, choice.labels, seed=seed)
    return Found(basis, points, choice, features, rules)
