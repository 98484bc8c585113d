"""Fixtures: one or more small files of each format, and how source.toml would declare them.

Each ``fixtures/*.toml`` has a table per file: what its ``[[files]]`` entry declares beside
path and days, and `personal`, words of the file that no table outside the private area and no
message may hold.
"""

import json
import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

FIXTURES = Path(__file__).parent / "fixtures"
TOP = """
title = "Acme"
currency = "CNY"
time_zone = "Asia/Shanghai"
country = "CN"
data_through = 2026-09-30
reject_limit = 1
exchange_rates = { USD = 7.0, BDT = 0.06 }
"""
PARTS = ["accepted", "continuation", "repeated", "rejected"]


@cache
def declared_fixtures():
    """Return each fixture's declaration by the name of its file."""
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in FIXTURES.glob("*.toml")]
    return {name: told for table in tables for name, told in sorted(table.items())}


def entry(path, received, told):
    """Return a declaration as a ``[[files]]`` entry of source.toml."""
    lines = [f'path = "{path}"', f"received = {received}", f"data_through = {received}"]
    for name, value in told.items():
        if isinstance(value, dict):
            cells = ", ".join(f"{json.dumps(k)} = {json.dumps(v)}" for k, v in value.items())
            lines.append(f"{name} = {{ {cells} }}")
        elif name != "personal":
            lines.append(f"{name} = {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(["[[files]]", *lines, ""])


@pytest.fixture
def deliver(acme):
    """Write a fixture as a file received on a day, and return its entry in source.toml."""

    def deliver(name, received="2026-07-06", **changes):
        path = f"{received}/{name}"
        acme.write(path, (FIXTURES / name).read_bytes())
        told = declared_fixtures()[name] | changes
        return entry(path, received, {key: value for key, value in told.items() if value})

    return deliver


@pytest.fixture
def take_in(acme):
    """Take in delivered files, each row of each of which must be accounted for."""

    def take_in(*entries, top=TOP):
        tables = acme.take_in(*entries, top=top)
        ledger = tables.intake_ledger
        assert ledger[PARTS].sum(axis="columns").equals(ledger["rows_in"])
        return tables

    return take_in


def told(frame, *columns):
    """Return columns of a table as tuples that can be typed by hand: days as text, money float."""
    found = frame[list(columns)].astype(object)
    return [tuple(map(_plain, row)) for row in found.itertuples(index=False, name=None)]


def _plain(cell):
    if pd.isna(cell):
        return None
    if isinstance(cell, Decimal):
        return float(cell)
    if isinstance(cell, pd.Timestamp) and cell.tzinfo:
        return f"{cell:%Y-%m-%d %H:%M:%S}Z"
    return f"{cell:%Y-%m-%d}" if isinstance(cell, date) else cell


def rejected(tables):
    """Return the rejected rows of a company: line, rule and column."""
    return told(tables.rejected.sort_values(["file", "line"]), "line", "rule", "column")
