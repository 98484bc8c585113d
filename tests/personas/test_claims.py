import numpy as np
import pandas as pd
import pytest

from helpers.evidence import Interval
from helpers.personas import claims
from helpers.personas.profile.prospects import Tried
from helpers.reporting import catalogue

NAMED = pd.Series({"p-1": "One", "p-2": "Two"})
ECONOMICS = pd.DataFrame({
    "persona_id": ["p-1", "p-2"], "customers": [200, 100], "place": [1, 2], "margin": [900.0, -50],
    "lower": [800.0, -90], "upper": [1000.0, -10], "margin_elsewhere": [-50.0, 900],
    "role": ["ideal", "do_not_pursue"], "reason": ["reason_spends_more", "reason_discounts"],
    "what_to_do": ["do_seek_more_alike", "do_rules_for_codes"],
})  # fmt: skip
OWN = {"number", "lower", "upper", "n", "table", "unit", "action", "owner", "unless"}


def fits(key, claim):
    """Whether a claim holds every value of its sentence, in every language."""
    return all(catalogue.places(key, language) <= set(claim) for language in catalogue.languages())


def test_the_best_and_the_negative_persona_are_claimed_with_their_intervals():
    ideal, negative = claims.claim_ideal(ECONOMICS, NAMED), claims.claim_negative(ECONOMICS, NAMED)

    assert (ideal["persona"], ideal["number"], ideal["lower"]) == ("One", 900, 800)
    assert (negative["persona"], negative["number"], negative["n"]) == ("Two", -50, 100)
    assert fits("personas_facts.finding_ideal", ideal)
    assert fits("personas_facts.finding_negative", negative)


def test_where_no_persona_has_the_role_or_costs_are_not_known_that_is_said():
    serve = ECONOMICS.assign(role="serve")
    unknown = ECONOMICS.assign(role="cannot_tell")

    assert claims.claim_ideal(serve, NAMED)["unless"] == "personas_facts.none_is_ideal"
    assert claims.claim_negative(unknown, NAMED)["unless"] == "personas_facts.without_costs"
    assert claims.costs_key(unknown) == "personas_facts.no_costs"
    assert claims.costs_key(serve) is None


def test_prospects_are_claimed_with_how_well_the_same_was_done_with_customers():
    tried = Tried(Interval(0.7, 0.6, 0.8), 0.2, 500)
    table = pd.DataFrame({"verdict": ["like_persona", "unlike_any"]})

    told = claims.claim_prospects(table, tried)

    assert (told["number"], told["like"], told["prospects"]) == (0.7, 1, 2)
    assert fits("personas_facts.finding_prospects", told)
    assert fits(claims.tried_key(tried), claims.tried_words(tried))
    nothing = Tried(None, np.nan, 3)
    assert claims.claim_prospects(table, nothing)["unless"] == "personas_facts.not_tried"
    assert claims.tried_key(nothing) == "personas_facts.not_tried_said"
    assert claims.tried_key(Tried(None, 1.0, 500)) == "personas_facts.one_persona_said"


@pytest.mark.parametrize(("bounds", "key"), [
    ((1.0, 2.0), "answered_more"), ((-2.0, -1.0), "answered_less"), ((-1.0, 1.0), "answered_alike"),
])  # fmt: skip
def test_who_answered_is_said_by_what_is_known_of_their_spend(bounds, key):
    told = pd.DataFrame({"customers": [100], "answered": [20], "spend_answered": [5.0],
                         "spend_others": [4.0], "difference_lower": bounds[:1],
                         "difference_upper": bounds[1:]})  # fmt: skip

    assert claims.response_key(told) == f"personas_facts.{key}"
    assert fits(claims.response_key(told), claims.response_words(told))


def test_nobody_answered_is_said_so():
    told = pd.DataFrame({"answered": [0]})

    assert claims.response_key(told) == "personas_facts.nobody_answered"
    assert claims.response_words(told) == {}


@pytest.mark.parametrize(("verdicts", "key"), [
    (["agrees", "other_way_round"], "other_way"), (["agrees", "stands_alone"], "one_way"),
    (["stands_alone", "no_scale"], "no_scales"),
])  # fmt: skip
def test_reversed_statements_are_named_and_others_counted(verdicts, key):
    told = pd.DataFrame({"verdict": verdicts, "item": "q:happy"})

    assert claims.direction_key(told) == f"personas_facts.{key}"
    assert fits(claims.direction_key(told), claims.direction_words(told))


def test_consistency_is_claimed_beside_chance_and_not_where_it_is_not_known():
    table = pd.DataFrame({"measure": ["consistency", "consistency_by_chance"], "persona_id": "",
                          "value": [0.7, 0.2], "lower": [0.6, np.nan], "upper": [0.8, np.nan],
                          "n": [300, 300]})  # fmt: skip

    told = claims.claim_consistency(table)

    assert (told["number"], told["chance"]) == (0.7, 0.2)
    assert fits("personas_facts.finding_consistency", told)
    assert claims.claim_consistency(table.head(0))["unless"] == "personas_facts.no_halves"


def test_comparisons_are_counted():
    facts = pd.DataFrame({"p_adjusted": [0.01, np.nan, 0.9], "differs": [True, False, False]})

    assert claims.how_many_differ(facts) == {"tested": 2, "found": 1}
