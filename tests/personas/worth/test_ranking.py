import numpy as np
import pandas as pd
import pytest

from helpers.personas.worth.ranking import TO_DO, with_roles

USUAL = {"customers": 300, "revenue": 1000.0, "goods": 500.0, "parcels": 50.0, "returns": 10.0,
         "payment": 10.0, "service": 10.0, "discounts": 50.0, "margin": 420.0}  # fmt: skip


def persona(name="p-1", *, half=50.0, discount_share=0.1, elsewhere=None, apart=None, **own):
    here, rest = USUAL | own, USUAL | (elsewhere or {})
    return {"persona_id": name, **here, "lower": here["margin"] - half,
            "upper": here["margin"] + half, "discount_share": discount_share,
            "apart_lower": here["margin"] - rest["margin"] - 1 if apart is None else apart,
            "apart_upper": here["margin"] - rest["margin"] + 1 if apart is None else apart,
            **{f"{part}_elsewhere": value for part, value in rest.items()}}  # fmt: skip


def role(row, average=420.0):
    told = with_roles(pd.DataFrame([row]), average).iloc[0]
    return told["role"], told["reason"], told["what_to_do"]


@pytest.mark.parametrize(("row", "told"), [
    (persona(margin=900.0, revenue=2000.0), ("ideal", "reason_spends_more", "do_seek_more_alike")),
    (persona(margin=600.0), ("ideal", "reason_keeps_more", "do_seek_more_alike")),
    (persona(margin=900.0, discount_share=0.6),
     ("serve", "reason_above_with_discounts", "do_wean_off_discounts")),
    (persona(), ("serve", "reason_no_known_difference", "do_serve_as_now")),
    (persona(margin=300.0), ("serve", "reason_spends_less", "do_raise_the_basket")),
    (persona(margin=-100.0, discounts=300.0),
     ("do_not_pursue", "reason_discounts", "do_rules_for_codes")),
    (persona(margin=-100.0, returns=300.0),
     ("do_not_pursue", "reason_returns", "do_rules_for_returns")),
    (persona(margin=-100.0, parcels=300.0),
     ("do_not_pursue", "reason_small_orders", "do_least_order")),
    # Not below nought for certain, yet far below others, and eaten up by service.
    (persona(margin=20.0, service=300.0),
     ("do_not_pursue", "reason_service", "do_answers_without_asking")),
])  # fmt: skip
def test_a_role_goes_by_the_margin_and_by_what_eats_it(row, told):
    assert role(row) == told


def test_who_spends_little_is_served_however_little_it_is():
    poor = persona(margin=20.0, revenue=60.0, discounts=3.0, returns=0.6, service=0.6)

    assert role(poor)[0] == "serve"


def test_a_margin_that_chance_may_have_put_below_nought_condemns_nobody():
    assert role(persona(margin=-10.0))[0] == "serve"


def test_what_does_not_hold_on_days_that_formed_nothing_is_no_role():
    assert role(persona(margin=-100.0, discounts=300.0, apart=5.0))[0] == "serve"
    assert role(persona(margin=900.0, revenue=2000.0, apart=-5.0))[0] == "serve"
    assert role(persona(margin=900.0, revenue=2000.0, apart=np.nan))[0] == "serve"


def test_without_costs_personas_are_ranked_by_sales_and_nothing_is_claimed():
    rows = [persona("p-1", margin=np.nan), persona("p-2", margin=np.nan, revenue=3000.0)]

    told = with_roles(pd.DataFrame(rows), np.nan)

    assert told["role"].tolist() == ["cannot_tell"] * 2
    assert told["place"].tolist() == [2, 1]
    assert told["what_to_do"].eq("do_add_costs").all()


def test_too_few_members_are_not_judged():
    assert role(persona(half=np.nan))[:2] == ("cannot_tell", "reason_too_few")


def test_every_reason_and_what_to_do_is_said_in_every_language():
    from helpers.reporting import catalogue

    slugs = [f"reason_{one}" for one in TO_DO] + [f"do_{one}" for one in TO_DO.values()]
    for language in catalogue.languages():
        assert all(catalogue.has(f"terms.{slug}", language) for slug in slugs)
