from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.workspace.contracts_on import contracts_on, what_is_not_told

DAY = date(2026, 6, 30)


def agreed(*rows, **more):
    """Return subscriptions: customer, start, end (or None) of each."""
    told = pd.DataFrame(rows, columns=["customer_id", "started_day", "ended_day"])
    told["started_day"] = pd.to_datetime(told["started_day"])
    told["ended_day"] = pd.to_datetime(told["ended_day"])
    usual = {
        "subscription_id": [f"s{n}" for n in range(len(told))], "plan": "monthly",
        "monthly_amount": 10.0, "event_day": told["started_day"],
        "has_ended": told["ended_day"].notna(), "tenure_months": np.nan,
    }  # fmt: skip
    return told.assign(**usual | more)


def counted(months, ended, **more):
    """Return subscriptions without days."""
    usual = {
        "subscription_id": [f"s{n}" for n in range(len(months))], "customer_id": "c",
        "plan": "monthly", "monthly_amount": 10.0, "event_day": pd.Timestamp(DAY),
        "started_day": pd.NaT, "ended_day": pd.NaT, "tenure_months": months, "has_ended": ended,
    }  # fmt: skip
    return pd.DataFrame(usual | more)


def told(contracts, *columns):
    return contracts.rows[list(columns)].to_numpy().tolist()


def test_months_run_from_the_start_and_the_month_of_ending_counts():
    found = contracts_on(
        agreed(("a", "2026-01-01", None), ("b", "2026-01-01", "2026-03-15"),
               ("c", "2026-05-01", "2026-05-01")), DAY,
    )  # fmt: skip

    # By hand: 180 days are 5 whole months; 73 days are 2, so that it ended in the third.
    assert told(found, "months", "ended", "runs") == [
        [5, False, True], [3, True, False], [1, True, False]
    ]  # fmt: skip
    assert found.dated


def test_it_is_told_how_far_into_a_month_stays_end():
    found = contracts_on(agreed(("a", "2026-01-01", "2026-02-15"), ("b", "2026-01-01", None)), DAY)

    # By hand: 45 days are 1.48 months of 30.4375 days.
    assert found.ends_at == pytest.approx(45 / 30.4375 - 1)
    assert contracts_on(counted([1.0], [True]), DAY).ends_at == 1


def test_an_earlier_day_knows_neither_later_starts_nor_later_ends():
    later = agreed(("a", "2026-01-01", "2026-06-01"), ("b", "2026-05-05", None))

    found = contracts_on(later, date(2026, 3, 31))

    assert told(found, "customer_id", "months", "ended") == [["a", 2, False]]


def test_before_the_first_contract_there_is_none():
    known = agreed(("a", "2026-01-05", None)).astype({"has_ended": "boolean"})

    assert contracts_on(known, date(2025, 6, 30)).rows.empty


def test_a_change_of_plan_is_no_leaving_and_each_plan_has_its_own_months():
    found = contracts_on(
        agreed(("a", "2025-01-01", "2025-07-01"), ("a", "2025-07-15", "2026-01-01"),
               plan=["monthly", "yearly"]), DAY,
    )  # fmt: skip

    assert told(found, "plan", "from_month", "months", "ended") == [
        ["monthly", 0, 5, False], ["yearly", 6, 12, True]
    ]  # fmt: skip


def test_who_comes_back_much_later_left_and_stays_anew():
    found = contracts_on(agreed(("a", "2025-01-01", "2025-02-01"), ("a", "2025-06-01", None)), DAY)

    assert told(found, "from_month", "ended") == [[0, True], [0, False]]


def test_of_contracts_side_by_side_the_last_to_end_ends_the_stay():
    found = contracts_on(
        agreed(("a", "2025-01-01", "2025-03-01"), ("a", "2025-01-01", "2025-09-01"),
               ("b", "2025-01-01", "2025-03-01"), ("b", "2025-01-01", "2025-03-01")), DAY,
    )  # fmt: skip

    assert told(found, "ended") == [[False], [True], [False], [True]]


def test_contracts_of_nobody_stand_alone():
    found = contracts_on(
        agreed((None, "2025-01-01", "2025-03-01"), (None, "2025-03-02", None)), DAY
    )

    assert told(found, "ended") == [[True], [False]]


def test_without_days_months_are_taken_and_who_left_at_once_left_in_the_first():
    found = contracts_on(counted([0.0, 0.0, 7.0], [True, False, True]), DAY)

    assert told(found, "months", "ended") == [[1, True], [0, False], [7, True]]
    assert not found.dated


def test_where_a_flag_tells_of_the_last_months_alone_contracts_were_watched_in_these():
    found = contracts_on(counted([1.0, 7.0, 9.0], [True, False, True]), DAY, flag_months=1)

    assert told(found, "from_month", "months") == [[0, 1], [6, 7], [8, 9]]


def test_contracts_whose_time_is_not_told_are_counted_and_left_out():
    odd = agreed(*[("a", "2026-01-01", "2026-03-15")] * 9, ("b", "2026-01-01", None),
                 has_ended=True)  # fmt: skip

    found = contracts_on(odd, DAY)

    assert (len(found.rows), found.left_out) == (9, 1)


@pytest.mark.parametrize(
    ("rows", "lacking"),
    [
        (counted([], []), "none"),
        (counted([np.nan] * 3, [True, False, True]), "no_time"),
        (counted([1.0] * 3, None), "no_end"),
        (agreed(("a", "2026-01-01", None), has_ended=True), "no_end"),
        (counted([1.0] * 3, True), None),
    ],
)
def test_what_contracts_lack_is_said_beforehand(rows, lacking):
    assert what_is_not_told(rows, DAY) == lacking


def test_contracts_without_time_are_refused():
    with pytest.raises(ValueError, match="neither days nor months are told of nine tenths"):
        contracts_on(counted([np.nan] * 3, [True, False, True]), DAY)
