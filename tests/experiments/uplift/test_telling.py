"""What readers are told: both languages say each verdict, and small groups are withheld."""

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.experiments.uplift.policy import Terms
from helpers.experiments.uplift.telling import (
    claim_policy,
    flag_words,
    say_for_whom,
    show_for_whom,
    show_trust,
    shown_policies,
    shown_traits,
    typical_words,
    verdict,
)
from helpers.experiments.uplift.whom import Compared, ForWhom, looked_into, nothing
from helpers.reporting import report as reports
from helpers.reporting import speaking

NAMES = Compared("try", None, "control", "treatment", "order_days")


@pytest.fixture(scope="module")
def targeted(make):
    """A change that helps half of the customers and harms the others."""
    trial = make(1_200, helps=0.8, harms=0.6)
    trial = trial._replace(known=trial.known.rename(columns={"sport": "code=yes"}))
    return looked_into(trial, NAMES, date(2026, 1, 11), terms=Terms(), seed=1)


@pytest.fixture(params=["en", "zh"])
def report(request, monkeypatch):
    """A report whose pieces are kept in `shown` instead of being displayed."""
    desk = SimpleNamespace(source=SimpleNamespace(currency="CNY"), chapter="07_experiments")
    made = reports.Report(desk, language=request.param, minimum_group=10)
    made.shown = []
    for module in (reports, speaking):
        monkeypatch.setattr(module, "show", lambda html, text, *_: made.shown.append((html, text)))
    return made


def with_why(found, why, policy):
    """Return the same with another verdict."""
    table = found.tables["uplift_policy"]
    tables = found.tables | {
        "uplift_tests": found.tables["uplift_tests"].assign(why=why, policy=policy),
        "uplift_policy": table.assign(is_chosen=table["policy"].eq(policy)),
    }
    return ForWhom(None, tables)


@pytest.mark.parametrize(
    ("why", "policy"),
    [("no_difference", "all"), ("differs_all_gain", "all"), ("not_shown_to_pay", "none"),
     ("plain_pays", "plain"), ("learner_beats", "x"), ("learner_pays", "t")],
)  # fmt: skip
def test_every_verdict_is_said(targeted, report, why, policy):
    say_for_whom(with_why(targeted, why, policy), report)

    assert len(report.shown) == 3
    assert f"experiments_uplift.policy_{why}" in report.shown[2][0]


def test_the_plain_rule_is_told_in_words(targeted, report):
    words = flag_words(targeted, report)

    told = {"en": "orders with a discount code: yes above 50\N{NO-BREAK SPACE}%"}
    assert words == told.get(report.wording.language, words)
    assert words in verdict(targeted, report)[1]["who"]


def test_every_table_is_shown_under_headings_of_its_own(targeted, report):
    show_for_whom(targeted, report)
    show_trust(targeted, report)

    captions = [text for _, text in report.shown]
    assert len(captions) == 6
    assert "experiments_uplift.holds" in report.shown[-1][0]
    assert not any("experiments_uplift" in text for text in captions)


def test_a_check_that_fails_is_said(targeted, report):
    checks = targeted.tables["uplift_checks"]
    failed = checks.assign(holds=checks["check"].ne("placebo"))

    show_trust(ForWhom(None, targeted.tables | {"uplift_checks": failed}), report)

    assert "experiments_uplift.fails" in report.shown[-1][0]
    assert report.shown[-1][1].startswith(("2 ", "6 项检验中有 2 项"))


def test_where_nothing_can_be_told_only_the_reason_is(report):
    found = nothing("few_customers")

    say_for_whom(found, report)
    show_for_whom(found, report)
    show_trust(found, report)

    assert len(report.shown) == 1
    assert "200" in report.shown[0][1]
    assert claim_policy(found)["unless"] == "experiments_uplift.no_targeting"


def test_figures_of_a_policy_that_treats_few_are_withheld(targeted, report):
    table = targeted.tables["uplift_policy"]
    few = table.assign(treated=table["treated"].mask(table["policy"].eq("x"), 4))

    told = shown_policies(
        ForWhom(None, targeted.tables | {"uplift_policy": few}), report
    ).set_index("policy")

    assert told.loc["x", ["share", "value", "over_all"]].isna().all()
    assert told.loc["plain", ["share", "value", "over_all"]].notna().all()
    assert told.loc[["all", "none"], "share"].tolist() == [1, 0]


def test_the_claim_is_what_the_policy_brings_beyond_everybody(targeted):
    own = targeted.tables["uplift_policy"].set_index("policy").loc["plain"]

    claim = claim_policy(targeted)

    assert (claim["number"], claim["lower"], claim["n"]) == (
        own["over_all"], own["over_all_lower"], 1_200,
    )  # fmt: skip
    assert claim_policy(with_why(targeted, "no_difference", "all"))["unless"]


def test_features_are_told_in_their_own_units(targeted, report):
    assert typical_words("orders_365", 3.0, report) == "3"
    assert typical_words("spend", 1_200.0, report) == "¥1,200"
    assert typical_words("code=yes", 0.25, report).startswith("25")
    traits = pd.DataFrame({"feature": ["orders_365"], "customers": [200], "most": [3.2],
                           "least": [1.0], "spread": [1.5]})  # fmt: skip
    told = shown_traits(ForWhom(None, {"uplift_traits": traits}), report)
    assert told[["most", "least"]].iloc[0].tolist() == ["3", "1"]
