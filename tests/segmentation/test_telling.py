from datetime import date

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


EVERYBODY = pd.DataFrame({"in_scope": [True, True]})
THEN, NOW = date(2026, 6, 30), date(2026, 9, 30)


def test_the_simplest_grouping_that_no_other_beats_is_claimed():
    explained = explanation().assign(groups=[25, 2, 4])

    claim = telling.claim_best_grouping(explained, THEN, NOW, None)

    # "b" has fewer groups and is beaten; "c" is not known to be.
    assert (claim["grouping"], claim["number"], claim["lower"], claim["grade"]) == (
        "c", 0.3, 0.2, "C",
    )  # fmt: skip


def test_a_refused_grouping_comes_without_advice():
    explained = explanation().assign(grade="refused")

    assert telling.claim_best_grouping(explained, THEN, NOW, None)["action"] is None


def test_nothing_is_claimed_where_nothing_was_tested():
    nothing = pd.DataFrame(columns=EXPLANATION_COLUMNS)
    reason = telling.why_not_explained(nothing, EVERYBODY)

    assert reason == "segmentation.no_earlier"
    assert telling.claim_best_grouping(nothing, THEN, NOW, reason)["unless"] == reason
    assert telling.why_not_explained(explanation(), EVERYBODY) is None


def test_screened_customers_are_not_tested_on_what_chose_them():
    some = pd.DataFrame({"in_scope": [True, False]})

    assert telling.why_not_explained(explanation(), some) == "segmentation.screened"


def test_customers_are_counted_with_and_without_orders():
    now = pd.DataFrame({"r_score": [1.0, None, 3.0]})

    assert telling.head_count(now) == {"customers": 3, "buyers": 2, "without": 1}


def test_the_key_class_is_zero_where_nobody_is_in_it():
    classes = pd.DataFrame({
        "value_class": ["general_keep"], "customers": [4], "share": [1.0], "revenue_share": [1.0],
    })  # fmt: skip

    assert telling.key_value(classes) == {"customers": 0, "revenue_share": 0.0}
    assert telling.claim_key_value(classes)["n"] == 0


def test_the_asleep_are_those_in_tier_zero():
    scored = pd.DataFrame({"spend_tier": ["zero", "high", "zero", "low"]})

    claim = telling.claim_asleep(scored, 365)

    assert (claim["number"], claim["n"], claim["days"]) == (0.5, 4, 365)
