"""What readers are told: both languages say each verdict, and nothing of few."""

import pandas as pd
import pytest

from helpers.experiments.uplift.asked import Compared
from helpers.experiments.uplift.every import ForWhom
from helpers.experiments.uplift.telling import (
    claim_policy,
    flag_words,
    policy_words,
    say_for_whom,
    say_targeted,
)

VERDICTS = [
    ("no_difference", "all"), ("differs_all_gain", "all"), ("not_shown_to_pay", "none"),
    ("plain_pays", "plain"), ("learner_beats", "x"), ("learner_pays", "t"),
]  # fmt: skip


def with_why(found, why, policy, **changed):
    """Return the same with another verdict."""
    table = found.tables["uplift_policy"]
    tables = found.tables | {
        "uplift_tests": found.tests.assign(why=why, policy=policy, **changed),
        "uplift_policy": table.assign(is_chosen=table["policy"].eq(policy)),
    }
    return ForWhom(tables, [])


@pytest.mark.parametrize(("why", "policy"), VERDICTS)
def test_every_verdict_is_said_and_of_targeting_the_guardrail_too(targeted, report, why, policy):
    say_for_whom(with_why(targeted, why, policy), report)

    said = [html for html, _ in report.shown]
    assert f"experiments_uplift.policy_{why}" in said[1]
    assert len(said) == (3 if policy not in ("all", "none") else 2)
    assert "experiments_uplift.guard" in said[-1] or policy in ("all", "none")


@pytest.mark.parametrize(("why", "policy"), VERDICTS)
def test_only_changes_for_some_are_said_beside_what_is_to_be_done(targeted, report, why, policy):
    found = with_why(targeted, why, policy)

    say_targeted(found, report)

    assert len(report.shown) == (policy not in ("all", "none"))
    assert bool(claim_policy(found).get("unless")) == (policy in ("all", "none"))


def test_a_cost_is_told_in_units_of_the_metric(targeted, report):
    say_for_whom(with_why(targeted, "plain_pays", "plain", cost=5.0, unit_left=20.0), report)

    assert "experiments_uplift.cost" in report.shown[1][0]
    assert "5.00" in report.shown[1][1] and "0.250" in report.shown[1][1]


def test_the_plain_rule_is_told_in_words(targeted, report):
    test = targeted.tests.iloc[0]

    words = flag_words(targeted, test, report)

    told = {"en": "orders with a discount code: yes above 50\N{NO-BREAK SPACE}%"}
    assert words == told.get(report.wording.language, words)
    assert words in policy_words(targeted, test, report)[1]["who"]


def test_where_nothing_can_be_told_only_the_reason_is(targeted, report):
    empty = {name: table.iloc[:0] for name, table in targeted.tables.items()}
    arm = Compared("a", "A button", None, "control", "new", "order_days")

    say_for_whom(ForWhom(empty, [(arm, "few_customers")]), report)
    say_for_whom(ForWhom(empty, []), report)

    assert "200" in report.shown[0][1] and "A button" in report.shown[0][1]
    assert len(report.shown) == 2
    assert claim_policy(ForWhom(empty, []))["unless"] == "experiments_uplift.no_targeting"


def test_the_claim_is_what_the_surest_policy_brings_beyond_everybody(targeted):
    own = targeted.tables["uplift_policy"].set_index("policy").loc["plain"]

    claim = claim_policy(targeted)

    assert (claim["number"], claim["lower"], claim["n"], claim["title"]) == (
        own["over_all"], own["over_all_lower"], 1_200, "A try",
    )  # fmt: skip


def test_of_several_changes_the_surest_is_claimed(targeted):
    both = {name: pd.concat([table, table.assign(experiment="surer")], ignore_index=True)
            for name, table in targeted.tables.items()}  # fmt: skip
    policies, surer = both["uplift_policy"], both["uplift_policy"]["experiment"].eq("surer")
    better = policies.assign(over_all_lower=policies["over_all_lower"] + 0.1 * surer,
                             over_all=policies["over_all"] + 0.1 * surer)  # fmt: skip

    claim = claim_policy(ForWhom(both | {"uplift_policy": better}, []))

    own = targeted.tables["uplift_policy"].set_index("policy").loc["plain"]
    assert claim["number"] == pytest.approx(own["over_all"] + 0.1)
