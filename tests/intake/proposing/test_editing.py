from datetime import date

import pytest

from helpers import intake
from helpers.intake.proposing.editing import COLUMNS, propose, write_draft, write_source
from helpers.workspace import InputError, UsageError
from helpers.workspace.raw_files import declared_files
from helpers.workspace.source import load_source

LINES = "Order,Order date,Quantity,Price\nA1,2026-06-30,2,1.50\nA2,2026-02-01,1,5.00\n"
ANSWERS = {"title": "Acme", "currency": "CNY", "time_zone": "Asia/Shanghai"}


@pytest.fixture
def table(company):
    company(**{"2026-07-06/a.csv": LINES})
    return propose("acme")


def answered(table, **more):
    for entry, value in (ANSWERS | more).items():
        table.loc[table["entry"].eq(entry), "value"] = value
    return table


def test_a_proposal_is_a_table_with_a_row_per_entry(table):
    decimal = table.set_index("entry").loc["decimal"]

    assert list(table) == COLUMNS
    assert (decimal["file"], decimal["value"], decimal["evidence"]) == (
        "2026-07-06/a.csv", ".", "1.50 in line 2"
    )  # fmt: skip
    assert set(table.loc[table["question"].ne(""), "entry"]) == set(ANSWERS)


def test_the_intake_hands_both_functions_to_a_notebook():
    assert (intake.propose, intake.write_source) == (propose, write_source)
    with pytest.raises(AttributeError, match="no attribute 'guess'"):
        intake.guess  # noqa: B018


def test_an_answered_table_becomes_a_declaration_that_reads_the_files(table):
    write_source("acme", answered(table))

    source = load_source("acme")
    assert (source.title, source.data_through) == ("Acme", date(2026, 6, 30))
    assert [path.name for _, path in declared_files("acme", source)] == ["a.csv"]
    assert intake.take_in("acme", source)["order_lines"].num_rows == 2


def test_open_questions_are_named_and_nothing_is_written(table, root):
    with pytest.raises(InputError, match="data/raw/acme: 3 questions are open") as caught:
        write_source("acme", table)

    assert "the company, currency: in which currency does the company count?" in str(caught.value)
    assert not (root / "data/raw/acme/source.toml").exists()


def test_an_edited_cell_counts_and_a_day_may_be_typed(table):
    write_source("acme", answered(table, received="2026-07-08", exact_repeats="once"))

    declared = load_source("acme").files[0]
    assert (declared.received, declared.exact_repeats) == (date(2026, 7, 8), "once")


@pytest.mark.parametrize(
    ("entry", "value", "words"),
    [("received", "6 July", "received: write the day like 2026-01-05"),
     ("decimal", "point", "files, entry 1, decimal"),
     ("data_through", "2026-07-09", "data_through lies after received")],
)  # fmt: skip
def test_a_wrong_answer_is_refused_with_what_to_write(table, entry, value, words):
    with pytest.raises(InputError, match=words):
        write_source("acme", answered(table, **{entry: value}))


def test_entries_are_added_to_a_declaration_without_touching_it(table, company, root):
    write_source("acme", answered(table))
    before = (root / "data/raw/acme/source.toml").read_text()
    company(**{"2026-10-05/a.csv": LINES})

    write_source("acme", propose("acme"))

    after = (root / "data/raw/acme/source.toml").read_text()
    assert after.startswith(before.rstrip())
    assert [file.path for file in load_source("acme").files] == [
        "2026-07-06/a.csv", "2026-10-05/a.csv",
    ]  # fmt: skip


def test_a_table_without_its_columns_is_refused(table):
    with pytest.raises(InputError, match="the table has no column 'value'"):
        write_source("acme", table.drop(columns="value"))


def test_a_draft_is_no_data_and_no_declaration(company, root):
    company(**{"2026-07-06/a.csv": LINES})

    write_draft("acme")

    assert (root / "data/raw/acme/source.draft.toml").exists()
    with pytest.raises(UsageError, match="has no data/raw/acme/source.toml"):
        load_source("acme")
    assert propose("acme")["file"].nunique() == 2  # the company as a whole, and one file


def test_a_renamed_draft_is_refused_until_it_is_answered_and_then_reads_the_files(company):
    folder = company(**{"2026-07-06/a.csv": LINES})
    write_draft("acme")
    (folder / "source.draft.toml").rename(folder / "source.toml")

    with pytest.raises(InputError, match="title: is not declared: add it"):
        load_source("acme")

    text = (folder / "source.toml").read_text()
    for line, answer in (('# title = "Acme"', 'title = "Acme"'),
                         ('# currency = "…"', 'currency = "CNY"'),
                         ('# time_zone = "…"', 'time_zone = "Asia/Shanghai"')):  # fmt: skip
        assert line in text
        text = text.replace(line, answer)
    (folder / "source.toml").write_text(text)
    assert intake.take_in("acme", load_source("acme"))["order_lines"].num_rows == 2


def test_answers_in_a_draft_are_not_lost_unless_asked_for(company):
    folder = company(**{"2026-07-06/a.csv": LINES})
    write_draft("acme")
    draft = folder / "source.draft.toml"
    first = draft.read_text()
    write_draft("acme")
    draft.write_text(first + "# my answer\n")

    with pytest.raises(UsageError, match="is there already, perhaps with your answers"):
        write_draft("acme")
    write_draft("acme", replace=True)

    assert draft.read_text() == first


def test_where_everything_is_declared_no_draft_is_written(table, root):
    write_source("acme", answered(table))

    write_draft("acme")

    assert not (root / "data/raw/acme/source.draft.toml").exists()


def test_a_declaration_in_brackets_cannot_be_added_to(company):
    company(**{"2026-07-06/a.csv": LINES, "b.csv": "id\n1\n",
               "source.toml": 'title = "A"\ncurrency = "CNY"\ntime_zone = "UTC"\n'
               'data_through = 2026-07-01\nfiles = [{ path = "b.csv", format = "csv", '
               'table = "contacts", encoding = "utf-8", received = 2026-07-06, '
               'columns = { contact_id = "id" } }]\n'})  # fmt: skip

    with pytest.raises(InputError, match="cannot be added to: write its entries as"):
        write_draft("acme")
