from datetime import date

import pandas as pd
import pytest

from helpers.value import histories
from helpers.value.plain_rules import RULES, expected_by_rule, orders_between, rules_for

DAY = date(2026, 6, 30)


def days_of(*rows):
    frame = pd.DataFrame(rows, columns=["customer_id", "event_day"])
    return frame.assign(event_day=pd.to_datetime(frame["event_day"]), spend=10.0)


# Seen since 1 July 2025: 365 days. Ann orders four times, bob once, in the first quarter.
DAYS = days_of(
    ("ann", "2025-07-01"), ("ann", "2025-09-01"), ("ann", "2026-06-02"), ("ann", "2026-06-20"),
    ("bob", "2025-08-01"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "ann", "bob"),
    [
        ("rate", 3 * 91 / 364, 0),  # three repeat orders in 52 weeks
        ("last_window", 2, 0),  # in the last 91 days
        ("last_year", 2, 1),  # 1 July to 29 September 2025
    ],
)
def test_each_rule_can_be_counted_by_hand(rule, ann, bob):
    expected = expected_by_rule(rule, histories(DAYS, DAY), DAYS, DAY, 91)

    assert expected.to_dict() == pytest.approx({"ann": ann, "bob": bob})


def test_the_last_window_is_half_of_what_was_seen_at_most():
    expected = expected_by_rule("last_window", histories(DAYS, DAY), DAYS, DAY, 365)

    assert expected["ann"] == pytest.approx(2 * 365 / 182)


def test_longer_than_a_year_is_as_that_year():
    expected = expected_by_rule("last_year", histories(DAYS, DAY), DAYS, DAY, 730)

    assert expected.to_dict() == {"ann": 8, "bob": 2}


def test_last_year_is_no_rule_before_a_year_was_seen():
    assert rules_for(DAYS, DAY) == list(RULES)
    assert rules_for(DAYS, date(2026, 6, 29)) == ["rate", "last_window"]


def test_two_rows_of_one_day_are_one_order_day():
    doubled = pd.concat([DAYS, DAYS])

    counts = orders_between(histories(DAYS, DAY), doubled, date(2025, 12, 31), DAY)

    assert counts.to_dict() == {"ann": 2, "bob": 0}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_knows_nothing_of_later_days(rule):
    day = date(2026, 6, 30)
    later = pd.concat([DAYS, days_of(("ann", "2026-07-01"), ("cat", "2026-07-02"))])

    told = expected_by_rule(rule, histories(DAYS, day), later, day, 182)

    pd.testing.assert_series_equal(
        told, expected_by_rule(rule, histories(DAYS, day), DAYS, day, 182)
    )
