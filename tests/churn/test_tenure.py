from datetime import date

import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.survfunc import SurvfuncRight

from helpers.churn.tenure import order_lives, survival_by
from helpers.workspace import contracts, engine

AS_OF = date(2026, 6, 30)
# Six contracts: ended in months 1, 3 and 3; watched for 2, 4 and 5 months without an end.
LIVES = pd.DataFrame({
    "from_month": 0, "months": [1, 2, 3, 3, 4, 5],
    "ended": [True, False, True, True, False, False],
})  # fmt: skip


def days(**customers):
    rows = [(who, pd.Timestamp(day)) for who, told in customers.items() for day in told]
    return pd.DataFrame(rows, columns=["customer_id", "event_day"])


def test_a_curve_says_who_is_still_there_after_some_months():
    plan = pd.Series(["a", "a", "b", "b", "b", None])

    found = survival_by(LIVES, {"plan": plan}, form="contract", months=(1, 3, 12))

    whole = found[found["kind"].eq("all")]
    # By hand: after month 1 5 of 6; of the four left in month 3 two end: 5/6 x 2/4.
    assert whole["stays"].tolist() == pytest.approx([5 / 6, 5 / 12])
    assert whole[["months", "watched", "at_risk", "ended"]].to_numpy().tolist() == [
        [1, 6, 5, 1], [3, 6, 2, 3],
    ]  # fmt: skip
    assert whole["median_months"].tolist() == [3, 3]
    plans = found[found["kind"].eq("plan")].set_index(["grp", "months"])
    assert plans["stays"].to_dict() == pytest.approx({("a", 1): 0.5, ("b", 1): 1, ("b", 3): 1 / 3})


def test_a_curve_is_that_of_statsmodels_and_keeps_its_contract():
    rng = np.random.default_rng(3)
    start = rng.integers(0, 10, 400)
    lives = pd.DataFrame({"from_month": start, "months": start + rng.integers(1, 40, 400),
                          "ended": rng.random(400) < 0.6})  # fmt: skip
    other = SurvfuncRight(lives["months"], lives["ended"].astype(int), entry=start)

    found = survival_by(lives, {}, form="contract")

    expected = [other.surv_prob[other.surv_times <= month][-1] for month in found["months"]]
    np.testing.assert_allclose(found["stays"], expected, atol=1e-12)
    assert (found["lower"] <= found["stays"]).all() and (found["stays"] <= found["upper"]).all()
    contracts.validate(engine.in_memory(found), contracts.load("churn_tenure"))


def test_who_was_there_no_month_and_a_company_without_contracts_have_no_curve():
    none = LIVES.head(0)

    assert survival_by(none, {}, form="contract").empty
    assert survival_by(LIVES.assign(months=0, ended=False), {}, form="contract").empty


def test_a_customer_is_gone_when_silence_first_reaches_the_window():
    told = days(
        once=["2026-01-01"], lately=["2026-01-01", "2026-06-01"],
        back=["2025-01-01", "2025-02-01", "2026-06-15"], edge=["2026-04-01"],
    )  # fmt: skip

    lives = order_lives(told, as_of=AS_OF, window_days=90).set_index("customer_id")

    assert lives["ended"].to_dict() == {"once": True, "lately": True, "back": True, "edge": True}
    # By hand: 90 days are 2 whole months, so in month 3; 31 + 90 days are 3 months, so in 4.
    assert lives["months"].to_dict() == {"once": 3, "lately": 3, "back": 4, "edge": 3}


def test_who_has_not_been_silent_for_so_long_is_waited_for():
    told = days(a=["2026-01-01", "2026-03-01", "2026-05-01"])

    lives = order_lives(told, as_of=AS_OF, window_days=90)

    assert lives[["months", "ended"]].to_numpy().tolist() == [[5, False]]


def test_a_planted_rate_of_leaving_is_found_among_buyers():
    rng = np.random.default_rng(8)
    rows = []
    for who in range(600):  # orders every 20 days or so, until a life with a mean of 300 days ends
        first = rng.integers(0, 700)
        life = min(rng.exponential(300), 1_000 - first)
        at = first + np.concatenate([[0], np.cumsum(rng.exponential(20, 200))])
        rows += [(who, int(day)) for day in at if day <= first + life]
    told = pd.DataFrame(rows, columns=["customer_id", "day"]).drop_duplicates()
    told["event_day"] = pd.Timestamp("2020-01-01") + pd.to_timedelta(told["day"], unit="D")
    end = (pd.Timestamp("2020-01-01") + pd.Timedelta(days=1_000)).date()

    found = survival_by(order_lives(told, as_of=end, window_days=150), {}, form="orders")

    after = found.set_index("months")["stays"]
    # Silence is noticed 150 days, about 5 months, after the last order (10 days before the end).
    assert after[18] == pytest.approx(np.exp(-(18 * 30.44 - 140) / 300), abs=0.06)


def test_a_window_of_no_days_is_refused():
    with pytest.raises(ValueError, match="window_days must be at least 1, not 0"):
        order_lives(days(a=["2026-01-01"]), as_of=AS_OF, window_days=0)
