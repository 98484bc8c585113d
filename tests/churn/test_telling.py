"""Tables for readers: what is shown, what is withheld, and what is claimed."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from helpers.churn import telling
from helpers.churn.leaving import Leaving, Window
from helpers.reporting import catalogue
from helpers.reporting.wording import Wording
from helpers.workspace import contracts

OFFER = pd.DataFrame({
    "offered_to": ["list", "everybody"], "customers": [100, 1000],
    "expected_loss": [5000.0, 9000.0], "cost": [500.0, 5000.0], "break_even": [0.1, 0.55],
    "sample_size": [900, 1300], "experiment": [None, None], "effect": np.nan, "net": np.nan,
    "net_lower": np.nan, "net_upper": np.nan,
})  # fmt: skip

RISK = pd.DataFrame({"customer_id": ["a"], "on_list": [True], "expected_loss": [1.0]})


class Reader(SimpleNamespace):
    """A report that keeps what is said and shown."""

    def __init__(self, language="en"):
        super().__init__(said=[], wording=Wording(language, "CNY", 10))

    def words(self, key, **values):
        return self.wording.text(key, **values)

    def tells_of_few(self, part, whole):
        return part < 10 or whole - part < 10

    def not_known(self, key, **values):
        self.said.append((key, values))

    def table(self, frame, key, **_):
        self.said.append((key, frame))

    def finding(self, identity, key, **values):
        self.said.append((key, values))


def trend(silent=(120, 5)):
    return pd.DataFrame({
        "snapshot_day": pd.to_datetime(["2026-03-31", "2026-06-30"]), "window_days": 91,
        "customers": [202, 200], "silent": silent, "share": [0.6, 0.1], "lower": 0.1,
        "upper": 0.7, "year_change": 0.0, "year_lower": -0.1, "year_upper": 0.1,
    })  # fmt: skip


def test_shares_come_from_rounded_numbers_and_few_are_withheld():
    shown = telling.shown_trend(trend(), Reader())

    # Newest first: five of 200 are few; 120 of 202 is told as 120 of 200.
    assert np.isnan(shown["silent_share"].iloc[0]) and np.isnan(shown["lower"].iloc[0])
    assert shown["silent_share"].iloc[1] == pytest.approx(120 / 200)


@pytest.mark.parametrize("language", catalogue.languages())
@pytest.mark.parametrize("name", ["member", "ticket:complaint", "ticket", "call", "visit", "note",
                                  "abroad", "parcel_days", "agreed:email", "store_distance_km"])
def test_every_circumstance_has_words(name, language):
    told = telling.circumstance_words(name, Reader(language))

    assert told and "{" not in told


def test_without_an_experiment_the_break_even_is_told_in_place_of_the_net():
    shown = telling.shown_offer(OFFER)

    assert "net" not in shown and "sample_size" in shown
    assert telling.offer_doubt(OFFER, RISK) == {
        "reason": "churn.offer_unknown", "break_even": 0.1, "sample": 1300, "shown": 1.1,
    }  # fmt: skip
    assert telling.offer_caption(OFFER, 5.0) == {"caption": "churn.offer", "cost": 5.0}


def test_an_offer_that_would_have_to_keep_most_is_called_not_worth_an_experiment():
    dear = OFFER.assign(break_even=0.9, sample_size=None)

    assert telling.offer_doubt(dear, RISK)["reason"] == "churn.offer_impossible"


def test_with_an_experiment_the_net_is_told():
    known = OFFER.assign(experiment="letter", effect=0.2, net=500.0, net_lower=-10.0,
                         net_upper=900.0)  # fmt: skip

    assert "net" in telling.shown_offer(known)
    assert telling.offer_doubt(known, RISK) == {"reason": None}
    assert telling.offer_caption(known, 5.0)["experiment"] == "letter"


def test_without_value_nothing_is_said_of_an_offer():
    assert telling.offer_doubt(contracts.empty("churn_offer"), RISK)["reason"] == "churn.no_value"


def test_the_finding_on_drivers_takes_the_surest_that_goes_with_leaving_more():
    drivers = pd.DataFrame({
        "circumstance": ["member", "ticket:complaint", "abroad"], "customers": 100,
        "odds": [0.6, 1.5, 2.0], "odds_lower": [0.5, 1.2, 0.8], "odds_upper": [0.7, 1.8, 3.0],
        "is_driver": [True, True, False],
    })  # fmt: skip

    claim = telling.claim_driver(drivers, Reader())

    assert (claim["number"], claim["what"]) == (1.5, "a ticket at the service desk: complaint")
    assert telling.claim_driver(drivers.iloc[[0, 2]], Reader())["unless"] == "churn.no_driver"


def test_scores_that_are_not_due_say_from_when_on_they_are():
    reader, none = Reader(), contracts.empty("churn_scores")
    kept = pd.DataFrame({"due_on": [pd.Timestamp("2026-12-30")]})

    telling.say_scores(none, kept, reader)
    telling.say_scores(none, kept.iloc[:0], reader)

    assert reader.said == [("churn.no_scores", {"day": pd.Timestamp("2026-12-30")}),
                           ("churn.no_scores_yet", {})]  # fmt: skip


def test_scores_that_are_due_are_shown_and_claimed():
    reader = Reader()
    scores = pd.DataFrame([{
        "scored_on": pd.Timestamp("2026-06-30"), "due_on": pd.Timestamp("2026-09-29"),
        "customers": 200, "silent": 120, "expected": 132.0, "ratio": 0.91, "auc": 0.75,
        "skill": 0.2, "skill_lower": 0.15, "skill_upper": 0.25, "grade": "A",
    }])  # fmt: skip

    telling.say_scores(scores, scores, reader)

    assert [key for key, _ in reader.said] == ["churn.scores", "churn.finding_scores"]
    assert reader.said[1][1]["number"] == 0.6 and reader.said[1][1]["ratio"] == 1.1


def test_the_chart_goes_from_old_to_new_and_changes_need_a_year_before():
    shown = telling.shown_trend(trend(silent=(120, 90)), Reader())

    assert telling.silent_chart(shown)["quarter"].tolist() == ["2026Q1", "2026Q2"]
    assert telling.silent_changes(shown.assign(year_change=[np.nan, 0.1]))["quarter"].tolist() == [
        "2026Q1"
    ]  # fmt: skip


def test_the_first_of_the_list_come_with_their_reasons_in_words():
    risk = pd.DataFrame({
        "customer_id": ["a", "b", "c"], "risk": 0.8, "days_since": 140, "value_at_stake": 10.0,
        "expected_loss": 8.0, "on_list": [True, True, False], "rank": [2, 1, 3],
    })  # fmt: skip
    reasons = pd.DataFrame({
        "customer_id": ["a", "b", "b"], "reason": ["silence", "silence", "no_member"],
        "value": [140.0, 60.0, 0.0], "usual": [45.0, np.nan, 0.0],
    })  # fmt: skip
    desk = SimpleNamespace(read={"churn_risk": risk, "churn_reasons": reasons}.__getitem__)

    told = telling.listed(desk, Reader())

    assert told["customer_id"].tolist() == ["b", "a"]
    assert told["reasons"].tolist() == [
        "no order for 60 days since the only one; is in no loyalty programme",
        "no order for 140 days, usually every 45",
    ]  # fmt: skip


@pytest.mark.parametrize("why", ["evidence", "longest", "usual", "asked"])
def test_every_way_to_a_window_has_its_sentence(why):
    found = Leaving(Window(91, why, contracts.empty("churn_windows")), None, None, None)

    assert all(catalogue.has(telling.window_why(found), language)
               for language in catalogue.languages())  # fmt: skip


def test_every_heading_and_form_of_a_column_is_known():
    for language in catalogue.languages():
        assert all(catalogue.has(key, language) for key in telling.HEADERS.values())


def test_claims_of_what_is_not_known_say_so():
    assert telling.claim_trend(contracts.empty("churn_trend"))["unless"] == "churn.no_trend"
    nobody = SimpleNamespace(risk=contracts.empty("churn_risk"), trust=None)
    assert telling.claim_loss(nobody)["unless"] == "churn.no_risk"


def test_personas_go_by_the_names_of_the_readers_language():
    personas = pd.DataFrame({"persona_id": ["p"], "name_en": ["Luo"], "name_zh": ["罗"]})

    assert telling.persona_names(personas, Reader("zh")) == {"p": "罗"}


def test_a_rule_without_days_has_a_dash_in_their_place():
    rules = pd.DataFrame({
        "rule": ["model", "silent_days"], "after_days": pd.array([pd.NA, 56], dtype="Int64"),
        "auc": 0.8, "brier": 0.1, "top_tenth_lift": 1.5, "calibration_error": 0.02,
    })  # fmt: skip

    shown = telling.shown_rules(SimpleNamespace(baselines=rules))

    assert shown["after_days"].tolist() == ["–", "56"]


def test_windows_after_which_nobody_could_be_watched_are_left_out():
    evidence = pd.DataFrame({
        "window_days": [30, 91], "back_91": [0.2, np.nan], "back_365": np.nan,
        "back_365_lower": np.nan, "back_365_upper": np.nan, "late_by_then": 0.5,
        "is_chosen": [False, True],
    })  # fmt: skip
    found = Leaving(Window(91, "usual", evidence), None, None, None)

    assert telling.shown_windows(found)["window_days"].tolist() == [30]


def test_a_list_of_nobody_and_drivers_of_nothing_are_sentences_and_no_tables():
    reader = Reader()
    reader.say = reader.missing = reader.not_known
    nobody = SimpleNamespace(risk=contracts.empty("churn_risk"))

    telling.say_list(nobody, reader)
    telling.say_list(SimpleNamespace(risk=RISK.assign(on_list=False)), reader)
    telling.say_drivers(contracts.empty("churn_drivers"), reader)

    assert [key for key, _ in reader.said] == [
        "churn.no_risk", "churn.why_nobody", "churn.no_drivers",
    ]  # fmt: skip


def test_without_orders_no_window_is_claimed_and_no_forecast_is_tested():
    reader = Reader()
    silent = Leaving(Window(91, "usual", contracts.empty("churn_windows")),
                     pd.DataFrame({"customer_id": []}), None, None)  # fmt: skip
    trust = SimpleNamespace(models=contracts.empty("churn_models"))

    telling.say_window(silent, reader)

    assert [key for key, _ in reader.said] == ["churn.no_orders"]
    assert telling.why_not_tested(silent, trust) == "churn.no_orders"
    assert telling.why_no_forecast(silent._replace(order_days=RISK)) == "churn.no_forecast"
    assert telling.why_not_tested(silent._replace(scored=True), trust) == "churn.not_tested"


def test_an_offer_to_nobody_at_risk_says_that_no_risk_is_known():
    empty = contracts.empty("churn_offer")

    assert telling.offer_doubt(empty, RISK.iloc[:0])["reason"] == "churn.no_risk"
