import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.intake import coded
from helpers.intake.coded import Coded

CELLS = st.lists(st.one_of(st.none(), st.sampled_from(["", " a", "a", "b ", "帐篷", "é", "é"])))


def column(*cells):
    return pd.Series(list(cells), dtype="str")


def given_back(series):
    return [None if pd.isna(cell) else cell for cell in series]


@given(CELLS)
def test_a_column_comes_back_as_it_was_in_every_form(cells):
    told = coded.coded(column(*cells))

    assert given_back(told.plain()) == cells
    assert given_back(told.categories()) == cells
    assert given_back(coded.coded(told.categories()).plain()) == cells


def test_each_distinct_text_is_changed_once_and_texts_that_become_equal_are_one():
    seen = []

    def shorter(texts):
        seen.extend(texts)
        return texts.str.strip()

    changed = coded.coded(column("a", " a", "a", None, "b")).each(shorter)

    assert sorted(seen) == [" a", "a", "b"]
    assert given_back(changed.plain()) == ["a", "a", "a", None, "b"]
    assert changed.texts.tolist() == ["a", "b"]


def test_what_is_empty_but_for_space_is_missing():
    assert given_back(coded.coded(column(" x ", "  ", "", "y")).or_missing()) == [
        "x", None, None, "y"
    ]  # fmt: skip


def test_rows_keep_their_lines():
    told = Coded(np.array([0, 1, 0]), column("a", "b"), pd.Index([2, 5, 9]))

    assert told.eq("a").to_dict() == {2: True, 5: False, 9: True}
    assert told.rows(np.array([True, False, True])).plain().to_dict() == {2: "a", 9: "a"}
    assert told.on_rows(pd.Series([7, 8])).to_dict() == {2: 7, 5: 8, 9: 7}


@given(CELLS)
def test_ranks_sort_as_the_texts_do_with_the_missing_ones_first(cells):
    texts = column(*cells)

    order = np.argsort(coded.ranks(texts), kind="stable")

    assert [cells[n] for n in order] == sorted(cells, key=lambda c: (c is not None, c or ""))
    assert given_back(coded.in_order(texts)) == cells


def test_frames_are_stacked_with_texts_and_categories_side_by_side():
    one = pd.DataFrame({"a": coded.coded(column("x", None)).categories(), "n": [1, 2]})
    other = pd.DataFrame({"a": column("y"), "b": coded.constant("z", pd.RangeIndex(1)), "n": [3]})

    both = coded.stacked([one, other])

    assert given_back(both["a"]) == ["x", None, "y"]
    assert given_back(both["b"]) == [None, None, "z"]
    assert both["n"].tolist() == [1, 2, 3]
    assert given_back(coded.plain_frame(both)["a"].astype("str")) == ["x", None, "y"]


@pytest.mark.parametrize(
    ("first", "second"), [((None, "p"), ("q", "r")), ((None, None), ("q", None))]
)
def test_the_second_column_speaks_where_the_first_is_silent(first, second):
    found = coded.either(*(coded.coded(column(*cells)).categories() for cells in (first, second)))

    assert given_back(found) == [
        a if a is not None else b for a, b in zip(first, second, strict=True)
    ]


def test_an_empty_or_missing_text_is_taken_from_another_column():
    own = coded.coded(column("a", "", None, "b"))

    found = own.or_else(coded.coded(column("x", "b", "y", "z")))

    assert found.plain().tolist() == ["a", "b", "y", "b"]
    assert found.texts.is_unique


def test_of_some_rows_only_their_own_texts_are_left():
    whole = coded.coded(column("a", "b", "a", None, "c"))

    found = whole.only(np.array([True, False, True, True, False]))

    assert found.texts.tolist() == ["a"]
    assert found.plain().fillna("").tolist() == ["a", "", "a", "", ""]
