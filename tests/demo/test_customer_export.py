import csv
from pathlib import Path

import pytest

from helpers.demo import company, customer_export

OBSERVED = (Path(__file__).parent / "customers_header.csv").read_text().strip().split(",")


@pytest.fixture(scope="module")
def exports(demo):
    """Each delivery's sound rows by customer."""
    read = []
    for delivery in company.DELIVERIES:
        path = demo.raw / delivery.folder / customer_export.FILE_NAME
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            sound = [row for row in rows if None not in row and row["Tags"] is not None]
        read.append({row["Customer ID"]: row for row in sound})
    return read


def test_the_header_is_the_one_that_shops_export(demo):
    path = demo.raw / company.DELIVERIES[0].folder / customer_export.FILE_NAME

    header = path.read_text(encoding="utf-8").split("\n", 1)[0].split(",")

    assert header == customer_export.HEADER == OBSERVED


def test_the_second_export_adds_customers_and_forgets_none(exports, demo):
    early, late = exports

    broken = demo.dirt[demo.dirt.file.str.contains("customers") & (demo.dirt.outcome == "rejected")]
    assert len(late) > len(early)
    assert {name.lstrip("'") for name in early.keys() - late.keys()} <= set(broken.record)


def test_consent_changes_between_deliveries_in_both_directions(exports):
    early, late = exports
    column = "Accepts Email Marketing"

    changes = {(early[who][column], late[who][column]) for who in early.keys() & late.keys()}

    assert changes == {("yes", "yes"), ("no", "no"), ("yes", "no"), ("no", "yes")}


def test_some_customers_have_never_ordered(exports):
    rows = exports[1].values()

    idle = [row for row in rows if row["Total Orders"] == "0"]

    assert 0.05 < len(idle) / len(rows) < 0.12
    assert {row["Total Spent"] for row in idle} == {"0.00"}


def test_an_identical_row_counts_as_repeated(exports, demo):
    early, late = exports
    same = {who for who in early.keys() & late.keys() if early[who] == late[who]}

    kinds = demo.dirt[demo.dirt.kind == "customer-unchanged"]

    assert {f"'{record}" for record in kinds.record} == same


def test_ids_phones_and_codes_are_prefixed(exports):
    for row in exports[0].values():
        for column in ("Customer ID", "Phone", "Default Address Zip"):
            assert row[column].startswith("'")
