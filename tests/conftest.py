"""One workspace for all tests, in a temporary folder; its demo is built once, when needed.

Beside it planted companies: counts of what customers did, to learn from.
"""

import fcntl
import os
import re
import shutil
import subprocess
import sys
import tempfile
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pandas as pd
import pytest

from helpers.evidence.counts import Counts
from helpers.workspace.settings import settings

KEY = "a-key-for-tests-only-it-keeps-no-secret"


def pytest_configure(config):
    """Point the workspace at a folder of this test run, before any worker starts."""
    if hasattr(config, "workerinput"):
        return
    folder = tempfile.mkdtemp(prefix="helpers-tests-")
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ |= {"HELPERS_ROOT": folder, "HELPERS_KEY": KEY, "HELPERS_TESTS": folder}


def pytest_collection_modifyitems(items):
    """Build the demo before the cells of chapters run: they ask for no fixture."""
    if any(type(item).__name__ == "IPyNbCell" for item in items):
        built_demo()


def built_demo() -> Path:
    """Return the workspace with the demo's published quarter, built by whoever asks first."""
    root = Path(os.environ["HELPERS_TESTS"])
    with (root / "building").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (root / "built").exists():
            environment = os.environ | {"HELPERS_ROOT": str(root)}
            for command in (["demo"], ["run", "--company", "demo", "--period", "2026Q3"]):
                subprocess.run(
                    [sys.executable, "-m", "helpers", *command], check=True, env=environment
                )
            (root / "built").touch()
    return root


@pytest.fixture(scope="session")
def demo() -> Path:
    """The root of a workspace in which the demo's third quarter of 2026 is published."""
    return built_demo()


@pytest.fixture
def own_root(tmp_path, monkeypatch) -> Path:
    """An empty workspace of one test alone."""
    monkeypatch.setenv("HELPERS_ROOT", str(tmp_path))
    return tmp_path


@pytest.fixture(autouse=True)
def own_settings():
    """Each test reads the settings of its own environment, and leaves none behind."""
    settings.cache_clear()
    yield
    settings.cache_clear()


class Reader:
    """Somebody who works out, from all that is published, how large unknown groups can be."""

    def __init__(self) -> None:
        self.groups: dict[object, tuple[float, float | None]] = {}
        self.sums: list[tuple[set, set, float, float]] = []

    def learns(self, group, low=0, high=None):
        """Take a group's size as lying between two numbers, as far as it is known."""
        known, end = self.groups.get(group, (0, None))
        ends = [one for one in (end, high) if one is not None]
        self.groups[group] = (max(low, known), min(ends) if ends else None)

    def adds_up(self, groups, low, high, *, less=()):
        """Take the sizes of some groups, less those of others, as lying between two numbers."""
        self.sums.append((set(groups), set(less), low, high))

    def range_of(self, *groups):
        """Return the smallest and the largest size that some groups can have together."""
        from scipy.optimize import linprog

        names = list(self.groups)
        rows = [[(n in some) - (n in less) for n in names] for some, less, _, _ in self.sums]
        upper = rows + [[-one for one in row] for row in rows]
        limits = [high for *_, high in self.sums] + [-low for *_, low, _ in self.sums]
        aim = [float(name in set(groups)) for name in names]
        ends = []
        for sign in (1, -1):
            solved = linprog(
                [sign * one for one in aim], A_ub=upper or None, b_ub=limits or None,
                bounds=[self.groups[name] for name in names],
            )  # fmt: skip
            assert solved.status in (0, 3), solved.message
            ends.append(sign * solved.fun if solved.status == 0 else float("inf"))
        return ends[0], ends[1]


@pytest.fixture(scope="session")
def reader() -> type[Reader]:
    """The kind of reader against whom groups are withheld."""
    return Reader


TASTES = np.array([[6, 2, 1, 1], [1, 6, 2, 1], [1, 1, 6, 2]]) / 10
WAYS = np.array([[8, 2], [5, 5], [2, 8]]) / 10


def planted_counts(rng, rows=600, cases=12, tastes=TASTES, ways=WAYS):
    """Counts of customers of three kinds who differ in taste and in their way to order.

    The blocks *offer* and *season* are the same for all: they hold nothing but chance.
    """
    kind = rng.integers(0, len(tastes), rows)
    blocks = {
        "category": tastes[kind], "offer": np.full((rows, 2), 0.5), "channel": ways[kind],
        "season": np.full((rows, 4), 0.25),
    }  # fmt: skip
    totals = [
        np.stack([rng.multinomial(size, chance) for size, chance in zip(many, shares, strict=True)])
        for half in range(2)
        for many in [rng.poisson(cases / 2, rows)]
        for shares in blocks.values()
    ]
    halves = np.stack([np.hstack(totals[:4]), np.hstack(totals[4:])]).astype(float)
    columns = [
        (name, f"m{mark}") for name, share in blocks.items() for mark in range(share.shape[1])
    ]
    cases_of = np.stack([
        np.stack([part.sum(axis=1) for part in half], axis=1) for half in (totals[:4], totals[4:])
    ]).astype(float)  # fmt: skip
    names = pd.Index([f"c{number:04d}" for number in range(rows)])
    return Counts(names, columns, halves, list(blocks), cases_of), kind


@pytest.fixture(scope="session")
def planted():
    """Counts of 600 planted customers, and the kind of each."""
    return planted_counts(np.random.default_rng(1))


def scored_of(counts, rng):
    """The rows of `segments` that finding groups needs; recency and spend mean nothing."""
    rows = len(counts.customers)
    return pd.DataFrame({
        "customer_id": counts.customers, "recency_days": rng.integers(0, 300, rows),
        "frequency": rng.integers(1, 9, rows), "monetary": rng.gamma(2, 100, rows).round(2),
        "recent_frequency": rng.integers(0, 4, rows), "recent_monetary": rng.gamma(1, 80, rows),
    })  # fmt: skip


@pytest.fixture(scope="session")
def company():
    """A function that returns a planted company's counts, and the kind of each customer."""
    return planted_counts


@pytest.fixture(scope="session")
def scored():
    """A function that returns the rows of `segments` of a planted company."""
    return scored_of


CELL = re.compile(r'<span data-cell="([^"]+)" data-form="(\w+)" data-value="[^"]*"[^>]*>([^<]*)<')
KEYS = {
    "persona_facts": ["persona_id", "item", "part"],
    "persona_strip": ["persona_id", "part_of_day", "channel"],
    "persona_quality": ["measure", "persona_id"],
}  # fmt: skip
# What a reader takes each word for a share to mean.
MEANT = {
    "hardly any": 0.01, "about one in twenty": 0.05, "about one in ten": 0.1,
    "about one in eight": 0.125, "about one in six": 0.165, "about one in five": 0.2,
    "about a quarter": 0.25, "about a third": 0.33, "about four in ten": 0.4, "about half": 0.5,
    "about six in ten": 0.6, "about two thirds": 0.667, "about three quarters": 0.75,
    "about eight in ten": 0.8, "about nine in ten": 0.9, "nearly all": 0.98,
}  # fmt: skip


def five(number):
    """A number of people as pages tell it."""
    return 5 * np.floor(number / 5 + 0.5)


class Cells:
    """The numbers of cards, each held against the cell that it names."""

    MEANT = MEANT

    def __init__(self, tables):
        self.tables = tables

    def wrong(self, html):
        """Every number of an English card that its cell does not give, as (address, text)."""
        found = [(unescape(cell), form, unescape(said)) for cell, form, said in CELL.findall(html)]
        return [(cell, said) for cell, form, said in found if not self._agrees(cell, form, said)]

    def count(self, html):
        return len(CELL.findall(html))

    def _agrees(self, address, form, said):
        table, *key, column = [unquote(part) for part in address.split("|")]
        names = KEYS.get(table, ["persona_id"])
        frame = self.tables[table]
        for name, value in zip(names, key, strict=True):
            frame = frame[frame[name].eq(value)]
        (row,) = frame.to_dict("records")
        return self._as_told(row, table, column, form, said)

    def _as_told(self, row, table, column, form, said):
        number, whole = row[column], self._whole(row, table, column)
        if form == "people":
            number = five(number)
        elif whole is not None:
            number = five(round(number * whole)) / five(whole)
        if form == "about":
            return abs(MEANT[said] - number) <= 0.055
        digits = re.sub(r"[^\d.-]", "", said.replace("\N{MINUS SIGN}", "-"))
        told = float(digits) / (100 if said.endswith("%") else 1)
        last = 10.0 ** -len(digits.partition(".")[2]) / (100 if said.endswith("%") else 1)
        return abs(told - number) <= last / 2 + 1e-9

    def _whole(self, row, table, column):
        """How many people a share is of; None where it is no share of people."""
        if (table, column) == ("personas", "share"):
            return round(row["customers"] / row["share"])
        of = {"value": "n", "elsewhere": "n_elsewhere"}.get(column)
        return row[of] if table == "persona_facts" and row["of_people"] and of else None


@pytest.fixture(scope="session")
def card_cells() -> type[Cells]:
    """Holds the numbers of cards against tables, given as a mapping by name."""
    return Cells
