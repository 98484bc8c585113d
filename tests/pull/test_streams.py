from datetime import UTC, datetime

import pytest

from helpers.pull.declaration import Shopify
from helpers.pull.streams import as_a_whole, key_at, moment, moment_at, text_of
from helpers.workspace.errors import InputError

ENTRY = Shopify(api="shopify", base_url="https://a.example", version="1")


@pytest.mark.parametrize(
    "text", ["2026-08-01T00:30:00+05:30", "2026-07-31T19:00:00Z", "2026-07-31T15:00:00.000-04:00"]
)
def test_a_moment_is_the_same_in_every_zone(text):
    assert moment(ENTRY, "updated_at", text) == datetime(2026, 7, 31, 19, tzinfo=UTC)


@pytest.mark.parametrize("text", [None, ""])
def test_no_text_is_no_moment(text):
    assert moment_at(ENTRY, "at")({"at": text}) is None


@pytest.mark.parametrize("text", ["2026-08-01T00:30:00", "01/08/2026", "soon"])
def test_a_moment_in_doubt_is_refused_and_not_quoted(text):
    with pytest.raises(InputError, match="a record's at is no moment with its zone") as refusal:
        moment(ENTRY, "at", text)

    assert text not in str(refusal.value)


def test_a_moment_is_asked_for_in_whole_seconds_before_it():
    assert text_of(datetime(2026, 8, 1, 0, 0, 1, 999_999, tzinfo=UTC)).endswith("00:00:01+00:00")


def test_a_key_of_two_values_keeps_them_apart():
    key = key_at(ENTRY, "a", "b")

    assert key({"a": "x", "b": "yz"}) != key({"a": "xy", "b": "z"})


def test_a_record_as_a_whole_has_one_mark():
    marks = as_a_whole(moment_at(ENTRY, "at"))

    assert marks({"at": None}, b"line") == [(b"line", None)]
