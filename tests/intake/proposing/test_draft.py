import tomllib
from datetime import date

import pytest

from helpers.intake.proposing.claim import ask, perhaps, propose
from helpers.intake.proposing.draft import draft_text, entry_text, toml
from helpers.intake.proposing.proposal import Entry, Proposal
from helpers.workspace import InputError
from helpers.workspace.source import checked_source

HEAD = Entry("", [propose(name, value, "") for name, value in (
    ("title", "Acme"), ("currency", "CNY"), ("time_zone", "Asia/Shanghai"),
    ("data_through", date(2026, 6, 30)))])  # fmt: skip
LINES = [
    propose("format", "csv", ""), propose("received", date(2026, 7, 6), "the folder's name"),
    propose("encoding", "utf-8", ""), propose("table", "order_lines", ""),
    propose("decimal", ".", "199.00 in line 2"), propose("exact_repeats", "keep", ""),
    propose("columns.order_id", "Order no", "its header says so"),
    propose("date_format.Order day", ["%Y-%m-%d", "%Y/%m/%d"], "fits 3 cells"),
]  # fmt: skip


def text_of(*claims, instead_of=()):
    kept = [claim for claim in LINES if claim.entry not in instead_of]
    return draft_text(Proposal("acme", [HEAD, Entry("a.csv", [*kept, *claims])]))


def test_a_certain_value_stands_with_its_evidence():
    text = text_of()

    assert 'decimal = "."   # 199.00 in line 2\n' in text
    assert tomllib.loads(text)["files"][0]["date_format"] == {"Order day": ["%Y-%m-%d", "%Y/%m/%d"]}
    assert checked_source("acme", text).files[0].columns == {"order_id": "Order no"}


def test_a_remark_is_a_comment_and_does_not_count():
    text = text_of(perhaps("merchandise", r"^\d{5}", "most codes"))

    assert r"# merchandise = '^\d{5}'   # perhaps: most codes" in text
    assert checked_source("acme", text).files[0].merchandise is None


@pytest.mark.parametrize(
    ("claim", "line"),
    [
        (ask("encoding", "which?", suggestion="big5"), '# encoding = "big5"   # question: which?'),
        (ask("received", "when?", suggestion=date(2026, 7, 1)),
         "# received = 2026-07-01   # question: when?"),
        (ask("table", "what is it?", suggestion="contacts"), '# table = "contacts"   # question:'),
        (ask("exact_repeats", "two or one?", suggestion="keep"), '# exact_repeats = "keep"   #'),
        (ask("decimal", "so?", suggestion="."), 'decimal = "???"   # question: so? perhaps "."'),
        (ask("delimiter", "which?", suggestion=";"), 'delimiter = "???"   # question: which?'),
        (ask("date_format.Order day", "which?"), '"Order day" = "???"   # question: which?'),
        (ask("question", "delete the title"), 'question = "delete the title"   # then remove'),
    ],
)  # fmt: skip
def test_a_declaration_is_refused_until_each_question_is_answered(claim, line):
    text = text_of(claim, instead_of=(claim.entry,))

    assert line in text
    with pytest.raises(InputError, match="needs mending"):
        checked_source("acme", text)


def test_an_ignored_file_needs_its_reason():
    entry = Entry("*/regions.csv", [ask("why", "what is it?", suggestion="Nothing reads it yet.")])

    text = text_of() + entry_text(entry)

    assert tomllib.loads(text)["ignore"] == [{"path": "*/regions.csv"}]
    with pytest.raises(InputError, match="ignore, entry 1, why: is not declared: add it"):
        checked_source("acme", text)


def test_a_rate_that_is_not_known_is_refused_too():
    head = Entry("", [*HEAD.claims, ask("exchange_rates.USD", "how many CNY is one USD?")])

    text = draft_text(Proposal("acme", [head, Entry("a.csv", LINES)]))

    assert 'USD = "???"   # question: how many CNY is one USD?' in text
    with pytest.raises(InputError, match="exchange_rates, USD"):
        checked_source("acme", text)


def test_an_existing_declaration_stands_unchanged_before_what_is_added():
    existing = text_of().replace("# Proposed", "# Mine, proposed")

    text = draft_text(Proposal("acme", [Entry("b.csv", LINES)], existing))

    assert text.startswith(existing.rstrip())
    assert [file.path for file in checked_source("acme", text).files] == ["a.csv", "b.csv"]


def test_overlaps_are_tables_of_their_own():
    told = [{"first_day": date(2010, 12, 1), "last_day": date(2010, 12, 9), "copies": 2,
             "why": "twice"}]  # fmt: skip

    text = text_of(propose("overlaps", told, "45,046 of 45,046 lines have an equal one"))

    assert checked_source("acme", text).files[0].overlaps[0].copies == 2


@pytest.mark.parametrize(
    "value",
    ["plain", 'with "quotes"', r"^\d{5}", "北行户外", "two\nlines", "it's\\", "\x7f", True, 7.15, 3,
     date(2026, 7, 6), ["a", "b"], "# no comment"],
)  # fmt: skip
def test_values_come_back_from_toml_as_they_were(value):
    assert tomllib.loads(f"x = {toml(value)}")["x"] == value


def test_evidence_of_several_lines_stays_a_comment():
    text = text_of(propose("sheet", "x", "first\nsecond"))

    assert "# first second" in text
