from datetime import UTC, datetime, timedelta

import pytest

from helpers.pull.cursors import Cursor, cursor_of, dump, state_key
from helpers.pull.declaration import Zoho
from helpers.pull.streams import Stream

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
STREAM = Stream("zoho_contacts", "", str, lambda record, line: [], lambda since: iter([]))


def at(seconds):
    return NOON + timedelta(seconds=seconds)


def again(cursor):
    """Return the cursor of the next pull."""
    return cursor_of(cursor.told(), STREAM)


def test_the_next_pull_reaches_back_and_knows_what_it_meets_there():
    cursor = Cursor(MINUTE)
    taken = [cursor.take([(b"a", at(0))]), cursor.take([(b"b", at(100))])]

    following = again(cursor)

    assert taken == [True, True]
    assert following.start == at(40)
    assert not following.take([(b"b", at(100))])
    assert following.take([(b"b changed", at(101))])
    assert following.take([(b"came late", at(50))])


def test_what_lies_before_the_reach_is_forgotten():
    cursor = Cursor(MINUTE)
    for second in range(200):
        cursor.take([(str(second).encode(), at(second))])

    assert len(cursor.told()["border"]) == 61


def test_where_nothing_has_a_moment_all_is_remembered():
    cursor = Cursor(MINUTE)
    cursor.take([(b"a", None)])

    following = again(cursor)

    assert following.start is None
    assert not following.take([(b"a", None)])


def test_a_cursor_that_met_nothing_stays_where_it_was():
    cursor = Cursor(MINUTE)
    cursor.take([(b"a", at(0))])

    assert again(again(cursor)).told() == cursor.told()


def test_a_record_of_which_one_part_is_new_is_new():
    cursor = Cursor(MINUTE)
    cursor.take([(b"open", at(0))])

    assert again(cursor).take([(b"open", at(0)), (b"click", at(0))])


@pytest.mark.parametrize(
    ("option", "same"),
    [({"base_url": "https://b.example"}, True), ({"page_size": 20}, True),
     ({"objects": ["Contacts"]}, True), ({"fields": {"Contacts": ["Email"]}}, False),
     ({"version": "v9"}, False)],
)  # fmt: skip
def test_a_stream_begins_anew_only_where_its_records_become_others(option, same):
    usual = {"api": "zoho", "base_url": "https://a.example", "token_url": "https://a.example/t"}

    keys = {state_key(Zoho(**usual), STREAM), state_key(Zoho(**usual | option), STREAM)}

    assert len(keys) == (1 if same else 2)


def test_equal_states_have_equal_bytes():
    assert dump({"b": 1, "a": {}}) == dump({"a": {}, "b": 1})
