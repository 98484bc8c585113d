import pandas as pd
import pytest

from helpers.intake import reading
from helpers.intake.text_table import no_rejects, on_lines
from helpers.workspace import InputError


def frame(**columns):
    return on_lines(pd.DataFrame(columns, dtype="str"), range(2, 2 + len(columns["a"])))


def test_a_file_knows_up_to_what_it_declares_else_no_further_than_its_arrival(context):
    assert context(data_through="2026-06-30").known_through == pd.Timestamp("2026-06-30")
    assert context(received="2026-10-05").known_through == pd.Timestamp("2026-09-30")
    assert context(received="2026-07-06").known_through == pd.Timestamp("2026-07-06")


def test_rows_are_alike_whatever_the_order_of_columns_the_space_and_empty_new_columns():
    one = reading.content_hash(frame(a=["x"], b=["1"]))
    same = reading.content_hash(frame(c=[""], b=["1 "], a=[" x"]))

    assert one.tolist() == same.tolist()


@pytest.mark.parametrize("other", [{"a": ["y"], "b": ["1"]}, {"a": ["1"], "b": ["x"]}])
def test_rows_of_another_text_or_in_other_columns_differ(other):
    assert (
        reading.content_hash(frame(a=["x"], b=["1"]))[2] != reading.content_hash(frame(**other))[2]
    )


def test_two_lines_that_swap_a_cell_do_not_add_up_to_the_same_record():
    before = reading.content_hash(frame(a=["tent", "stove"], b=["1", "2"]))
    after = reading.content_hash(frame(a=["tent", "stove"], b=["2", "1"]))

    assert before.sum() != after.sum()


def test_a_row_is_rejected_for_the_first_rule_that_it_breaks_with_its_text():
    rows, rejects = frame(a=["x", "", "z"], b=["1", "2", "3"]), no_rejects()
    judge = reading.Judge(rows, rejects)

    judge.forbid(rows["a"].eq(""), "no_name", "a")
    judge.forbid(pd.Series([pd.NA, True, True], rows.index, dtype="boolean"), "second", None)
    judge.close()

    assert judge.stands.tolist() == [True, False, False]
    assert list(zip(*rejects, strict=True)) == [
        (3, "no_name", "a", "\t2"),
        (4, "second", None, "z\t3"),
    ]


def test_foreign_money_is_turned_at_the_declared_rate_and_own_money_stays_exact(context):
    ticks = pd.Series([15_000, 9_007_199_254_740_993], dtype="Int64")

    found = reading.to_company_currency(ticks, pd.Series(["USD", "CNY"]), context())

    assert found.tolist() == [105_000, 9_007_199_254_740_993]


def test_a_currency_without_a_rate_is_unknown(context):
    assert reading.known_currency(pd.Series(["CNY", "USD", "EUR"]), context()).tolist() == [1, 1, 0]


def test_an_amount_beyond_what_a_column_holds_is_too_large():
    pieces = pd.Series([999_999_999, 1, None], dtype="Int64")
    price = pd.Series([10**12, 10**12, 1], dtype="Int64")

    assert reading.too_large(pieces, price).fillna(False).tolist() == [True, False, False]


def make_reading(rows, rejected):
    raw = frame(a=["x"] * rows)
    rejects = no_rejects()
    for line in range(2, 2 + rejected):
        rejects.add(line, "impossible_date", "Created at", "Anna")
    return reading.Reading("orders", pd.DataFrame(), rejects, raw)


def test_ragged_rows_count_as_rows_and_rejected_ones_count_once():
    told = make_reading(rows=10, rejected=2)
    told.rejects.add(99, "ragged_row", None, "x")

    assert told.rows_in == 11


def test_rejecting_rows_afterwards_keeps_their_text():
    told = make_reading(rows=3, rejected=0)

    told.reject(pd.Series([3]), "contradicts_another_row")

    assert list(zip(*told.rejects, strict=True)) == [(3, "contradicts_another_row", None, "x")]


def test_a_file_is_refused_only_beyond_the_limit_and_says_where_it_began(context):
    reading.refuse_beyond_limit(make_reading(rows=200, rejected=1), context())

    with pytest.raises(InputError) as caught:
        reading.refuse_beyond_limit(make_reading(rows=199, rejected=1), context())

    told = str(caught.value)
    assert "data/raw/acme/x.csv: 0.50% of its rows are broken" in told
    assert "impossible date, first in line 2, column 'Created at'" in told and "Anna" not in told


def test_rows_that_are_gone_at_their_source_do_not_count_as_broken(context):
    told = make_reading(rows=10, rejected=0)
    for line in (2, 3, 4):
        told.rejects.add(line, reading.DELETED, "Gone", "x")

    reading.refuse_beyond_limit(told, context())

    told.rejects.add(5, "impossible_date", "Day", "x")
    with pytest.raises(InputError, match="10.00% .* impossible date, first in line 5"):
        reading.refuse_beyond_limit(told, context())
