from datetime import date

import numpy as np
import pytest
from value.agreements import LAST_DAY, as_known, lasting, renewing

from helpers.value.contract_held_out import (
    best_way,
    contract_scores,
    hold_out,
    renewed_since,
)
from helpers.workspace.contracts_on import contracts_on

TODAY = LAST_DAY.date()


def held_out(told):
    now = contracts_on(as_known(told, TODAY), TODAY).rows
    return hold_out(lambda day: as_known(told, day), now, TODAY)


def test_months_renewed_since_can_be_counted_by_hand():
    then = lasting(*[("a", 0, 4, False)] * 3)
    # One runs on, one ended in its seventh month, one runs now for more than the span.
    now = lasting(("a", 0, 9, False), ("a", 0, 7, True), ("a", 0, 40, False))

    assert renewed_since(then, now, 12).tolist() == [5, 2, 12]


def test_who_changes_plan_renews_on():
    then = lasting(("a", 0, 4, False))
    now = lasting(("a", 0, 6, False), ("b", 7, 15, True), ("b", 0, 3, True))
    now = now.assign(customer_id="s0", runs=False)

    # The stay ended in month 15: it was renewed 14 times, 10 of them since.
    assert renewed_since(then, now, 12).tolist() == [10]


def test_differing_customers_are_foretold_better_than_by_a_constant_rate():
    held = held_out(renewing(6_000))

    whole = contract_scores(held, TODAY, seed=1).iloc[0]

    assert (held.day, held.months) == (date(2025, 9, 30), 12)
    assert whole["foretold"] == pytest.approx(whole["happened"], rel=0.02)
    assert abs(whole["constant"] - whole["happened"]) > abs(whole["foretold"] - whole["happened"])
    assert whole["skill"] > 0
    assert best_way(contract_scores(held, TODAY, seed=1)) == "sbg"


def test_what_happens_later_changes_nothing_that_was_foretold():
    told = renewing(2_000)
    late = told["ended_day"] > LAST_DAY - np.timedelta64(300, "D")

    before, after = held_out(told), held_out(told.assign(
        ended_day=told["ended_day"].mask(late), has_ended=told["has_ended"] & ~late))  # fmt: skip

    assert before.rows["foretold"].tolist() == after.rows["foretold"].tolist()
    assert before.rows["happened"].sum() < after.rows["happened"].sum()


def test_a_young_company_is_held_out_for_as_long_as_it_can_be():
    told = renewing(4_000)
    young = told[told["started_day"] >= LAST_DAY - np.timedelta64(300, "D")]

    assert held_out(young).months == 6


def test_where_no_earlier_day_knew_enough_nothing_is_held_out():
    told = renewing(40)

    assert held_out(told) is None
    assert contract_scores(None, TODAY, seed=1).empty
    assert best_way(contract_scores(None, TODAY, seed=1)) == "sbg"


def test_where_the_constant_rate_was_closer_it_is_used():
    scores = contract_scores(held_out(renewing(3_000)), TODAY, seed=1)

    assert best_way(scores.assign(skill=-0.01)) == "constant"
