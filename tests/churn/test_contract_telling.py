import re

import numpy as np
import pandas as pd
import pytest

from helpers.churn import contract_telling as telling
from helpers.churn.contract_reading import NONE, Known
from helpers.churn.contract_risk import EMPTY, ContractScores
from helpers.churn.hazard_ratios import hazard_ratios
from helpers.churn.tenure import survival_by
from helpers.reporting import catalogue
from helpers.workspace import contracts
from helpers.workspace.contracts_on import Contracts

NOBODY = Known(NONE, None, None, "churn_contracts.none")
ROWS = pd.DataFrame({"from_month": 0, "months": [1, 2, 3, 3, 4, 5],
                     "ended": [True, False, True, True, False, False]})  # fmt: skip


def known(*, dated):
    return Known(Contracts(ROWS, dated, 0), None, None, None)


def scores(tried_by="later_days"):
    rng = np.random.default_rng(1)
    chance = rng.uniform(0.05, 0.6, 2_000)
    held_out = pd.DataFrame({"chance": chance, "ended": rng.random(2_000) < chance, "base": 0.325})
    ways = contracts.empty("churn_contract_ways")
    ways.loc[0] = ["plan", 2, tried_by, 3, 2_000, 650, 0.7, 0.2, 0.5, 0.0, 0.0, True]
    return ContractScores(EMPTY.risk, ways.astype({"is_kept": bool}), held_out)


def ratios(**columns):
    usual = {"name": "plan", "level": "yearly", "kind": "word", "against": "monthly",
             "contracts": 50, "endings": 20, "ratio": 0.5, "lower": 0.4, "upper": 0.6,
             "p_value": 0.001, "p_adjusted": 0.01, "found": True, "ratio_early": 0.4,
             "ratio_late": 0.6, "split_months": 7, "p_change": 0.4, "changes": False}  # fmt: skip
    return pd.DataFrame(usual | columns, index=range(2))


def places_of(key):
    return catalogue.places(key, "en")


def test_every_sentence_gets_just_the_values_that_it_holds():
    tenure = survival_by(ROWS, {}, form="contract", months=(1, 3))
    late = ROWS.assign(months=ROWS["months"] + 12, ended=ROWS["months"].eq(1))
    longer = survival_by(late, {}, form="orders", months=(1, 12))
    grade = telling.contract_grade(scores(), rng=np.random.default_rng(1))
    told = [
        (telling.contracts_key(one), telling.contracts_words(one))
        for one in (NOBODY, known(dated=True), known(dated=False))
    ]
    told += [(telling.median_key(table, form), telling.median_words(table, form))
             for table, form in ((tenure, "contract"), (longer, "orders"), (tenure, "orders"))]
    told += [(telling.proportional_key(table), telling.proportional_words(table))
             for table in (ratios(), ratios(changes=[True, False]),
                           contracts.empty("churn_hazards"))]
    told += [(telling.trust_key(one), telling.trust_words(one, grade))
             for one in (scores(), scores("folds"), EMPTY)]  # fmt: skip

    for key, words in told:
        assert places_of(key) == set(words), key
    assert [key.split(".")[1] for key, _ in told] == [
        "nothing", "dated", "undated", "contract_median", "orders_stays", "no_orders_curve",
        "ratios_stay", "ratios_change", "no_ratios", "tried_by_later_days", "tried_by_folds",
        "not_tried",
    ]  # fmt: skip


def test_both_languages_have_the_same_sentences_with_the_same_places():
    own = [{key: sorted(re.findall(r"{(\w+)", text)) for key, text in messages.items()
            if key.startswith("churn_contracts.")}
           for messages in map(catalogue.messages, ("en", "zh"))]  # fmt: skip

    assert own[0] == own[1] and len(own[0]) > 40


def test_what_contracts_without_days_cannot_tell_is_said():
    assert telling.without_calendar(known(dated=False)) == "churn_contracts.no_calendar"
    assert telling.without_calendar(known(dated=True)) is None
    assert telling.without_calendar(NOBODY) is None


def test_the_strongest_ratios_stand_first_and_only_those_called_differences():
    found = telling.shown_hazards(
        pd.concat([ratios(name=["a", "b"], level="", ratio=[1.2, 0.3]),
                   ratios(name=["c", "d"], found=False)], ignore_index=True)
    )  # fmt: skip

    assert found["what"].tolist() == ["b", "a"]
    assert telling.shown_hazards(ratios())["what"].tolist() == ["plan: yearly"] * 2
    assert telling.changing_hazards(ratios(changes=[False, True]))["ratio_late"].tolist() == [0.6]


def test_groups_go_by_the_names_that_readers_know_and_everybody_first():
    tenure = survival_by(ROWS, {"persona": pd.Series(["p-1"] * 6)}, form="contract", months=(3,))

    shown = telling.shown_tenure(tenure, "contract", names={"all": "everybody", "p-1": "Ann"})

    assert shown["grp"].tolist() == ["everybody", "Ann"]
    assert telling.shown_tenure(tenure, "orders").empty


def test_tenths_and_grade_are_of_what_was_held_out():
    grade = telling.contract_grade(scores(), rng=np.random.default_rng(1))
    tenths = telling.contract_reliability(scores())

    assert grade.letter in "BC" and 0 < grade.skill < 0.2
    assert len(tenths) == 10 and tenths["rows"].sum() == 2_000
    assert telling.contract_grade(EMPTY, rng=np.random.default_rng(1)).letter == "refused"
    assert telling.contract_reliability(EMPTY).empty


def test_who_has_a_contract_leaves_by_its_end_and_the_others_by_silence():
    orders = pd.DataFrame({"customer_id": ["a", "b"], "form": "orders", "risk": [0.1, 0.2]})
    agreed = pd.DataFrame({"customer_id": ["b", "c"], "form": "contract", "risk": [0.3, 0.4]})

    both = telling.with_contracts(orders, agreed)

    assert both[["customer_id", "form"]].to_numpy().tolist() == [
        ["a", "orders"], ["b", "contract"], ["c", "contract"],
    ]  # fmt: skip
    assert telling.with_contracts(orders, EMPTY.risk)["customer_id"].tolist() == ["a", "b"]
    assert telling.with_contracts(orders.head(0), agreed)["customer_id"].tolist() == ["b", "c"]


def test_ratios_of_a_real_fit_can_be_told():
    assert telling.shown_hazards(contracts.empty("churn_hazards")).empty
    with pytest.raises(ValueError, match="no contract ended"):
        from helpers.churn.contract_terms import Terms

        frame = pd.DataFrame({"x": np.zeros(6)})
        hazard_ratios(ROWS.assign(ended=False), Terms(frame, frame, frame))


def test_without_a_contract_months_are_told_from_the_silence_on():
    lives = pd.DataFrame({"from_month": 0, "months": 12, "ended": True}, index=range(40))
    longer = lives.assign(months=np.arange(1, 41), ended=False)

    shown = telling.shown_tenure(survival_by(longer, {}, form="orders"), "orders")
    gone = survival_by(lives, {}, form="orders")

    assert shown["months"].tolist() == [12, 24, 36]
    assert telling.shown_tenure(gone, "orders").empty
    # Nobody was watched for more than a year, and yet it is known that half were gone by then.
    assert telling.median_key(gone, "orders") == "churn_contracts.orders_median"
    assert telling.median_words(gone, "orders") == {"watched": 40, "months": 12.0}


def test_the_finding_on_contracts_is_the_mean_risk_and_graded_only_through_time():
    risk = pd.DataFrame({"risk": [0.1, 0.3], "window_days": 91})
    graded = telling.contract_grade(scores(), rng=np.random.default_rng(1))

    through, once = (telling.claim_contracts(one._replace(risk=risk), graded)
                     for one in (scores(), scores("folds")))  # fmt: skip

    assert (through["number"], through["n"], through["days"]) == (pytest.approx(0.2), 2, 91)
    assert (through["grade"], once["grade"]) == (graded.letter, None)
