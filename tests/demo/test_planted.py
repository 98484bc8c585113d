import json

import numpy as np
import pandas as pd
import pytest

from helpers.demo import company, groups, leaving, market


@pytest.fixture(scope="module")
def planted(demo):
    path = demo.raw.parents[1] / "truth" / "demo" / "planted.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_parameters_are_those_that_the_simulation_used(planted):
    assert [group["name"] for group in planted["groups"]] == list(groups.NAMES)
    assert planted["leaving"]["after trouble"] == leaving.AFTER_TROUBLE
    response = np.array(planted["elasticities"]["own price"])
    assert response == pytest.approx(market.elasticities(), abs=1e-4)
    assert planted["roles"]["split day"] == "2025-04-01"


def test_lives_tell_only_what_came_to_pass(demo):
    lives = demo.lives.merge(demo.customers[["customer", "leave_day", "prospect"]])
    troubled = lives[lives.trouble_day != ""]

    assert len(troubled) > 100 and not troubled.prospect.any()
    assert (troubled.trouble_day <= company.LAST_DAY.isoformat()).all()
    assert (troubled.trouble_day <= troubled.leave_day.astype(str)).all()


def test_consents_tell_each_stretch_of_days_in_turn(demo):
    consents = demo.consents
    changed = consents[consents.duplicated(["customer", "channel"], keep=False)]

    first, last = (part.set_index(["customer", "channel"]).sort_index() for part in (
        changed[changed.until != ""], changed[changed.until == ""]))  # fmt: skip

    assert len(first) == len(last) > 50
    assert (first.agreed != last.agreed).all()
    assert (first.until == last["from"]).all()
    assert (consents.until == "").sum() == 2 * len(demo.customers)


def test_leads_behave_as_a_group_and_ask_for_what_it_likes(demo):
    interest = demo.leads.groupby("group").interest.agg(lambda asked: asked.mode()[0])

    assert interest["studio_regulars"] in ("fitness", "nutrition")
    assert interest["gift_givers"] == "accessories"


def test_advertising_effects_are_told_by_day_and_channel(demo):
    assert len(demo.advertising) == 5 * company.DAYS
    assert (demo.advertising.effect >= 0).all()


def test_opinions_belong_to_texts_that_were_delivered(demo):
    reviews = pd.concat([pd.read_csv(path) for path in demo.raw.glob("*/product_reviews.csv")])

    told = set(demo.opinions.text[demo.opinions.source == "review"])

    assert told == set(reviews.review_id)
