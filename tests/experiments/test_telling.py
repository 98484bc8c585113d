"""Sentences on experiments: each verdict has its own, in both languages, and its numbers."""

import pandas as pd
import pytest

from helpers.experiments import telling
from helpers.experiments.checks import check
from helpers.experiments.course import course
from helpers.experiments.results import results
from helpers.experiments.showing import Followed, followed
from helpers.experiments.tails import tails
from helpers.experiments.units import units_of
from helpers.experiments.verdict import Terms, verdicts
from helpers.reporting import catalogue
from helpers.workspace import contracts


@pytest.fixture(scope="module")
def told(doubling):
    watched = doubling.watched()
    looks = course(watched)
    return watched, looks, results(watched, looks)


class Report:
    """Holds each sentence's values against its places in both languages."""

    def __init__(self):
        self.said = []

    def say(self, key, **values):
        for language in catalogue.languages():
            catalogue.check_values(key, language, set(values))
        self.said.append((key, values))


def verdict_rows(reasons):
    row = {
        "title": "A button", "variant": "new", "metric": "order_days", "relative": 0.2,
        "relative_lower": 0.1, "relative_upper": 0.3, "n": 600,
    }  # fmt: skip
    return pd.DataFrame([row | {"reason": reason, "verdict": "stop"} for reason in reasons])


def test_every_reason_has_a_sentence_with_the_numbers_that_it_needs():
    unread = contracts.load("experiment_checks").columns["stop"].one_of
    reasons = [*telling.WITH_EFFECT, *unread, "not_measured", "not_readable"]
    report = Report()

    telling.say_verdicts(report, verdict_rows(reasons))

    assert [key for key, _ in report.said] == [f"experiments.reason_{name}" for name in reasons]


def test_every_reason_and_verdict_has_a_word_for_tables():
    unread = contracts.load("experiment_checks").columns["stop"].one_of
    for language in catalogue.languages():
        known = catalogue.messages(language)
        for reason in [*telling.WITH_EFFECT, *unread, "not_measured", "not_readable"]:
            assert f"terms.experiments_reason_{reason}" in known
        for verdict in contracts.load("experiment_verdicts").columns["verdict"].one_of:
            assert f"terms.experiments_{verdict}" in known


def test_verdicts_are_counted():
    frame = verdict_rows(["works"] * 3).assign(verdict=["ship", "ship", "cannot_tell"])

    assert telling.counted(frame) == {"all": 3, "ship": 2, "stop": 0, "going": 0, "unknown": 1}


def test_who_was_left_out_is_counted_over_all_experiments(told, make):
    checked = told[0].checked

    assert telling.left_out(checked) == {
        "customers": 600, "crossed": 0, "repeated": 0, "unknown": 0
    }  # fmt: skip
    assert telling.no_experiments(checked) is None
    log = make.as_table(make.log([("a", "new", make.experiment().first_day)]))
    none = check(units_of(log, []), [])
    assert telling.no_experiments(none) == "experiments.none"


def test_the_sentence_on_heavy_tails_is_of_the_experiment_with_the_fewest_to_spare(told):
    watched, _, found = told
    table = tails(watched, found, seed=1, runs=50)
    worse = table.assign(experiment="other", smaller_arm=20, holds=False, coverage=0.9)

    words = telling.tails_words(pd.concat([table, worse], ignore_index=True))

    assert (words["customers"], words["coverage"]) == (20, 0.9)
    assert telling.tails_key(worse) == "experiments.tails_fail"
    assert telling.tails_key(table.assign(holds=True)) == "experiments.tails_hold"
    assert telling.tails_key(table.iloc[:0]) == "experiments.tails_none"


def test_the_day_is_told_on_which_one_could_have_stopped(told):
    _, looks, found = told
    chosen = followed(found, looks)

    assert telling.course_key(looks, chosen) == "experiments.course_sure"
    day = telling.course_words(looks, chosen)["day"]
    own = looks[looks["metric"].eq("order_days") & looks["look_day"].lt(day)]
    assert (own["sequential_lower"] <= 0).all()
    never = looks.assign(sequential_lower=-1.0, sequential_upper=1.0)
    assert telling.course_key(never, chosen) == "experiments.course_open"
    assert "day" not in telling.course_words(never, chosen)
    assert telling.course_key(looks.iloc[:0], Followed()) == "experiments.course_none"


def test_the_finding_is_the_surest_of_those_to_ship(told):
    watched, _, found = told
    shipped = verdicts(watched.checked, found, Terms())
    weaker = shipped.assign(experiment="other", title="Other", relative_lower=0.01)

    claim = telling.claim_works(pd.concat([weaker, shipped], ignore_index=True))

    assert claim["title"] == "A red button" and claim["n"] == 600
    assert claim["lower"] < claim["number"] < claim["upper"]
    assert telling.claim_works(shipped.iloc[:0])["unless"] == "experiments.nothing_ships"


def test_what_cannot_be_told_says_how_many_it_would_take():
    frame = verdict_rows(["too_few", "works"]).assign(needed=[5000, 4000])

    frame = frame.assign(experiment=["a", "b"])
    tests = pd.DataFrame({"experiment": ["a"], "why": ["no_difference"]})

    assert telling.claim_open(frame, tests)["number"] == 5000
    nothing = telling.claim_open(frame.iloc[1:], tests)
    assert nothing["unless"] == "experiments.nothing_open"
    known = telling.claim_open(frame, tests.assign(why="plain_pays"))
    assert known["unless"] == "experiments.nothing_open"


def test_what_is_left_of_sales_is_told_where_it_is_known():
    costs = pd.DataFrame({"revenue": [100.0], "margin": [30.0]})

    assert telling.worth_key(costs) == "experiments.worth_margin"
    assert telling.worth_words(costs) == {"rate": 0.3}
    assert telling.worth_key(costs.iloc[:0]) == "experiments.worth_sales"
    assert telling.worth_words(costs.iloc[:0]) == {}


def test_balance_is_told_in_numbers():
    table = pd.DataFrame({"differs": [True, False, False]})

    assert telling.balance_words(table) == {"things": 3, "differing": 1, "days": 365}
    assert telling.balance_key(table) == "experiments.balance_words"
    assert telling.balance_key(table.iloc[:0]) == "experiments.balance_none"
    assert telling.balance_words(table.iloc[:0]) == {}


def test_the_terms_on_which_a_change_is_shipped_are_told():
    report = Report()

    report.say("experiments.terms", **telling.terms_words(Terms(smallest=0.1, cost=2.0)))

    (_, values), *_ = report.said
    assert values == {"smallest": 0.1, "guardrail": "net_spend", "fall": 0.05, "cost": 2.0}


def test_all_experiments_together_are_told_in_numbers(told):
    checked = told[0].checked
    two = checked._replace(experiments=[*checked.experiments, checked.experiments[0]._replace(
        name="broken")])  # fmt: skip
    table = pd.DataFrame({
        "verdict": ["works", "harms", "not told apart", "works"], "usual_spread": 0.2,
        "chance_better": [1.0, 0.0, 0.5, 0.9],
    })  # fmt: skip

    words = telling.overview_words(table, two)

    assert words == {
        "begun": 2, "read": 1, "all": 4, "work": 2, "harm": 1, "rate": 0.5, "better": 0.6,
        "spread": 0.2,
    }  # fmt: skip
    assert telling.overview_key(table) == "experiments.overview_words"
    assert telling.overview_key(table.iloc[:0]) == "experiments.overview_none"


def test_the_plan_that_shows_most_is_told():
    table = pd.DataFrame({
        "metric": ["conversion", "order_days"], "days": [28, 84], "customers": 900,
        "smallest_seen": [0.3, 0.2], "smallest_worth": 0.05, "power": [0.1, 0.2],
        "treated_share": 0.5,
    })  # fmt: skip

    words = telling.plans_words(table)

    assert words == {
        "metric": "order_days", "days": 84, "customers": 900, "smallest": 0.2, "worth": 0.05,
        "power": 0.2, "share": 0.5,
    }  # fmt: skip
    assert telling.plans_key(table.iloc[:0]) == "experiments.plans_none"


def test_later_groups_are_told_of_and_how_many_are_left_out():
    report = Report()
    table = pd.DataFrame({"experiment": ["a", "a", "b"], "variant": "new", "part": list("xyx"),
                          "formed_after": True, "p_arms": [0.01, 0.01, 0.5]})  # fmt: skip

    telling.say_later_groups(report, table)
    telling.say_later_groups(report, table.assign(formed_after=False))

    assert report.said == [("experiments.later_groups", {"all": 2, "moved": 1})]


def test_groups_are_asked_for_only_where_none_are_known():
    assert telling.no_groups(pd.DataFrame({"customer_id": ["a"]})) is None
    assert telling.no_groups(pd.DataFrame()) == "experiments.no_groups"
