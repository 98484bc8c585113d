"""Counts of what customers did: cases and marks in two halves of each customer's record."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import ibis
import numpy as np
import pandas as pd
from ibis.expr.types import Table

MEAN = "mean"  # the mark of a block whose cases are summed up, such as prices
YES, NO = "yes", "no"  # the marks of a block that asks yes or no
OTHER = "other"  # the mark of all that is rare


class Counts(NamedTuple):
    """Cases and marks of each customer, in both halves of the record.

    Attributes
    ----------
    customers : Index
        Customers, sorted.
    columns : list of (str, str)
        Block and mark of each column of `totals`.
    totals : ndarray of float, shape (2, customers, columns)
        Cases with the mark, or the sum of their values.
    blocks : list of str
    cases : ndarray of float, shape (2, customers, blocks)
        Cases that have any mark.
    """

    customers: pd.Index
    columns: list[tuple[str, str]]
    totals: np.ndarray
    blocks: list[str]
    cases: np.ndarray

    @property
    def block_of(self) -> np.ndarray:
        """The position among `blocks` of each column's block."""
        return np.array([self.blocks.index(block) for block, _ in self.columns], dtype=int)

    @property
    def are_shares(self) -> np.ndarray:
        """Which columns are shares of a block's cases, and not the sum of a block's values."""
        return np.array([mark != MEAN for _, mark in self.columns], dtype=bool)


def counts_on(acts: Table, day: date, customers: Iterable[str]) -> Counts:
    """Return what customers did up to one snapshot day.

    Parameters
    ----------
    acts : Table
        The table `acts`.
    day : date
        A snapshot day of it.
    customers : iterable of str
        Who is wanted; a customer without any case has zeros.
    """
    long = acts.filter(acts.snapshot_day == ibis.literal(day)).drop("snapshot_day")
    return spread(long.to_pandas(), pd.Index(sorted(customers)))


def spread(long: pd.DataFrame, customers: pd.Index) -> Counts:
    """Return counts as arrays: one row per customer, one column per mark.

    Parameters
    ----------
    long : DataFrame
        `customer_id`, `half` (0 or 1), `block`, `mark`, `cases` and `total`; one row each.
    customers : Index
        Who is wanted, sorted.
    """
    long = long[long["customer_id"].isin(customers)]
    columns = sorted(set(zip(long["block"], long["mark"], strict=True)))
    blocks = list(dict.fromkeys(block for block, _ in columns))
    row = customers.get_indexer(long["customer_id"])
    half = long["half"].to_numpy(dtype=int)
    place = pd.MultiIndex.from_tuples(columns or [("", "")]).get_indexer(
        pd.MultiIndex.from_frame(long[["block", "mark"]])
    )
    totals = np.zeros((2, len(customers), len(columns)))
    cases = np.zeros((2, len(customers), len(blocks)))
    np.add.at(totals, (half, row, place), long["total"].to_numpy(dtype=float))
    of_block = pd.Index(blocks).get_indexer(long["block"])
    np.add.at(cases, (half, row, of_block), long["cases"].to_numpy(dtype=float))
    return Counts(customers, columns, totals, blocks, cases)


def telling(features: Iterable[str]) -> list[str]:
    """Return the features that are worth a word: not the no beside a yes, nor what is rare."""
    return [name for name in features if not name.endswith((f"={NO}", f"={OTHER}"))]


def names(columns: list[tuple[str, str]]) -> list[str]:
    """Return the names of features: ``block=mark``."""
    return [f"{block}={mark}" for block, mark in columns]
