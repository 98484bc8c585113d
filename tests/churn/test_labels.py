from datetime import date

import pandas as pd

from helpers.churn.labels import at_risk, has_left, known_days, labelled

DAYS = pd.DataFrame({
    "customer_id": ["a", "a", "b", "c", "d"],
    "event_day": pd.to_datetime(
        ["2025-01-01", "2025-04-11", "2025-01-10", "2024-01-11", "2025-02-01"]
    ),
})  # fmt: skip
DAY = date(2025, 1, 10)


def test_at_risk_is_who_ordered_within_the_days_that_count():
    since = at_risk(DAYS, DAY)

    # c ordered 365 days before, d not yet.
    assert since.to_dict() == {"a": 9, "b": 0}


def test_who_does_not_order_up_to_the_last_day_of_the_window_has_left():
    customers = pd.Index(["a", "b", "c"])

    # The 91st day after 10 January 2025 is 11 April.
    assert has_left(DAYS, customers, DAY, window_days=91).tolist() == [False, True, True]
    assert has_left(DAYS, customers, DAY, window_days=90).tolist() == [True, True, True]


def test_an_outcome_is_known_once_the_whole_window_has_passed():
    days = [date(2025, 1, 10), date(2025, 4, 10)]

    assert known_days(days, date(2025, 4, 11), window_days=91) == [date(2025, 1, 10)]
    assert known_days(days, date(2025, 4, 10), window_days=91) == []


def test_labels_count_by_hand():
    table = labelled(DAYS, [DAY, date(2025, 4, 20)], as_of=date(2025, 4, 30), window_days=91)

    assert table["customer_id"].tolist() == ["a", "b"]
    assert table["left"].tolist() == [False, True]
    assert table["known_on"].unique().tolist() == [pd.Timestamp("2025-04-11")]


def test_days_after_the_window_change_no_label():
    later = pd.DataFrame({"customer_id": ["b"], "event_day": [pd.Timestamp("2025-04-12")]})
    known = {"as_of": date(2025, 5, 1), "window_days": 91}

    before = labelled(DAYS, [DAY], **known)
    after = labelled(pd.concat([DAYS, later]), [DAY], **known)

    pd.testing.assert_frame_equal(before, after)
