import gzip
from datetime import date

import pytest

from helpers.intake.formats import shopify_orders
from helpers.intake.proposing.inspection import inspect

LINES = "Order;Order date;Quantity;Price\nA1;13/02/2026;2;1.234,50\nA2;01/02/2026;1;5,00\n"
PRIVATE = ("anna.smith@example.org", "Anna", "+4915112345678", "Main Street 7")
PEOPLE = "Customer ID,Name,Email,Phone,Street\n1,{1},{0},{2},{3}\n2,{1},{0},{2},{3}\n".format(
    *PRIVATE
)


def looked(tmp_path, content, name="x.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return inspect(path, name)


def values(found):
    return {claim.entry: claim.value for claim in found.claims}


def test_a_file_of_any_make_is_mapped_with_everything_that_its_reader_needs(tmp_path):
    found = looked(tmp_path, LINES)

    assert values(found) == {
        "format": "csv", "encoding": "utf-8", "delimiter": ";", "table": "order_lines",
        "decimal": ",", "columns.order_id": "Order", "columns.ordered_at": "Order date",
        "columns.quantity": "Quantity", "columns.unit_price": "Price", "exact_repeats": "keep",
        "date_format.Order date": "%d/%m/%Y",
    }  # fmt: skip
    assert (found.newest.day, found.newest.line) == (date(2026, 2, 13), 2)


def test_a_named_format_is_recognised_whatever_the_files_name(tmp_path, acme):
    rows = acme.order("#1001", lines=2) + acme.order("#1002")
    header = ",".join(shopify_orders.ORDER_COLUMNS)
    cells = [",".join(row.get(name, "") for name in shopify_orders.ORDER_COLUMNS) for row in rows]

    found = looked(tmp_path, "\n".join([header, *cells]), "misc.txt")

    told = values(found)
    assert found.claims[0].evidence.startswith("all its tell-tale columns are there")
    assert (told["format"], told["decimal"]) == ("shopify-orders", ".")
    assert told["date_format.Created at"] == "%Y-%m-%d %H:%M:%S %z"
    assert "table" not in told


@pytest.mark.parametrize(
    ("content", "question"),
    [
        (b"", "it is empty: was it exported in full?"),
        (b"<html><body>Sign in</body></html>", "it is a web page, not a table: sign in"),
        (bytes(range(256)) * 20, "it is no table: what is it?"),
        (gzip.compress(b"email,n\n" * 9999)[:-20], "it cannot be opened: copy it again"),
        (b"PK\x03\x04 cut off", "it cannot be opened: copy it again"),
        (b"PAR1 cut off", "it cannot be opened: copy it again"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(999), "it cannot be opened: copy it again"),
        (b'[{"a": 1}]', "it is JSON in one piece: export it as JSON lines"),
        (b"email,order\n", "it has a header and no rows: was it exported in full?"),
        (b"Anna Smith,London\nBert Jones,Leeds\n", "nothing tells whether its first row names"),
        (b"alpha,beta\nx,1\ny,2\n", "nothing reads it: what is it?"),
        (b"rating,text\n5,good\n4,bad\n", "nothing reads it: what is it? It comes nearest to "
         "feedback, but has no feedback_id and no occurred_at"),
    ],
)  # fmt: skip
def test_what_nothing_reads_is_ignored_with_a_question(tmp_path, content, question):
    found = looked(tmp_path, content)

    assert not found.is_read
    assert [claim.entry for claim in found.claims] == ["why"]
    assert found.claims[0].question.startswith(question)


def test_customers_of_whom_only_a_number_is_known_are_asked_for(tmp_path):
    found = looked(tmp_path, "customerID,tenure\n7590-VHVEG,1\n5575-GNVDE,34\n")

    table = next(claim for claim in found.claims if claim.entry == "table")
    assert table.is_open and table.suggestion == "contacts"
    assert table.question.startswith("does each row tell of one customer?")


def test_no_claim_quotes_a_person(tmp_path):
    headless = "\n".join(PEOPLE.splitlines()[1:])

    told = [str(looked(tmp_path, content).claims) for content in (PEOPLE, headless)]

    assert not [value for value in PRIVATE for text in told if value in text]


def test_a_workbook_under_another_name_is_asked_to_be_renamed(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(
        [
            "Customer ID",
            "First Name",
            "Last Name",
            "Email",
            "Accepts Email Marketing",
            "Default Address Address1",
            "Phone",
            "Tags",
        ]
    )
    book.active.append(["1", "Ann", "B", "a@b.org", "no", "Main St", "", ""])  # fmt: skip
    book.save(tmp_path / "x.xlsx")

    found = looked(tmp_path, (tmp_path / "x.xlsx").read_bytes(), "people.csv")

    assert found.claims[0].is_open
    assert "excel under a name that says csv: rename it" in found.claims[0].question
