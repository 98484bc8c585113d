"""What holds for all formats alike, shown on their fixtures."""

from types import SimpleNamespace

import ibis
import pytest

from helpers import intake
from helpers.intake import formats
from helpers.intake.files import read_text
from helpers.workspace import contracts
from helpers.workspace.source import SourceFile, load_source

from .conftest import FIXTURES, PARTS, declared_fixtures

NAMES = sorted(declared_fixtures())


def header_of(name):
    told = {key: value for key, value in declared_fixtures()[name].items() if key != "personal"}
    declared = SourceFile.model_validate({"path": name, "received": "2026-07-06"} | told)
    form = formats.known()[declared.format]
    return list(read_text(FIXTURES / name, declared, name, (), form.open_file).frame)


def test_each_format_has_a_fixture_and_each_fixture_is_declared():
    files = {path.name for path in FIXTURES.iterdir() if path.suffix != ".toml"}

    assert files == set(NAMES)
    assert {told["format"] for told in declared_fixtures().values()} == set(formats.known())


@pytest.mark.parametrize("name", NAMES)
def test_a_header_is_recognised_in_any_order_and_for_nothing_else(name):
    header = header_of(name)
    expected = declared_fixtures()[name]["format"]

    in_order, reversed_ = formats.recognise(header), formats.recognise(header[::-1])

    assert in_order[0] == (expected, 1.0)
    assert reversed_ == in_order


@pytest.mark.parametrize("name", NAMES)
def test_all_rows_are_accounted_for_and_counted_once_when_delivered_again(name, deliver, take_in):
    first = take_in(deliver(name))
    again = take_in(deliver(name), deliver(name, "2026-08-06"))

    once, twice = first.intake_ledger.iloc[0], again.intake_ledger.iloc[1]
    assert once["accepted"] > 0
    assert twice["accepted"] == twice["continuation"] == 0
    assert twice["repeated"] == once[PARTS[:3]].sum() and twice["rejected"] == once["rejected"]


@pytest.mark.parametrize("name", NAMES)
def test_no_personal_value_stands_outside_the_private_area(name, deliver, take_in):
    tables: SimpleNamespace = take_in(deliver(name))

    for table, rows in vars(tables).items():
        if contracts.load(table).area != "private":
            shown = rows.astype(str).to_csv().casefold()
            assert [w for w in declared_fixtures()[name]["personal"] if w in shown] == [], table


@pytest.mark.parametrize("name", NAMES)
def test_the_tables_keep_their_contracts(name, deliver, take_in):
    take_in(deliver(name))

    for table, rows in intake.take_in("acme", load_source("acme")).items():
        if len(rows):
            contracts.validate(ibis.memtable(rows), contracts.load(table))
