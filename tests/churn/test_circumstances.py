"""Circumstances as known on a day: counted by hand, and never borrowed from later."""

import pandas as pd
import pytest

from helpers.churn.circumstances import (
    agreed,
    last_sign,
    place_figures,
    placed,
    since,
    ticket_words,
    varied,
)

ROWS = pd.DataFrame({
    "customer_id": ["a", "a", "b"],
    "snapshot_day": pd.to_datetime(["2026-03-31", "2026-06-30", "2026-06-30"]),
    "first_order_day": pd.to_datetime(["2026-01-10", "2026-01-10", "2026-05-01"]),
    "last_order_day": pd.to_datetime(["2026-03-01", "2026-03-01", "2026-05-01"]),
}).astype("str").astype({
    "snapshot_day": "datetime64[us]", "first_order_day": "datetime64[us]",
    "last_order_day": "datetime64[us]",
})  # fmt: skip
HAPPENED = pd.DataFrame({
    "customer_id": ["a", "a", "b"], "what": ["member", "ticket:complaint", "member"],
    "event_day": pd.to_datetime(["2026-05-05", "2026-02-02", "2026-08-01"]),
})  # fmt: skip


def test_what_happens_counts_from_its_own_day_on():
    told = since(ROWS, HAPPENED)

    assert told["member"].tolist() == [0, 1, 0]
    assert told["ticket:complaint"].tolist() == [1, 1, 0]


def test_a_later_row_changes_nothing_of_an_earlier_day():
    later = pd.concat([HAPPENED, HAPPENED.assign(event_day=pd.Timestamp("2026-12-31"))])

    pd.testing.assert_frame_equal(since(ROWS, later), since(ROWS, HAPPENED))
    assert last_sign(ROWS, later).equals(last_sign(ROWS, HAPPENED))


def test_the_last_sign_is_the_latest_of_orders_and_what_happened_by_then():
    told = last_sign(ROWS, HAPPENED)

    assert told.dt.strftime("%m-%d").tolist() == ["03-01", "05-05", "05-01"]


def test_only_what_was_agreed_by_the_first_order_counts():
    consents = pd.DataFrame({
        "person_id": ["p", "q", "q"], "channel": ["email", "email", "email"],
        "state": ["granted", "granted", "refused"],
        "day": pd.to_datetime(["2026-01-10", "2026-05-09", "2026-04-01"]),
    })  # fmt: skip

    told = agreed(ROWS, consents, pd.Series({"p": "a", "q": "b"}))

    assert told["agreed:email"].tolist() == [1, 1, 0]


def test_a_place_is_held_against_the_other_places_of_its_country():
    people = pd.DataFrame({
        "customer_id": ["a", "b", "c"], "country": ["CN", "CN", "US"],
        "province": ["SH", "YN", "WA"],
    })  # fmt: skip
    figures = pd.DataFrame({
        "region": ["SH", "YN", "WA", "SH"], "name": ["parcel_days"] * 3 + ["income"],
        "year": 2026, "delivery": "", "value": [2, 4, 9, 80],
    })  # fmt: skip
    rows = pd.DataFrame({"customer_id": ["a", "b", "c", "unknown"]})

    told = placed(rows, people, figures)

    assert told["parcel_days"].tolist() == [-1, 1, 0, 0]
    assert told["abroad"].tolist() == [0, 0, 1, 0]
    assert "income" not in told and "income" not in place_figures()


def test_tickets_are_told_apart_where_their_subjects_are_few():
    told = pd.DataFrame({"kind": "ticket", "subject": ["complaint"] * 15 + ["refund"] * 15 + ["x"]})

    words = ticket_words(told)

    assert words.unique().tolist() == ["ticket:complaint", "ticket:refund", "ticket:other"]


def test_tickets_of_many_subjects_are_one_circumstance():
    told = pd.DataFrame({"kind": "ticket", "subject": [f"free words {n}" for n in range(13)]})

    assert ticket_words(told).unique().tolist() == ["ticket"]


@pytest.mark.parametrize(("flags", "fit"), [(3, False), (50, True), (97, False)])
def test_a_flag_is_tested_where_enough_have_it_and_enough_have_not(flags, fit):
    known = pd.DataFrame({"flag": [1.0] * flags + [0.0] * (100 - flags)})

    tested, left_out = varied(known, least=50)

    assert (list(tested) == ["flag"]) is fit
    assert (left_out == ["flag"]) is not fit
