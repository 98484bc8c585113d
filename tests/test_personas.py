"""Chapter 04 on the demo company, held against what the company knows of itself."""

import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from helpers.demo import groups

PERIOD = "data/processed/demo/2026Q3"


@pytest.fixture(scope="module")
def tables(demo):
    return lambda name: pd.read_parquet(demo / PERIOD / f"{name}.parquet")


def main_personas(tables):
    members = tables("persona_members")
    return members[members["is_main"]].set_index("customer_id")["persona_id"]


def test_every_customer_with_orders_has_one_main_persona_and_degrees_of_at_most_one(tables):
    members = tables("persona_members")

    assert members.groupby("customer_id")["is_main"].sum().eq(1).all()
    assert members.groupby("customer_id")["degree"].sum().le(1 + 1e-9).all()
    buyers = tables("customers").query("in_scope and not is_prospect")["customer_id"]
    assert main_personas(tables).index.isin(buyers).all()


def test_personas_are_as_many_as_groups_were_planted(tables):
    assert len(tables("personas")) == len(groups.KINDS)


def test_the_persona_that_takes_codes_and_sends_things_back_is_not_to_be_pursued(tables):
    personas = tables("personas").set_index("persona_id")
    economics = tables("persona_economics").set_index("persona_id")

    avoided = personas.index[personas["role"].eq("do_not_pursue")]

    assert len(avoided) == 1
    one = avoided[0]
    assert economics.loc[one, "return_share"] == economics["return_share"].max()
    assert economics.loc[one, "discount_share"] == economics["discount_share"].max()
    assert economics.loc[one, "upper"] < 0 or economics.loc[one, "margin"] < 50


def test_what_formed_the_personas_is_described_and_never_tested(tables):
    facts = tables("persona_facts")

    formed = facts[facts["formed"]]

    assert len(formed) > 0
    assert formed["p_adjusted"].isna().all() and not formed["differs"].any()
    assert facts.loc[facts["item"].eq("category"), "formed"].all()


def test_each_persona_has_a_story_of_six_to_ten_sentences(tables):
    length = tables("persona_story").groupby("persona_id")["place"].max()

    assert length.between(6, 10).all()
    assert set(length.index) == set(tables("personas")["persona_id"])


def test_segments_and_personas_see_the_same_kinds_of_customers(tables):
    segments = tables("segments").dropna(subset="segment_id")
    newest = segments[segments["snapshot_day"].eq(segments["snapshot_day"].max())]
    own = main_personas(tables).reindex(newest["customer_id"])
    both = own.notna().to_numpy()

    assert adjusted_rand_score(newest["segment_id"][both], own[both]) > 0.7
