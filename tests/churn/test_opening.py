"""The plain opening: six sentences at most, each with the numbers of the tables."""

from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.churn.contract_reading import NONE, Known
from helpers.churn.leaving import Leaving, Trust, Window
from helpers.churn.opening import (
    Told,
    list_sentence,
    loss_sentence,
    meaning_sentences,
    reason_words,
    refusal_sentence,
    say_opening,
    trend_sentence,
    trust_sentence,
    value_doubt,
    why_sentence,
)
from helpers.churn.refusing import NotForecast
from helpers.churn.telling import claim_loss
from helpers.evidence.grades import Grade
from helpers.reporting import catalogue
from helpers.reporting.wording import Wording
from helpers.workspace import contracts

RISK = pd.DataFrame({
    "customer_id": [f"c{n:02}" for n in range(40)], "risk": [0.8] * 20 + [0.2] * 20,
    "value_at_stake": 100.0, "expected_loss": [80.0] * 20 + [20.0] * 20,
    "on_list": [True] * 20 + [False] * 20,
})  # fmt: skip
REASONS = pd.DataFrame({
    "customer_id": RISK["customer_id"], "place": 1, "reason": ["silence"] * 15 + ["none"] * 25,
    "value": 140.0, "usual": 45.0,
})  # fmt: skip
TREND = pd.DataFrame({
    "snapshot_day": [pd.Timestamp("2026-06-30")], "window_days": [91], "customers": [200],
    "silent": [120], "year_change": [-0.05], "year_lower": [-0.08], "year_upper": [-0.02],
})  # fmt: skip
HELD = Trust(
    *(contracts.empty("churn_models"), pd.DataFrame({"snapshot_day": [pd.Timestamp("2026-06-30")]}),
      contracts.empty("churn_reliability"),
      pd.DataFrame({"base_rate": [0.5, 0.6], "foreseen": [0.5, 0.5]}),
      contracts.empty("churn_importance")),
    Grade(0.2, 0.15, 0.25, "A"), "silent_days",
)  # fmt: skip
DAYS = pd.DataFrame({"customer_id": ["c00"]})
WINDOW = Window(91, "evidence", contracts.empty("churn_windows"))


class Reader(SimpleNamespace):
    """A report that keeps what is said."""

    def __init__(self, language="en"):
        super().__init__(said=[], wording=Wording(language, "CNY", 10))

    def say(self, key, **values):
        self.said.append(self.wording.text(key, **values))

    def not_known(self, key, **values):
        self.said.append(self.wording.text(key, **values))

    def words(self, key, **values):
        return self.wording.text(key, **values)


def told(refusal=None, **other):
    found = Leaving(WINDOW, DAYS, None, refusal)
    return Told(found, *(other.get(name, known) for name, known in
                         (("trend", TREND), ("risk", RISK), ("reasons", REASONS),
                          ("trust", HELD))))  # fmt: skip


@pytest.mark.parametrize("language", catalogue.languages())
def test_six_sentences_at_most_say_all(language):
    reader = Reader(language)

    say_opening(told(), reader)

    assert len(reader.said) == 6
    assert any("2,000" in text for text in reader.said)  # 20 x 80 + 20 x 20


def test_the_trend_is_said_to_be_better_where_its_interval_is_below_nought():
    key, words = trend_sentence(TREND)

    assert key == "churn.trend_better"
    assert (words["share"], words["change"]) == ((120, 200), -0.05)


def test_without_a_year_before_no_change_is_told():
    key, words = trend_sentence(TREND.assign(year_change=float("nan")))

    assert key == "churn.trend_unknown" and "change" not in words


def test_the_loss_is_the_sum_of_risks_times_values_with_the_doubt_of_earlier_forecasts():
    key, words = loss_sentence(told())
    sure = loss_sentence(told(trust=HELD._replace(base_rates=pd.DataFrame(
        {"base_rate": [0.5, 0.5], "foreseen": [0.5, 0.5]}))))[1]  # fmt: skip

    assert key == "churn.loss"
    assert (words["number"], words["loss"]) == pytest.approx((20, 2000))
    assert words["upper"] > sure["upper"]


def test_without_values_the_opening_says_that_the_cost_is_not_known():
    risk = RISK.assign(value_at_stake=float("nan"), expected_loss=float("nan"))

    assert loss_sentence(told(risk=risk))[0] == "churn.loss_unknown"
    key, words = list_sentence(told(risk=risk))
    assert (key, words) == ("churn.list_by_risk", {"customers": 20, "risk": pytest.approx(0.8)})


def test_the_list_tells_its_part_of_the_loss_and_its_commonest_reason():
    reader = Reader()

    key, words = list_sentence(told())
    why, reason = why_sentence(told(), reader)

    assert (key, words["part"]) == ("churn.list", 0.8)
    assert why == "churn.why"
    assert reason["reason"] == "no order for 140 days, usually every 45"
    assert reason["share"] == (15, 20)


def test_a_customer_of_one_order_has_no_usual_gap():
    row = pd.Series({"reason": "silence", "value": 60.0, "usual": float("nan")})

    assert reason_words(row, Reader()) == "no order for 60 days since the only one"


def test_a_refused_grade_is_said_plainly():
    refused = HELD._replace(grade=Grade(-0.1, -0.2, 0.1, "refused"))

    assert trust_sentence(refused)[0] == "churn.trust_refused"
    assert trust_sentence(HELD)[1]["grade"] == "A"
    assert trust_sentence(HELD._replace(rule=None)) == ("churn.trust_unknown", {})


@pytest.mark.parametrize("language", catalogue.languages())
@pytest.mark.parametrize("missing", ["customers", "days", "snapshots", "left", "stayed"])
def test_a_refusal_says_what_is_missing_and_how_much(missing, language):
    reader = Reader(language)

    say_opening(told(NotForecast(missing, found=3, needed=10), risk=RISK.iloc[:0]), reader)

    assert len(reader.said) == 2
    assert "3" in reader.said[1] and "10" in reader.said[1]


def test_who_has_contracts_only_is_told_what_their_end_would_cost():
    reader = Reader()

    say_opening(told(NotForecast("customers", found=0, needed=1)), reader)

    assert any("2,000" in text for text in reader.said)


NO_ORDERS = NotForecast("customers", found=0, needed=1)
NO_DAYS = pd.DataFrame({"customer_id": []})
DATED = Known(NONE._replace(dated=True), None, None, None)


def of_contracts(known, risk=RISK):
    """The opening of a company in which nobody orders."""
    found = Leaving(WINDOW, NO_DAYS, None, NO_ORDERS)
    return Told(found, contracts.empty("churn_trend"), risk, REASONS, HELD, known)


@pytest.mark.parametrize("language", catalogue.languages())
def test_where_nobody_orders_the_opening_speaks_of_contracts_alone(language):
    reader, keys = Reader(language), []
    reader.say = lambda key, **values: keys.append(key) or reader.wording.text(key, **values)

    say_opening(of_contracts(DATED), reader)

    assert keys == ["churn_contracts.leaves", "churn.loss", "churn.list"]
    assert reader.said == []


def test_contracts_without_days_do_not_claim_to_know_who_renewed():
    undated = DATED._replace(contracts=NONE)

    assert [key for key, _ in meaning_sentences(of_contracts(undated))] == [
        "churn_contracts.leaves_undated"
    ]  # fmt: skip


@pytest.mark.parametrize("language", catalogue.languages())
def test_a_file_of_contracts_that_cannot_be_used_is_what_is_missing(language):
    reader = Reader(language)
    reader.missing = lambda key: reader.said.append(key)
    bare = DATED._replace(why="churn_contracts.no_time")

    say_opening(of_contracts(bare, risk=RISK.iloc[:0]), reader)

    assert reader.said == ["churn_contracts.no_time"]


def test_where_all_have_left_or_nobody_ever_ordered_that_is_said():
    nobody = Leaving(WINDOW, NO_DAYS, None, NO_ORDERS)

    assert refusal_sentence(nobody)[0] == "churn.needs_orders"
    assert refusal_sentence(told(NO_ORDERS).found)[0] == "churn.all_left"


def test_a_loss_of_which_a_part_is_not_known_says_so():
    partly = RISK.assign(expected_loss=RISK["expected_loss"].where(RISK.index < 20))

    assert value_doubt(told(risk=partly)) == [("churn.loss_partly", {})]
    assert value_doubt(told()) == value_doubt(told(risk=partly.iloc[20:])) == []


def test_a_loss_that_no_earlier_day_could_test_has_no_grade():
    untested = told(trust=HELD._replace(rule=None))

    assert claim_loss(told())["grade"] == "A"
    assert claim_loss(untested)["grade"] is None
