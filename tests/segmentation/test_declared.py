import numpy as np
import pandas as pd
import pytest

from helpers.segmentation.declared import meets_rule
from helpers.workspace import UsageError

KNOWN = pd.DataFrame({
    "spend": [100.0, 600.0, 900.0, np.nan], "category=fitness": [0.5, 0.2, 0.4, 0.9],
    "tier": pd.Series(["high", "low", None, "very high"], dtype="str"),
    "Q1. I compare": [1, 2, 3, 4], "days": pd.array([1, None, 3, 4], dtype="Int64"),
})  # fmt: skip


@pytest.mark.parametrize(("rule", "expected"), [
    ("spend > 500", [0, 1, 1, 0]),
    ("spend > 500 and category=fitness > 0.3", [0, 0, 1, 0]),
    ("spend>=600", [0, 1, 1, 0]),
    ("category=fitness>=0.5", [1, 0, 0, 1]),
    ("spend < 200 or category=fitness >= 0.9", [1, 0, 0, 1]),
    # "and" binds more strongly than "or", and brackets more than both.
    ("spend < 200 or spend > 500 and category=fitness > 0.3", [1, 0, 1, 0]),
    ("(spend < 200 or spend > 500) and category=fitness > 0.3", [1, 0, 1, 0]),
    ("(spend < 200 or spend > 500) and category=fitness < 0.3", [0, 1, 0, 0]),
    ("tier == high", [1, 0, 0, 0]),
    ('tier != "very high"', [1, 1, 0, 0]),
    ('"Q1. I compare" >= 3', [0, 0, 1, 1]),
    ("days != 3", [1, 0, 0, 1]),
    ("((spend > -1e3))", [1, 1, 1, 0]),
])  # fmt: skip
def test_a_rule_is_met_by_whom_it_says(rule, expected):
    assert meets_rule(rule, KNOWN).tolist() == [bool(one) for one in expected]


@pytest.mark.parametrize(("rule", "told"), [
    ("spent > 5", "'spent' is no feature; known are: Q1. I compare, category=fitness, days, spend"),
    ("", "'the end' is no feature"),
    ("spend", "'the end' is no comparison; write one of >=, <=, ==, !=, >, <"),
    ("spend = 5", "'=' is no comparison"),
    ("spend >", "spend is compared with nothing"),
    ("spend > and days > 3", "spend is compared with nothing"),
    ("spend > many", "spend is a number, and 'many' is none"),
    ("tier > high", "tier is a word: compare it by == or !="),
    ("(spend > 5", "a bracket is opened and not closed"),
    ("spend > 5 days > 3", "'days' is not expected; write 'and' or 'or'"),
    ("spend > 5)", "'\\)' is not expected"),
    ('spend > 5 and "days', "'\"days' cannot be read"),
    ("__import__('os').system('ls') > 0", "'__import__' is no feature"),
])  # fmt: skip
def test_a_rule_that_cannot_be_read_is_refused_with_what_to_write(rule, told):
    with pytest.raises(UsageError, match=f"tactical_rule: {told}"):
        meets_rule(rule, KNOWN)


def test_a_rule_and_its_opposite_split_those_who_are_known():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"a": rng.normal(size=200), "b": rng.normal(size=200)})

    one, other = (meets_rule(rule, frame) for rule in
                  ("a > 0.5 and b <= 0", "a <= 0.5 or b > 0"))  # fmt: skip

    assert (one ^ other).all()
    np.testing.assert_array_equal(one, frame.eval("a > 0.5 and b <= 0"))
