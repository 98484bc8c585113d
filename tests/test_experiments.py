"""Chapter 07 as its readers meet it: the demo's experiments, of which the truth is known."""

import pandas as pd
import pytest

from helpers.workspace import privacy

FOLDER = "data/processed/demo/2026Q3"
PLANTED = 0.3  # what free delivery adds to order rates
HELPED, HARMED = ["studio_regulars", "fresh_starters"], ["summit_seekers", "weekend_walkers"]


@pytest.fixture(scope="module")
def read(demo):
    return lambda name: pd.read_parquet(demo / FOLDER / f"{name}.parquet")


def test_the_change_that_works_is_shipped_and_its_size_is_met(read):
    verdicts = read("experiment_verdicts").set_index("experiment")
    results = read("experiment_results").set_index(["experiment", "metric"])

    assert verdicts.loc["free_delivery", "verdict"] == "ship"
    orders = results.loc[("free_delivery", "order_days")]
    assert orders["relative_lower"] < PLANTED < orders["relative_upper"]


def test_the_change_that_does_nothing_is_not_shipped(read):
    verdicts = read("experiment_verdicts").set_index("experiment")

    assert verdicts.loc["new_homepage", "verdict"] in ("stop", "cannot_tell", "keep_going")


def test_the_broken_split_is_stopped_and_nothing_of_it_is_read(read):
    verdicts = read("experiment_verdicts").set_index("experiment")
    checks = read("experiment_checks").set_index("experiment")

    broken = verdicts.loc["wish_list_reminder"]
    assert (broken["verdict"], broken["reason"]) == ("stop", "broken_split")
    assert checks.loc["wish_list_reminder", "p_split"] < 0.001
    for name in ("experiment_results", "experiment_course", "experiment_tails"):
        assert "wish_list_reminder" not in set(read(name)["experiment"])


def test_what_helps_some_and_harms_others_is_not_shipped_to_everybody(read):
    verdicts = read("experiment_verdicts").set_index("experiment")

    assert verdicts.loc["training_plans", "verdict"] != "ship"


def test_each_change_is_for_whom_it_was_planted_for(read):
    made_for = read("uplift_tests").set_index("experiment")["policy"]

    assert made_for["free_delivery"] == "all"
    assert made_for["new_homepage"] == "none"
    assert made_for["training_plans"] not in ("all", "none")
    assert "wish_list_reminder" not in made_for


def kinds_of(demo, read):
    """The planted kind of each customer whose orders carry an e-mail, by customer."""
    truth = pd.read_parquet(demo / "data/truth/demo/customers.parquet").dropna(subset=["email"])
    numbers = privacy.pseudonyms("email", truth["email"])
    known = read("identities").dropna(subset=["source_customer_id"])
    whose = known.drop_duplicates("source_customer_id").set_index("source_customer_id")
    customers = numbers.map(whose["customer_id"])
    return truth.assign(customer=customers).drop_duplicates("customer").set_index("customer")[
        "group"
    ]


def test_what_harms_some_is_recommended_rather_for_those_whom_it_helps(read, demo):
    plans = read("uplift").query("experiment == 'training_plans'").set_index("customer_id")
    kinds = kinds_of(demo, read).reindex(plans.index)

    share = plans["recommended"].astype(float).groupby(kinds.to_numpy()).mean()

    assert share[HELPED].mean() > share[HARMED].mean() + 0.2


def test_the_guardrail_is_told_of_every_policy(read):
    guards = read("uplift_policy").query("experiment == 'training_plans'").set_index("policy")

    assert guards.loc["plain", "guard_lower"] > guards.loc["all", "guard_lower"]
    assert (guards["guard_lower"] <= guards["guard"]).all()


def test_arms_add_up_to_the_customers_who_are_read(read):
    arms, checks = read("experiment_arms"), read("experiment_checks").set_index("experiment")

    units = arms.groupby("experiment")["units"].sum()
    known = (checks["units"] - checks["crossed"]).loc[units.index]
    assert units.to_dict() == known.to_dict()


def test_no_experiment_on_orders_is_taken_for_one_on_keeping_customers(read):
    results = read("experiment_results")

    assert set(results["metric"]) == {"conversion", "order_days", "net_spend", "spend_per_order"}
    assert set(results["experiment"]) == {"free_delivery", "new_homepage", "training_plans"}
