"""Scores of contracts over a desk that hands over tables, without files."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from churn.planted_contracts import LAST_DAY, MONTH, RATIO_FIRST, as_known, planted

from helpers.churn import contract_risk
from helpers.churn.contract_reading import NONE, Known
from helpers.churn.contract_risk import score_contracts
from helpers.churn.contract_terms import contract_terms
from helpers.evidence.traits import WideTraits
from helpers.workspace import contracts, engine, snapshot_days
from helpers.workspace.contracts_on import contracts_on

AS_OF = LAST_DAY.date()
DAYS = snapshot_days(AS_OF)


class Desk(SimpleNamespace):
    """A desk with subscriptions alone."""

    def read(self, name, *, as_of=None, by_customer=False):
        if name.startswith("features"):
            return contracts.empty("features")
        told = as_known(self.told, as_of or AS_OF)
        return SimpleNamespace(to_pandas=lambda: told)


@pytest.fixture(autouse=True, scope="module")
def quick():
    """Boosting takes long, and is tested by itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(contract_risk, "WAYS", ("same_for_all", "plan", "straight", "log_months"))
        yield


def known_of(told):
    found = contracts_on(told, AS_OF)
    first = told.drop_duplicates("customer_id").set_index("customer_id")
    traits = WideTraits(first[["paper"]].astype(float), pd.Series({"paper": "flag"}))
    return Known(found, traits, contract_terms(found.rows, traits), None)


def both_by_plan(scores, told):
    """Return the mean risk of each plan, and the planted chance of the next 91 days.

    Paper bills have no history: contracts with days are scored without them, so that their
    chance is that of both kinds together.
    """
    own = told[["customer_id", "rate", "plan", "started_day"]]
    risk = scores.risk.merge(own, on="customer_id")
    age = (LAST_DAY - risk["started_day"]).dt.days / MONTH
    ahead = 91 / MONTH + (RATIO_FIRST - 1) * (3 - age).clip(lower=0, upper=91 / MONTH)
    truth = (1 - np.exp(-risk["rate"] * ahead)).groupby(risk["plan"]).mean()
    return risk.groupby("plan")["risk"].mean().to_dict(), truth.to_dict()


@pytest.fixture(scope="module")
def told():
    return planted(4_000, seed=3)


@pytest.fixture(scope="module")
def scores(told):
    return score_contracts(Desk(told=told, as_of=AS_OF), known_of(as_known(told, AS_OF)), DAYS,
                           window_days=91, seed=1)  # fmt: skip


def test_risks_are_near_the_planted_chances_and_rank_like_them(scores, told):
    risk, truth = both_by_plan(scores, told)

    assert risk == pytest.approx(truth, abs=0.03)
    happened = scores.held_out["ended"].mean()
    assert happened == pytest.approx(scores.held_out["chance"].mean(), abs=0.04)
    assert set(scores.risk["form"]) == {"contract"}
    later = dict.fromkeys(["value_at_stake", "expected_loss", "on_list", "rank"])
    whole = engine.in_memory(scores.risk.assign(**later))
    contracts.validate(whole, contracts.load("churn_risk"))
    assert set(whole.columns) == set(contracts.load("churn_risk").columns)


def test_ways_are_tried_on_later_days_and_the_plan_is_found(scores):
    ways = scores.ways.set_index("way")

    assert set(ways["tried_by"]) == {"later_days"}
    assert ways.loc["same_for_all", "behind"] > ways.loc["same_for_all", "behind_se"]
    assert not ways.loc["same_for_all", "is_kept"] and ways["is_kept"].sum() == 1
    contracts.validate(engine.in_memory(scores.ways), contracts.load("churn_contract_ways"))


def test_rows_after_the_as_of_day_change_no_risk(told, scores):
    more = planted(50, seed=9).assign(
        subscription_id=lambda t: "x" + t["subscription_id"], event_day=pd.Timestamp("2026-10-05"),
        started_day=pd.Timestamp("2026-10-05"),
    )  # fmt: skip

    both = pd.concat([told, more], ignore_index=True)
    again = score_contracts(Desk(told=both, as_of=AS_OF), known_of(as_known(both, AS_OF)), DAYS,
                            window_days=91, seed=1)  # fmt: skip

    pd.testing.assert_frame_equal(scores.risk, again.risk)


def undated(told):
    months = contracts_on(told, AS_OF).rows.set_index("subscription_id")["months"]
    return told.assign(started_day=pd.NaT, ended_day=pd.NaT, event_day=LAST_DAY,
                       tenure_months=told["subscription_id"].map(months).astype(float))  # fmt: skip


def test_without_days_risk_is_the_hazard_of_the_months_to_come(told):
    listed = undated(as_known(told, AS_OF))

    found = score_contracts(Desk(told=listed, as_of=AS_OF), known_of(listed), DAYS,
                            window_days=91, seed=1)  # fmt: skip

    risk, truth = both_by_plan(found, told)
    assert risk == pytest.approx(truth, abs=0.03)
    assert set(found.ways["tried_by"]) == {"folds"}
    assert len(found.held_out) == len(listed)


def test_a_customer_with_several_contracts_has_one_risk(told):
    twice = pd.concat([told, told.assign(subscription_id="b" + told["subscription_id"])])

    found = score_contracts(
        Desk(told=twice, as_of=AS_OF), known_of(as_known(twice, AS_OF)), DAYS[-3:],
        window_days=91, seed=1,
    )  # fmt: skip

    assert found.risk["customer_id"].is_unique


def test_without_contracts_or_without_enough_endings_nothing_is_scored(told):
    none = score_contracts(Desk(told=told, as_of=AS_OF), Known(NONE, None, None, "x"), DAYS,
                           window_days=91)  # fmt: skip
    few = planted(60, seed=2)
    little = score_contracts(Desk(told=few, as_of=AS_OF), known_of(as_known(few, AS_OF)), DAYS,
                             window_days=91)  # fmt: skip

    assert none.risk.empty and little.risk.empty and little.ways.empty
    assert date(2026, 9, 30) == AS_OF
