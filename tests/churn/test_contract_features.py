import pandas as pd
import pytest

from helpers.churn.contract_features import contract_features, is_protected
from helpers.churn.contract_terms import Terms
from helpers.evidence.traits import WideTraits

ROWS = pd.DataFrame({
    "subscription_id": ["s1", "s2", "s3"], "customer_id": ["a", "b", "a"],
    "plan": ["monthly", None, "yearly"], "monthly_amount": [10.0, None, 30.0],
    "from_month": 0, "months": [3, 4, 5], "ended": False, "runs": True,
})  # fmt: skip
TRAITS = WideTraits(
    pd.DataFrame({"gender": ["f", "m"], "paid": [30.0, 40.0], "net": ["cable", None],
                  "flag": [1.0, None]}, index=["a", "b"]),
    pd.Series({"flag": "flag", "gender": "word", "net": "word", "paid": "number"}),
)  # fmt: skip


def test_each_contract_has_what_is_known_of_it_and_of_its_customer():
    found = contract_features(ROWS, TRAITS)

    assert found["plan"].tolist() == ["monthly", "unknown", "yearly"]
    assert found["monthly_amount"].tolist() == [10, 20, 30]
    assert found["net"].tolist() == ["cable", "unknown", "cable"]
    assert found.notna().all(axis=None)


def test_nobody_is_told_apart_by_sex_nor_by_what_counts_the_months():
    left_out = pd.DataFrame({"name": ["paid"], "why": ["grows_with_time"]})

    found = contract_features(ROWS, TRAITS, terms=Terms(ROWS, ROWS, left_out))

    assert list(found) == ["months", "plan", "monthly_amount", "flag", "net"]


def test_without_traits_there_are_months_plan_and_price():
    assert list(contract_features(ROWS)) == ["months", "plan", "monthly_amount"]


@pytest.mark.parametrize(
    ("name", "told"),
    [("Gender", True), ("SeniorCitizen", True), ("home_city", True), ("年龄段", True),
     ("PaymentMethod", False), ("Sexton", False), ("Percentage", False)],
)  # fmt: skip
def test_what_nobody_is_to_be_treated_by_is_known_by_its_words(name, told):
    assert is_protected(name) is told
