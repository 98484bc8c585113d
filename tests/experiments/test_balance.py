"""Balance of what was known before: hand counts, and differences beyond chance."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_ind

from helpers.experiments.balance import BEFORE, balance, balances


def before(rng, rows, shift=0.0):
    return pd.DataFrame({
        "order_days_before": rng.poisson(2, rows) + shift,
        "net_spend_before": rng.gamma(1, 50, rows),
        "active_before": rng.random(rows) < 0.7,
    })  # fmt: skip


def test_arms_that_began_alike_do_not_differ():
    rng = np.random.default_rng(1)

    found = balance(before(rng, 400), before(rng, 400))

    assert found["known_before"].tolist() == list(BEFORE)
    assert not found["differs"].any()


def test_an_arm_that_began_higher_is_found_in_what_it_differs():
    rng = np.random.default_rng(2)

    found = balance(before(rng, 400, shift=0.5), before(rng, 400)).set_index("known_before")

    assert found["differs"].to_dict() == {
        "order_days_before": True, "net_spend_before": False, "active_before": False
    }  # fmt: skip
    assert found.loc["order_days_before", "standardised"] == pytest.approx(0.5 / 2**0.5, abs=0.12)


def test_a_difference_in_standard_deviations_can_be_counted_by_hand():
    treated, control = pd.DataFrame({"x": [2.0, 4.0, 6.0]}), pd.DataFrame({"x": [1.0, 3.0, 5.0]})

    found = balance(treated, control, columns=("x",)).iloc[0]

    assert (found["mean_treated"], found["mean_control"], found["standardised"]) == (4, 3, 0.5)
    assert found["p_value"] == pytest.approx(ttest_ind([2, 4, 6], [1, 3, 5]).pvalue)


def test_what_nobody_differed_in_does_not_differ():
    same = pd.DataFrame({"x": [0.0, 0.0, 0.0]})

    found = balance(same, same, columns=("x",)).iloc[0]

    assert (found["standardised"], found["p_value"]) == (0.0, 1.0)


def test_one_experiment_in_twenty_differs_by_chance():
    rng = np.random.default_rng(3)
    found = [balance(before(rng, 200), before(rng, 200))["differs"].any() for _ in range(200)]

    assert 0.005 < np.mean(found) < 0.11


def test_each_experiment_and_variant_has_its_rows(null):
    found = balances(null.watched())

    assert found[["experiment", "variant"]].drop_duplicates().to_numpy().tolist() == [
        ["button", "new"]
    ]
    assert found["known_before"].tolist() == list(BEFORE)
    assert found["units"].eq(600).all()
