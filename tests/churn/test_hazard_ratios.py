import numpy as np
import pandas as pd
import pytest
from churn.planted_contracts import LAST_DAY, RATIO_PAPER, RATIO_YEARLY, planted

from helpers.churn.contract_terms import contract_terms
from helpers.churn.hazard_ratios import hazard_ratios
from helpers.evidence.traits import WideTraits
from helpers.workspace import contracts, engine
from helpers.workspace.contracts_on import contracts_on


def ratios(seed, n=3_000):
    told = planted(n, seed=seed)
    rows = contracts_on(told, LAST_DAY.date()).rows
    own = told.set_index("customer_id")
    frame = pd.DataFrame({"paper": own["paper"].astype(float), "colour": own["colour"]})
    traits = WideTraits(frame, pd.Series({"colour": "word", "paper": "flag"}))
    return hazard_ratios(rows, contract_terms(rows, traits)).set_index("name")


def test_planted_drivers_are_found_with_their_ratios_and_the_table_keeps_its_contract():
    found = ratios(1)

    assert found.loc["plan", "ratio"] == pytest.approx(RATIO_YEARLY, rel=0.15)
    assert found.loc["plan", "against"] == "monthly"
    assert found.loc["paper", "ratio"] == pytest.approx(RATIO_PAPER, rel=0.15)
    assert found.loc[["plan", "paper"], "found"].all()
    contracts.validate(engine.in_memory(found.reset_index()), contracts.load("churn_hazards"))


@pytest.fixture(scope="module")
def many():
    """Ratios of thirty small companies, of which two terms of four are planted."""
    return [ratios(seed, 600) for seed in range(100, 130)]


def test_of_what_is_called_a_difference_hardly_any_is_chance(many):
    false = np.array([found.loc[["colour", "monthly_amount"], "found"].sum() for found in many])
    right = np.array([found.loc[["plan", "paper"], "found"].sum() for found in many])

    assert right.sum() == 60
    assert (false / (false + right)).mean() <= 0.10


def test_planted_ratios_that_stay_the_same_are_seldom_called_different(many):
    assert sum(found["changes"].any() for found in many) <= 6  # a tenth of 30 is expected


def test_a_ratio_that_turns_round_is_told_early_and_late():
    rng = np.random.default_rng(4)
    n, flag = 4_000, rng.random(4_000) < 0.5
    months = np.where(flag, rng.geometric(0.2, n), 6 + rng.geometric(0.2, n))
    watched = rng.integers(1, 40, n)
    rows = pd.DataFrame({
        "subscription_id": np.arange(n), "customer_id": [f"c{k}" for k in range(n)], "plan": "one",
        "monthly_amount": np.nan, "from_month": 0, "months": np.minimum(months, watched),
        "ended": months <= watched, "runs": months > watched,
    })  # fmt: skip
    traits = WideTraits(pd.DataFrame({"x": flag.astype(float)}, index=rows["customer_id"]),
                        pd.Series({"x": "flag"}))  # fmt: skip

    found = hazard_ratios(rows, contract_terms(rows, traits)).iloc[0]

    assert found["changes"] and found["ratio_early"] > 2 * found["ratio_late"]


def test_contracts_that_differ_by_nothing_have_no_ratios():
    rows = contracts_on(planted(200).assign(plan="one", monthly_amount=1.0), LAST_DAY.date()).rows

    assert hazard_ratios(rows, contract_terms(rows)).empty
