import numpy as np
import pandas as pd
import pytest
from value.agreements import LAST_DAY, PLANTED, lasting, renewing

from helpers.value import contract_forecast
from helpers.value.contract_forecast import contract_value, months_ahead
from helpers.value.contract_renewals import Renewals, learn_renewals
from helpers.value.retention import RetentionModel
from helpers.workspace.contracts_on import contracts_on


def model_of(alpha, beta):
    return RetentionModel({"alpha": alpha, "beta": beta}, 0.0, 1, np.zeros((2, 2)), True)


EVEN = Renewals({}, model_of(1.0, 1.0), "sbg")


def test_months_to_come_can_be_counted_by_hand():
    # With alpha = beta = 1, who has renewed once renews with 2 / 3, then with 3 / 4.
    running = pd.DataFrame({"plan": ["a"], "months": [1]}, index=[7])

    found = months_ahead(EVEN, running, 2)

    assert found.to_dict() == {7: pytest.approx(2 / 3 + 1 / 2)}


def test_later_money_counts_for_less():
    running = pd.DataFrame({"plan": [None], "months": [0]})

    found = months_ahead(EVEN, running, 1, yearly_rate=0.1)

    assert found.iloc[0] == pytest.approx(0.5 / 1.1 ** (1 / 12))


def test_who_ends_within_months_may_have_ended_before_today_and_has_not():
    # Of a month's end half is over on average: 2 / 3 renew, and 5 / 6 are there today.
    running = pd.DataFrame({"plan": ["a"], "months": [1]})

    found = months_ahead(EVEN._replace(ends_at=0.5), running, 1)

    assert found.iloc[0] == pytest.approx((2 / 3) / (5 / 6))


def test_months_are_those_that_planted_contracts_then_renewed():
    rng = np.random.default_rng(3)
    alpha, beta = PLANTED["monthly"]
    lasts = rng.geometric(rng.beta(alpha, beta, 200_000))
    still = lasts[lasts > 5]  # renewed five times

    found = months_ahead(
        Renewals({}, model_of(alpha, beta), "sbg"),
        pd.DataFrame({"plan": ["a"], "months": [5]}), 12,
    )  # fmt: skip

    assert found.iloc[0] == pytest.approx(np.minimum(still - 6, 12).mean(), rel=0.01)


def test_plans_add_up_to_all_and_intervals_hold_what_is_told():
    rows = contracts_on(renewing(1_000), LAST_DAY.date()).rows

    told = contract_value(rows, learn_renewals(rows), yearly_rate=0.1, seed=1).set_index("grp")

    plans = told.drop(index="all")
    for name in ("contracts", "ended", "running", "total_12", "total_24"):
        assert plans[name].sum() == pytest.approx(told.loc["all", name])
    assert told["months_12"].between(told["months_12_lower"], told["months_12_upper"]).all()
    assert told["total_24"].between(told["total_24_lower"], told["total_24_upper"]).all()


def test_the_interval_holds_planted_months_about_as_often_as_it_says(monkeypatch):
    monkeypatch.setattr(contract_forecast, "RESAMPLES", 60)
    held = []
    for seed in range(20):
        rows = contracts_on(renewing(600, seed=seed, alike=0.9), LAST_DAY.date()).rows
        told = contract_value(rows, learn_renewals(rows), yearly_rate=0.0, seed=1).iloc[0]
        planted = 0.9 * (1 - 0.9**12) / 0.1
        held.append(told["months_12_lower"] <= planted <= told["months_12_upper"])

    assert np.mean(held) >= 0.8


def test_without_amounts_months_are_told_and_no_money():
    rows = lasting(*[("a", 0, 1 + n % 6, n % 2 == 0) for n in range(100)])

    told = contract_value(rows.assign(monthly_amount=np.nan), learn_renewals(rows),
                          yearly_rate=0.1, seed=1).iloc[0]  # fmt: skip

    assert 0 < told["months_12"] < 12
    assert told[["monthly_amount", "value_12", "total_12", "total_24_upper"]].isna().all()


def test_where_no_contract_runs_nothing_is_to_come():
    rows = lasting(*[("a", 0, 1 + n % 6, True) for n in range(100)])

    told = contract_value(rows, learn_renewals(rows), yearly_rate=0.1, seed=1).iloc[0]

    assert told["running"] == 0
    assert told[["months_12", "total_12"]].isna().all()
