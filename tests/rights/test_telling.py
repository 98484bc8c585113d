"""A person is told every row about them, each with its file, and no row about others."""

import html
import json
import stat

import pytest

from helpers import intake
from helpers.rights import forgetting, person, telling
from helpers.workspace import contracts, tables


@pytest.fixture(scope="module")
def told(shared_company):
    company = shared_company
    for name, table in intake.take_in(company.name, company.source).items():
        contract = contracts.load(name)
        tables.write_table(table, contract, tables.table_path(company.processed, "", contract))
    start = person.ids_of("email", company.who, "CN")
    who, traces, files = forgetting.meant(company.name, start, kind="email")
    return telling.what_is_known(company.name, who, traces, files), who


def test_every_row_of_every_file_is_told_with_its_line(told):
    known, who = told

    rows = sum(len(file["rows"]) for file in known["received"])

    assert rows == len(who.rows.drop_duplicates(["file", "line"]))
    assert {file["file"] for file in known["received"]} == set(who.rows["file"])
    assert all(row["line"] > 0 for file in known["received"] for row in file["rows"])


def test_what_was_made_is_told_with_the_meaning_of_each_column(told):
    known, who = told
    made = {table["table"]: table for table in known["made"]}

    assert {"orders", "order_lines", "contacts", "contact_details"} <= made.keys()
    assert {row["customer_id"] for row in made["orders"]["rows"]} <= who.ids
    assert "quantity x unit price" in made["order_lines"]["columns"]["amount"]


def test_the_files_lie_apart_for_this_user_alone(told, shared_company):
    known, _ = told

    paths = telling.write(shared_company.name, known)

    assert [path.name for path in paths] == ["known.json", "known.html"]
    assert json.loads(paths[0].read_text(encoding="utf-8"))["company"] == known["company"]
    for folder in (paths[0].parent, paths[0].parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    page = paths[1].read_text(encoding="utf-8")
    assert html.escape(shared_company.who) in page


def test_a_value_on_the_page_is_text_and_never_a_script(tmp_path):
    page = telling._page({
        "company": "<b>", "made": [],
        "received": [{"file": "a", "format": "b", "received": "c", "rows": [{"x": "<script>"}]}],
    })  # fmt: skip

    assert "<script>" not in page and "&lt;script&gt;" in page
