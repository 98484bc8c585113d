from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from sklearn.model_selection import TimeSeriesSplit

from helpers.evidence import outcome_day, refuse_later_rows, rolling_origin, split_rows

QUARTERS = [date(2025, 9, 30), date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30),
            date(2026, 9, 30)]  # fmt: skip
Q3, Q4, Q1, Q2, LAST = QUARTERS


def test_each_day_with_a_known_outcome_is_tested_on_what_was_known_then():
    splits = rolling_origin(QUARTERS)

    assert splits == [((Q3,), Q4), ((Q3, Q4), Q1), ((Q3, Q4, Q1), Q2)]


def test_an_outcome_two_quarters_ahead_keeps_two_quarters_between():
    assert rolling_origin(QUARTERS, ahead=2) == [((Q3,), Q1)]


def test_a_rolling_window_forgets_and_a_least_number_waits():
    assert rolling_origin(QUARTERS, most=1) == [((Q3,), Q4), ((Q4,), Q1), ((Q1,), Q2)]
    assert rolling_origin(QUARTERS, least=3) == [((Q3, Q4, Q1), Q2)]


def test_too_few_days_give_no_split():
    assert rolling_origin(QUARTERS[:2]) == []
    assert rolling_origin([]) == []


@pytest.mark.parametrize(("ahead", "most"), [(1, None), (2, None), (3, 2)])
def test_splits_agree_with_scikit_learns_where_its_gap_says_the_same(ahead, most):
    days = [date(2020, 1, 1) + timedelta(days=91 * n) for n in range(12)]
    testable = days[: len(days) - ahead]
    ours = rolling_origin(days, ahead=ahead, most=most)

    usual = TimeSeriesSplit(n_splits=len(ours), test_size=1, gap=ahead - 1, max_train_size=most)
    expected = [(tuple(days[i] for i in train), days[test[0]]) for train, test in
                usual.split(testable)]  # fmt: skip

    assert ours == expected


def test_no_split_of_any_days_learns_from_what_was_not_known():
    rng = np.random.default_rng(1)
    for _ in range(50):
        days = [date(2020, 1, 1) + timedelta(days=int(n)) for n in
                rng.choice(3_000, size=rng.integers(2, 15), replace=False)]  # fmt: skip
        ahead = int(rng.integers(1, 4))
        for split in rolling_origin(days, ahead=ahead):
            known = [outcome_day(days, day, ahead=ahead) for day in split.train]
            assert max(known) <= split.test < outcome_day(days, split.test, ahead=ahead)


@pytest.fixture
def rows():
    """Two customers on every snapshot day, with the day on which their outcome is known."""
    frame = pd.DataFrame({"snapshot_day": QUARTERS * 2, "customer_id": list("aaaaabbbbb")})
    frame["known_on"] = frame["snapshot_day"].map(dict(zip(QUARTERS, QUARTERS[1:], strict=False)))
    return frame


def test_rows_are_split_by_their_snapshot_day(rows):
    split = rolling_origin(QUARTERS)[1]

    train, test = split_rows(rows, split, day="snapshot_day", known_on="known_on")

    assert set(train["snapshot_day"]) == {Q3, Q4} and len(train) == 4
    assert set(test["snapshot_day"]) == {Q1} and len(test) == 2


def test_a_training_row_that_knows_of_later_days_is_refused(rows):
    split = rolling_origin(QUARTERS)[1]
    rows.loc[rows["snapshot_day"] == Q4, "known_on"] = Q2

    with pytest.raises(ValueError, match=(
        "2 of 4 training rows know of days after 2026-03-31, the first test day "
        r"\(up to 2026-06-30\)"
    )):  # fmt: skip
        split_rows(rows, split, day="snapshot_day", known_on="known_on")


def test_the_guard_lets_the_test_day_itself_pass_and_not_the_day_after():
    refuse_later_rows([Q3, Q4], [Q4, Q1])

    with pytest.raises(ValueError, match="1 of 1 training rows"):
        refuse_later_rows([Q4 + timedelta(days=1)], [Q4])


def test_the_guard_refuses_a_row_without_a_day():
    with pytest.raises(ValueError, match="a row has no day"):
        refuse_later_rows([Q3, None], [Q1])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: rolling_origin([Q1, Q1]), "2026-03-31 stands twice"),
        (lambda: rolling_origin(QUARTERS, ahead=0), "ahead must be at least 1, not 0"),
        (lambda: rolling_origin(QUARTERS, least=3, most=2), "most must be at least 3"),
        (lambda: outcome_day(QUARTERS, LAST), "what followed .* 2026-09-30 is not known yet"),
        (lambda: outcome_day(QUARTERS, date(2026, 1, 1)), "2026-01-01 is not a snapshot day"),
    ],
)
def test_what_makes_no_split_is_refused_in_words(call, words):
    with pytest.raises(ValueError, match=words):
        call()
