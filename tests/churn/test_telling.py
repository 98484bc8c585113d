from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from churn.reader import Reader

from helpers.churn import showing, telling
from helpers.churn.leaving import Leaving, Window
from helpers.reporting import catalogue
from helpers.workspace import contracts

OFFER = pd.DataFrame({
    "offered_to": ["list", "everybody"], "customers": [100, 1000],
    "expected_loss": [5000.0, 9000.0], "cost": [500.0, 5000.0], "break_even": [0.1, 0.55],
    "sample_size": [900, 1300], "experiment": [None, None], "effect": np.nan, "net": np.nan,
    "net_lower": np.nan, "net_upper": np.nan,
})  # fmt: skip
RISK = pd.DataFrame({"customer_id": ["a"], "on_list": [True], "expected_loss": [1.0]})


def test_without_an_experiment_the_break_even_is_told_in_place_of_the_net():
    shown = showing.shown_offer(OFFER)

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

    assert "net" in showing.shown_offer(known)
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


@pytest.mark.parametrize("why", ["evidence", "longest", "usual", "asked"])
def test_every_way_to_a_window_has_its_sentence(why):
    found = Leaving(Window(91, why, contracts.empty("churn_windows")), None, None, None)

    assert all(catalogue.has(telling.window_why(found), language)
               for language in catalogue.languages())  # fmt: skip


def test_claims_of_what_is_not_known_say_so():
    assert telling.claim_trend(contracts.empty("churn_trend"))["unless"] == "churn.no_trend"
    nobody = SimpleNamespace(risk=contracts.empty("churn_risk"), trust=None)
    assert telling.claim_loss(nobody)["unless"] == "churn.no_risk"


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
