"""Counts of what customers did: cases and marks in two halves of each customer's record."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import ibis
import numpy as np
import pandas as pd
from ibis.expr.types import Column, Table

MEAN = "mean"  # the mark of a block whose cases are summed up, such as prices
YES, NO = "yes", "no"  # the marks of a block that asks yes or no
OTHER = "other"  # the mark of all that is rare
MOST_MARKS = 12  # of a block; what is rarer is counted together as OTHER
ROWS_AT_A_TIME = 1_000_000  # of `acts`


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


def counts_on(
    acts: Table, day: date, customers: Iterable[str], *, recent: bool = False
) -> Counts:
    """Return what customers did up to one snapshot day.

    Parameters
    ----------
    acts : Table
        The table `acts`.
    day : date
        A snapshot day of it.
    customers : iterable of str
        Who is wanted; a customer without any case has zeros.
    recent : bool
        Whether what was done lately counts for more, as the table's recent columns tell.
    """
    people = pd.Index(customers, dtype="str", name="customer_id").sort_values()
    long = acts.filter(acts.snapshot_day == ibis.literal(day))
    columns = _marks_of(long) if len(people) else []
    counts, done = _empty(people, columns), np.zeros(len(columns), dtype=bool)
    if not columns:
        return counts
    numbered = _numbered(long, people, columns, "recent_" if recent else "")
    for batch in numbered.to_pyarrow_batches(chunk_size=ROWS_AT_A_TIME):
        half, row, place, *amounts = (one.to_numpy(zero_copy_only=False) for one in batch.columns)
        _fill(counts, half, row, place, *amounts)
        done[place] = True
    # What only others did is no column.
    return _with_cases(counts if done.all() else _only_columns(counts, done))


def _marks_of(long: Table) -> list[tuple[str, str]]:
    """Return block and mark of all that anybody did, sorted."""
    pairs = long.select("block", "mark").distinct().to_pandas()
    return sorted(zip(pairs["block"], pairs["mark"], strict=True))


def _only_columns(counts: Counts, keep: np.ndarray) -> Counts:
    """Return counts with some marks, and with the blocks that have one of them."""
    own = counts.block_of[keep]
    places = np.unique(own)
    return Counts(
        counts.customers, [counts.columns[place] for place in np.flatnonzero(keep)],
        counts.totals[:, :, keep], [counts.blocks[place] for place in places],
        counts.cases[:, :, places],
    )  # fmt: skip


def _numbered(long: Table, people: pd.Index, columns: list[tuple[str, str]], kind: str) -> Table:
    """Return half, customer's row, mark's place, cases and total of each row that is wanted."""
    who = pd.DataFrame({"customer_id": people, "row": np.arange(len(people))})
    marks = pd.DataFrame(columns, columns=["block", "mark"]).assign(place=np.arange(len(columns)))
    joined = long.inner_join(ibis.memtable(who), "customer_id")
    joined = joined.inner_join(ibis.memtable(marks), ["block", "mark"])
    amounts = {name: joined[kind + name].cast("float64") for name in ("cases", "total")}
    return joined.select("half", "row", "place", **amounts)


def spread(long: pd.DataFrame, customers: pd.Index) -> Counts:
    """Return counts as arrays: one row per customer, one column per mark.

    Parameters
    ----------
    long : DataFrame
        `customer_id`, `half` (0 or 1), `block`, `mark`, `cases` and `total`; one row for each
        customer, half, block and mark.
    customers : Index
        Who is wanted, sorted.
    """
    row = customers.get_indexer(long["customer_id"])
    long, row = long[row >= 0], row[row >= 0]
    marks = long[["block", "mark"]].drop_duplicates()
    columns = sorted(zip(marks["block"], marks["mark"], strict=True))
    counts = _empty(customers, columns)
    if not columns:
        return counts
    place = pd.MultiIndex.from_tuples(columns).get_indexer(
        pd.MultiIndex.from_frame(long[["block", "mark"]])
    )
    half, cases, total = (long[name].to_numpy() for name in ("half", "cases", "total"))
    _fill(counts, half, row, place, cases, total)
    return _with_cases(counts)


def _empty(customers: pd.Index, columns: list[tuple[str, str]]) -> Counts:
    blocks = list(dict.fromkeys(block for block, _ in columns))
    totals = np.zeros((2, len(customers), len(columns)))
    return Counts(customers, columns, totals, blocks, np.zeros((2, len(customers), len(blocks))))


def _fill(counts: Counts, half, row, place, cases, total) -> None:
    """Put each row in its place; a block of values gets its cases here, as it has one mark."""
    half = half.astype(np.intp)
    counts.totals[half, row, place] = total
    summed = ~counts.are_shares[place]
    of_block = counts.block_of[place]
    counts.cases[half[summed], row[summed], of_block[summed]] = cases[summed]


def _with_cases(counts: Counts) -> Counts:
    """Fill in the cases of each block of shares: those of its marks, always in one order."""
    for number, (own, share) in enumerate(zip(counts.block_of, counts.are_shares, strict=True)):
        if share:
            counts.cases[:, :, own] += counts.totals[:, :, number]
    return counts


def half_of(customer: Column, day: Column) -> Column:
    """Return the half of a customer's record that a day falls into, 0 or 1, as an expression.

    By a portable hash: the same halves on every engine and in every release.
    """
    digest = (customer + "|" + day.cast("string")).hexdigest("md5")
    return (digest.substr(0, 1) < "8").cast("int64")  # the first of sixteen digits


def with_rare_marks_together(long: pd.DataFrame, *, rarest: float = 0.0) -> pd.DataFrame:
    """Return counts in which a block has at most MOST_MARKS marks beside OTHER, none rare.

    Parameters
    ----------
    long : DataFrame
        `customer_id`, `half`, `block`, `mark`, and what is to be summed, `cases` among it.
    rarest : float
        Share of its block's cases below which a mark is rare too (proportion).
    """
    sizes = long.groupby(["block", "mark"])["cases"].sum().reset_index()
    sizes = sizes.sort_values(["cases", "mark"], ascending=[False, True])
    share = sizes["cases"] / sizes.groupby("block")["cases"].transform("sum")
    kept = sizes[(sizes.groupby("block").cumcount() < MOST_MARKS) & (share >= rarest)]
    common = pd.MultiIndex.from_frame(kept[["block", "mark"]])
    own = pd.MultiIndex.from_frame(long[["block", "mark"]]).isin(common)
    told = long.assign(mark=long["mark"].where(own, OTHER))
    return told.groupby(["customer_id", "half", "block", "mark"], as_index=False).sum()


def telling(features: Iterable[str]) -> list[str]:
    """Return the features that are worth a word: not the no beside a yes, nor what is rare."""
    return [name for name in features if not name.endswith((f"={NO}", f"={OTHER}"))]


def names(columns: list[tuple[str, str]]) -> list[str]:
    """Return the names of features: ``block=mark``."""
    return [f"{block}={mark}" for block, mark in columns]
