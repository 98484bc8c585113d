"""A desk that remembers: tables of the quarter before, and decisions, in memory."""

import numpy as np
import pandas as pd
import pytest

from helpers.segmentation.finding import find_groups
from helpers.workspace import contracts
from helpers.workspace.decisions import read_decisions
from helpers.workspace.group_decisions import SEGMENTS, TABLE


class Desk:
    """What naming segments needs of a desk; `tables` are those of the quarter before."""

    company = "acme"

    def __init__(self, period="2026Q3", tables=None):
        self.period, self.tables = period, tables or {}

    def read(self, name):
        name = name.rstrip("?")
        if name == TABLE:
            return read_decisions("acme", contracts.load(TABLE))
        bare, _, which = name.partition("@")
        known = self.tables.get(bare) if which else None
        return contracts.empty(bare) if known is None else known

    def decide(self, decision, group_id, **names):
        """Write a decision as an analyst would."""
        stands = pd.DataFrame({"segment_id": [group_id]})
        now = type(self)(self.period)
        now.read = lambda name: self.read(name) if TABLE in name else stands
        getattr(SEGMENTS, decision)(now, group_id, by="AB", day="2026-10-01", **names)


@pytest.fixture
def desk(own_root):
    """A desk without a quarter before, and without decisions."""
    return Desk()


@pytest.fixture
def next_quarter(own_root):
    """A function that returns the desk of the quarter after one that wrote these segments."""

    def follow(segments, period="2026Q4"):
        rows = segments.of_customers.rename_axis("customer_id").rename("segment_id").reset_index()
        return Desk(period, {
            "segments": rows, "segment_names": segments.names,
            "segment_profiles": segments.profiles,
        })  # fmt: skip

    return follow


@pytest.fixture(scope="session")
def found(planted, scored):
    """The groups of 600 planted customers of three kinds."""
    counts, _ = planted
    return find_groups(scored(counts, np.random.default_rng(99)), counts, seed=1, most=5)
