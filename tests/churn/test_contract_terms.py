import numpy as np
import pandas as pd
import pytest

from helpers.churn.contract_terms import contract_terms
from helpers.evidence.traits import WideTraits


def rows(n=100, **columns):
    usual = {
        "subscription_id": [f"s{k}" for k in range(n)],
        "customer_id": [f"c{k}" for k in range(n)], "plan": "one",
        "monthly_amount": np.tile([5.0, 10.0, 20.0, 10.0], n)[:n],
        "from_month": 0, "months": np.arange(1, n + 1), "ended": False, "runs": True,
    }  # fmt: skip
    return pd.DataFrame(usual | columns)


def traits(n=100, **columns):
    frame = pd.DataFrame({name: values for name, (_, values) in columns.items()},
                         index=[f"c{k}" for k in range(n)])  # fmt: skip
    return WideTraits(frame, pd.Series({name: kind for name, (kind, _) in columns.items()}))


def test_a_word_is_held_against_the_commonest_and_rare_ones_together():
    told = contract_terms(rows(plan=["a"] * 50 + ["b"] * 25 + [f"x{k}" for k in range(25)])).told

    assert told.loc["plan: b", ["level", "against", "contracts"]].tolist() == ["b", "a", 25]
    assert told.loc["plan: other", "contracts"] == 25
    assert "plan: a" not in told.index


def test_one_more_of_a_price_is_twice_as_much():
    frame = contract_terms(rows()).frame["monthly_amount"]

    assert frame.iloc[1] - frame.iloc[0] == pytest.approx(1)
    assert frame.iloc[2] - frame.iloc[0] == pytest.approx(2)
    assert frame.mean() == pytest.approx(0)


def test_numbers_are_standard_deviations_and_gaps_are_the_mean():
    values = np.tile([1.0, 3.0, np.nan, 5.0], 25)

    found = contract_terms(rows(), traits(points=("number", values))).frame["points"]

    assert found.iloc[2] == 0
    assert found[~np.isnan(values)].std(ddof=0) == pytest.approx(1)


def test_what_grows_with_the_months_is_left_out():
    paid = ("number", np.arange(100) * 9.0)

    found = contract_terms(rows(), traits(paid=paid))

    assert found.left_out.to_numpy().tolist() == [["paid", "grows_with_time"]]
    assert "paid" not in found.frame


def test_a_column_that_only_says_who_has_ended_is_left_out():
    ended = np.tile([True, False, False, False], 25)
    why = pd.Series(np.where(ended, "too dear", None), dtype="str")

    found = contract_terms(
        rows(ended=ended),
        traits(status=("flag", ended.astype(float)), why=("word", why.to_numpy()),
               score=("number", np.where(ended, 1.5, np.nan)), fair=("flag", np.arange(100) % 2.0)),
    )  # fmt: skip

    assert found.left_out.query("why == 'tells_the_end'")["name"].tolist() == [
        "status", "why", "score"
    ]  # fmt: skip
    assert "fair" in found.frame


def test_of_two_equal_terms_the_shorter_level_stays():
    net = np.tile(["cable", "No", "cable"], 34)[:100]
    phone = np.where(net == "No", "No internet at all", "yes")

    found = contract_terms(rows(), traits(aa_phone=("word", phone), net=("word", net)))

    assert "net: No" in found.frame and "aa_phone: No internet at all" not in found.frame
    assert found.left_out["why"].tolist() == ["same_as_other"]


def test_a_price_that_other_terms_explain_is_left_out():
    flag = np.tile([0.0, 1.0], 50)

    found = contract_terms(rows(monthly_amount=10 * 2**flag), traits(extra=("flag", flag)))

    # The same column, up to its mean: the flag tells it entirely.
    assert found.left_out.to_numpy().tolist() == [["monthly_amount", "told_by_others"]]


def test_contracts_without_prices_or_traits_have_the_plan_alone():
    found = contract_terms(rows(monthly_amount=np.nan, plan=["a", "b"] * 50))

    assert list(found.frame) == ["plan: b"]
