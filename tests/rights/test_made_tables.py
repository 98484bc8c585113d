import os

import pyarrow as pa
import pytest
from pyarrow import parquet

from helpers.rights import made_tables
from helpers.rights.traces import Traces
from helpers.workspace.forgotten import name_pseudonym

TRACES = Traces(
    frozenset(("id1", name_pseudonym("Anna Diaz"))), frozenset(("anna@x.org",)), frozenset(),
    {"notes.csv": {3}},
)  # fmt: skip


@pytest.fixture
def written(tmp_path):
    """A function that writes a table and returns its path."""

    def write(name, columns):
        path = tmp_path / f"{name}.parquet"
        parquet.write_table(pa.table(columns), path)
        return path

    return write


def read(path):
    return parquet.read_table(path).to_pydict()


def test_rows_about_a_person_go(written, tmp_path):
    path = written("segments", {"customer_id": ["id1", "id2", None], "label": ["a", "b", "c"]})

    cut = made_tables.cut_tables([tmp_path], TRACES)

    assert read(path) == {"customer_id": ["id2", None], "label": ["b", "c"]}
    assert cut == [made_tables.Cut(path, 1)]


def test_orders_stay_without_the_person(written, tmp_path):
    path = written("orders", {"customer_id": ["id1", "id2"], "total": [9.5, 1.0]})

    made_tables.cut_tables([tmp_path], TRACES)

    assert read(path) == {"customer_id": [None, "id2"], "total": [9.5, 1.0]}


def test_rows_that_speak_of_a_person_or_stand_on_their_lines_go(written, tmp_path):
    path = written("rejected_text", {
        "file": ["notes.csv", "notes.csv", "other.csv", "other.csv"], "line": [3, 4, 3, 4],
        "text": ["x", "y", "z", "ask Anna@x.org"],
    })  # fmt: skip

    made_tables.cut_tables([tmp_path], TRACES)

    assert read(path) == {"file": ["notes.csv", "other.csv"], "line": [4, 3], "text": ["y", "z"]}


def test_a_name_is_known_in_whichever_order_it_is_written(written, tmp_path):
    path = written("contact_details", {"contact_id": ["a", "b"], "name": ["DIAZ, Anna", "Bo Ek"]})

    made_tables.cut_tables([tmp_path], TRACES)

    assert read(path) == {"contact_id": ["b"], "name": ["Bo Ek"]}


def test_a_table_with_two_names_is_cut_once_and_keeps_both(written, tmp_path):
    path = written("segments", {"customer_id": ["id1", "id2"]})
    (tmp_path / "built").mkdir()
    os.link(path, tmp_path / "built" / "segments.parquet")

    made_tables.cut_tables([tmp_path], TRACES)

    assert path.samefile(tmp_path / "built" / "segments.parquet")
    assert read(path) == {"customer_id": ["id2"]}


def test_a_table_about_others_is_left_as_it_is(written, tmp_path):
    path = written("segments", {"customer_id": ["id2"]})
    before = path.stat()

    assert made_tables.cut_tables([tmp_path], TRACES) == []
    assert path.stat() == before


def test_texts_lose_words_and_decisions_lose_whole_rows(tmp_path):
    (tmp_path / "page.html").write_text("<p>id1 and anna@x.org</p>", encoding="utf-8")
    (tmp_path / "same_person.csv").write_text("a,b,same\nid1,id2,yes\nid3,id4,no\n")
    kept = tmp_path / "forgotten.csv"
    kept.write_text("id1\n")

    made_tables.cut_texts([tmp_path], TRACES, but=[kept])

    assert (tmp_path / "page.html").read_text(encoding="utf-8") == "<p> and </p>"
    assert (tmp_path / "same_person.csv").read_text() == "a,b,same\nid3,id4,no\n"
    assert kept.read_text() == "id1\n"


def test_a_decision_whose_note_has_several_lines_goes_whole_and_modes_stay(tmp_path):
    decisions = tmp_path / "same_person.csv"
    decisions.write_text('a,b,note\nid1,id2,"Ana\nmoved"\nid3,id4,"so\nit is"\n')
    decisions.chmod(0o600)

    made_tables.cut_texts([tmp_path], TRACES)

    assert decisions.read_text() == 'a,b,note\nid3,id4,"so\nit is"\n'
    assert decisions.stat().st_mode & 0o777 == 0o600
