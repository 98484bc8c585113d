"""Reasons: they add up, are counted by hand, and never tell who somebody is."""

import numpy as np
import pandas as pd
import pytest

from helpers.churn.reasons import (
    by_reason,
    customer_reasons,
    known_reasons,
    most_common,
    with_contract_reasons,
)
from helpers.churn.snapshot_features import FEATURES

NOW = pd.DataFrame({
    "customer_id": ["a", "b", "c"], "recency_days": [140.0, 10.0, 20.0],
    "orders_365": [1.0, 5.0, 3.0],
})  # fmt: skip
ADDED = pd.DataFrame({
    "expected_orders": [0.4, -0.3, 0.0], "recency_days": [0.5, -0.2, 0.02],
    "orders_365": [0.3, -0.4, 0.01], "something": [0.9, 0.1, 0.0],
})  # fmt: skip
DAYS = pd.DataFrame({
    "customer_id": ["a"] * 3 + ["b"],
    "event_day": pd.to_datetime(["2026-01-01", "2026-02-15", "2026-04-01", "2026-06-01"]),
})  # fmt: skip


def test_reasons_add_up_to_what_features_added_up_to():
    together = by_reason(ADDED)

    assert together.sum(axis=1).tolist() == pytest.approx(ADDED.sum(axis=1).tolist())
    assert together["silence"].tolist() == pytest.approx([0.9, -0.5, 0.02])


def test_a_customer_is_told_the_strongest_reason_first_with_its_own_figures():
    told = customer_reasons(NOW, ADDED, DAYS)

    own = told[told["customer_id"].eq("a")]
    assert own["reason"].tolist() == ["silence", "rare_orders"]
    assert own["place"].tolist() == [1, 2]
    # 140 days of silence beside gaps of 45 days; one order a year beside a median of three.
    assert own["value"].tolist() == [140, 1]
    assert own["usual"].tolist() == [45, 3]


def test_who_has_nothing_above_the_usual_is_told_so():
    told = customer_reasons(NOW, ADDED, DAYS)

    assert told.loc[told["customer_id"].isin(["b", "c"]), "reason"].tolist() == ["none", "none"]


def test_a_reason_whose_figure_lies_on_the_other_side_is_not_told():
    # Many orders that raise the risk are no "orders seldom".
    told = customer_reasons(NOW.assign(orders_365=[9.0, 5.0, 3.0]), ADDED, DAYS)

    assert told.loc[told["customer_id"].eq("a"), "reason"].tolist() == ["silence"]


@pytest.mark.parametrize("feature", ["age", "sex", "home_province", "gender"])
def test_who_somebody_is_may_be_no_reason(feature):
    with pytest.raises(ValueError, match="may be no reason"):
        by_reason(ADDED.assign(**{feature: 0.1}))


def test_every_feature_of_the_forecast_belongs_to_a_reason():
    told = {name for reason in known_reasons().values() for name in reason["features"]}

    assert set(FEATURES) <= told
    by_reason(pd.DataFrame(np.zeros((1, len(FEATURES))), columns=list(FEATURES)))


def test_the_list_is_counted_by_its_first_reasons():
    reasons = customer_reasons(NOW, ADDED, DAYS)
    risk = pd.DataFrame({"customer_id": ["a", "b", "c"], "risk": [0.9, 0.3, 0.4],
                         "expected_loss": [9.0, 1.0, 2.0],
                         "on_list": [True, False, True]})  # fmt: skip

    told = most_common(reasons, risk)

    assert told["reason"].tolist() == ["none", "silence"]
    assert told["customers"].tolist() == [1, 1]
    assert told["expected_loss"].tolist() == [2.0, 9.0]


def test_who_has_a_contract_is_told_of_it_and_of_no_silence():
    known = pd.DataFrame({
        "customer_id": ["a", "b"], "place": 1, "reason": "silence", "value": 90.0, "usual": 30.0,
        "contribution": 1.0,
    })  # fmt: skip
    by_contract = pd.DataFrame({"customer_id": ["b", "c"]})

    both = with_contract_reasons(known, by_contract)

    assert both["customer_id"].tolist() == ["a", "b", "c"]
    assert both["reason"].tolist() == ["silence", "contract", "contract"]
    assert with_contract_reasons(known, by_contract.iloc[:0])["reason"].eq("silence").all()


def test_a_loss_that_is_not_known_is_no_loss_of_nought():
    reasons = pd.DataFrame({"customer_id": ["c"], "place": 1, "reason": "contract",
                            "value": np.nan, "usual": np.nan})  # fmt: skip
    risk = pd.DataFrame({"customer_id": ["c"], "risk": 0.4, "expected_loss": np.nan,
                         "on_list": True})  # fmt: skip

    assert most_common(reasons, risk)["expected_loss"].isna().all()
