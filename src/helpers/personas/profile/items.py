"""Items that may be known of customers: one value, or one share for each part, per customer."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.personas.profile.mapping import Subject

MEAN, OTHER = "mean", "other"  # the part of an item that is a number; all that is rare
MOST_PARTS = 12  # of a choice, beside OTHER: a category with 5,000 values has thirteen
FEWEST = 20  # customers of whom an item is known, below which nothing is said


class Item(NamedTuple):
    """What is known of customers in one respect.

    Attributes
    ----------
    name : str
    subject : Subject
        Where it belongs.
    form : str
        *share* (proportion), *mean* (points of a scale), *money* or *number*.
    source : str
        The table that it comes from.
    values : DataFrame
        One row per customer, one column per part; missing where it is not known.
    flags : bool
        Whether every value is 0 or 1.
    """

    name: str
    subject: Subject
    form: str
    source: str
    values: pd.DataFrame
    flags: bool = False


def number_item(
    name: str, subject: Subject, form: str, source: str, values: pd.Series, customers: pd.Index
) -> Item:
    """Return an item that is a number of each customer; `values` are by customer."""
    own = values.astype(float).reindex(customers)
    return Item(name, subject, form, source, own.to_frame(MEAN))


def flag_item(
    name: str, subject: Subject, source: str, yes: pd.DataFrame, customers: pd.Index
) -> Item:
    """Return an item whose parts each hold or not of a customer; `yes` is by customer."""
    return Item(name, subject, "share", source, yes.astype(float).reindex(customers), True)


def choice_item(
    name: str, subject: Subject, source: str, chosen: pd.Series, customers: pd.Index
) -> Item:
    """Return an item of which each customer has one part: the commonest parts, and others.

    Parameters
    ----------
    chosen : Series of str
        The part of each customer of whom it is known, by customer.
    """
    place, (kind, names) = customers.get_indexer(chosen.index), pd.factorize(chosen)
    known = (place >= 0) & (kind >= 0)
    place, kind, names = place[known], kind[known], [str(name) for name in names]
    size = np.bincount(kind, minlength=len(names))
    order = sorted(np.flatnonzero(size), key=lambda one: (-size[one], names[one]))
    common = sorted(order[:MOST_PARTS], key=lambda one: names[one])
    parts = [names[one] for one in common]
    if len(order) > MOST_PARTS and OTHER not in parts:
        parts.append(OTHER)
    of_kind = np.full(len(names), parts.index(OTHER) if OTHER in parts else -1)
    of_kind[common] = np.arange(len(common))
    values = np.full((len(customers), len(parts)), np.nan)
    values[place] = of_kind[kind][:, None] == np.arange(len(parts))
    return Item(name, subject, "share", source,
                pd.DataFrame(values, index=customers, columns=parts), True)  # fmt: skip
