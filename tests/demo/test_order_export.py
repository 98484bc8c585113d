import csv
from pathlib import Path

import pytest

from helpers.demo import company, order_export, products
from helpers.demo.aftermath import STATUSES

OBSERVED = (Path(__file__).parent / "orders_header.csv").read_text().strip().split(",")


@pytest.fixture(scope="module")
def exports(demo):
    """Each delivery's sound rows by column, rejected lines left out."""
    read = []
    for delivery in company.DELIVERIES:
        name = f"{delivery.folder}/{order_export.FILE_NAME}"
        lines = (demo.raw / name).read_text(encoding="utf-8").splitlines()
        dirt = demo.dirt[(demo.dirt.file == name) & (demo.dirt.outcome == "rejected")]
        sound = [line for at, line in enumerate(lines, 1) if at not in set(dirt.line)]
        read.append(list(csv.DictReader(sound)))
    return read


def amount(cell):
    return float(cell.replace(",", ""))


def test_the_header_is_the_one_that_shops_export(demo):
    path = demo.raw / company.DELIVERIES[0].folder / order_export.FILE_NAME

    header = path.read_text(encoding="utf-8").split("\n", 1)[0].split(",")

    assert header == order_export.HEADER == OBSERVED
    assert len(header) == 79


def test_order_level_cells_stand_on_the_first_row_only(exports):
    every = {name for name in OBSERVED if name.startswith("Lineitem")} | {"Name", "Vendor"}

    for row in exports[0]:
        if not row["Created at"]:
            assert all(not cell for name, cell in row.items() if name not in every)


def test_a_first_row_adds_up(exports):
    first = [row for row in exports[0] if row["Created at"]]

    assert len(first) > 3000
    for row in first:
        parts = sum(amount(row[name]) for name in ("Subtotal", "Shipping", "Taxes"))
        assert amount(row["Total"]) == pytest.approx(parts)
        assert amount(row["Refunded Amount"]) <= amount(row["Total"])
        assert row["Financial Status"] in STATUSES


def test_codes_and_phones_are_prefixed_and_keep_their_zeros(exports):
    first = [row for row in exports[0] if row["Billing Name"]]

    assert all(row["Billing Zip"].startswith("'") for row in first)
    assert all(row["Billing Phone"].startswith("'") for row in first)
    assert any(row["Billing Zip"].startswith("'0") for row in first)


def test_pseudo_products_stand_among_the_goods(exports):
    skus = {row["Lineitem sku"] for row in exports[0]}

    assert skus == {"", *products.column("sku")}


def test_an_order_without_email_is_known_by_phone_or_not_at_all(exports):
    first = [row for row in exports[0] if row["Created at"]]
    nameless = [row for row in first if not row["Email"].strip()]

    assert 0.005 < len(nameless) / len(first) < 0.04
    assert any(row["Phone"] for row in nameless)
    assert any(not row["Phone"] for row in nameless)


def test_the_overlap_has_orders_that_changed_and_orders_that_did_not(exports):
    early, late = ({row["Name"]: row for row in rows if row["Created at"]} for rows in exports)
    both = early.keys() & late.keys()

    changed = [name for name in both if early[name] != late[name]]

    assert 0.02 < len(changed) / len(both) < 0.25
    statuses = {late[name]["Financial Status"] for name in changed}
    assert {"refunded", "partially_refunded"} <= statuses


def test_emails_come_in_capitals_and_with_spaces(exports):
    emails = [row["Email"] for row in exports[0] if row["Email"]]

    assert any(email.isupper() for email in emails)
    assert any(email != email.strip() for email in emails)


def test_only_the_first_export_ends_in_a_footer(demo):
    last = [
        (demo.raw / delivery.folder / order_export.FILE_NAME).read_text().splitlines()[-1]
        for delivery in company.DELIVERIES
    ]

    assert last[0].startswith("Total,") and len(next(csv.reader(last[:1]))) == 79
    assert last[1].startswith("#")
