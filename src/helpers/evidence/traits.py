"""Traits of customers as a frame: one row per customer, one column per trait."""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd
from ibis.expr.types import Table


class WideTraits(NamedTuple):
    """Traits side by side.

    Attributes
    ----------
    frame : DataFrame
        One row per customer wanted; numbers and flags (1 for yes) as float, words as text; what
        is not known is missing.
    types : Series of str
        *number*, *flag* or *word* of each column of `frame`, sorted by name.
    """

    frame: pd.DataFrame
    types: pd.Series


def wide_traits(traits: Table, customers: Iterable[str]) -> WideTraits:
    """Return the traits of customers side by side.

    Parameters
    ----------
    traits : Table
        The table `traits`.
    customers : iterable of str
        Who is wanted; one of whom no trait is told has missing values.
    """
    known = traits.select("name", "type").distinct().order_by("name").to_pandas()
    types = known.astype("str").set_index("name")["type"]
    people = pd.Index(customers, dtype="str", name="customer_id").sort_values()
    columns = {name: _column(traits, name, kind, people) for name, kind in types.items()}
    return WideTraits(pd.DataFrame(columns, index=people), types)


def _column(traits: Table, name: str, kind: str, people: pd.Index) -> pd.Series:
    """Return one trait of people, in their order; a trait at a time, to hold little at once."""
    cell = "value" if kind == "word" else "number"
    own = traits.filter(traits.name == name).select("customer_id", cell).to_pandas()
    return own.set_index("customer_id")[cell].reindex(people)
