import pandas as pd

from helpers.segmentation import telling
from helpers.segmentation.explanation import EXPLANATION_COLUMNS


def explanation():
    rows = [
        ("a", 3, 500, 0.4, 0.3, 0.5, 0.0, 0.0, 0.0, 0.2, 0.1, 0.3, "A"),
        ("b", 3, 500, 0.2, 0.1, 0.3, 0.2, 0.1, 0.3, 0.1, 0.0, 0.2, "C"),
        ("c", 3, 500, 0.3, 0.2, 0.4, 0.1, -0.1, 0.2, 0.1, 0.0, 0.2, "C"),
    ]
    return pd.DataFrame(rows, columns=EXPLANATION_COLUMNS)


def test_a_grouping_is_behind_only_if_the_interval_of_the_difference_leaves_zero_out():
    told = telling.with_verdict(explanation())

    assert told["verdict"].tolist() == ["best", "behind", "cannot_tell"]


def test_the_best_grouping_is_claimed_with_its_interval_and_grade():
    claim = telling.claim_best_grouping(explanation())

    assert (claim["grouping"], claim["number"], claim["lower"], claim["grade"]) == (
        "a", 0.4, 0.3, "A",
    )  # fmt: skip


def test_nothing_is_claimed_where_nothing_was_tested():
    nothing = pd.DataFrame(columns=EXPLANATION_COLUMNS)

    assert telling.claim_best_grouping(nothing)["n"] == 0
    assert telling.why_not_explained(nothing) == "segmentation.no_earlier"
    assert telling.why_not_explained(explanation()) is None


def test_customers_are_counted_with_and_without_orders():
    now = pd.DataFrame({"r_score": [1.0, None, 3.0]})

    assert telling.head_count(now) == {"customers": 3, "buyers": 2, "without": 1}


def test_the_key_class_is_zero_where_nobody_is_in_it():
    classes = pd.DataFrame({
        "value_class": ["general_keep"], "customers": [4], "share": [1.0], "revenue_share": [1.0],
    })  # fmt: skip

    assert telling.key_value(classes) == {"customers": 0, "share": 0.0, "revenue_share": 0.0}
    assert telling.claim_key_value(classes)["n"] == 0


def test_the_asleep_are_those_in_tier_zero():
    scored = pd.DataFrame({"spend_tier": ["zero", "high", "zero", "low"]})

    claim = telling.claim_asleep(scored, 365)

    assert (claim["number"], claim["n"], claim["days"]) == (0.5, 4, 365)
