import numpy as np
import pandas as pd
import pytest

from helpers.evidence.basis import learn_basis
from helpers.evidence.counts import Counts
from helpers.personas.model.champion import defend
from helpers.personas.model.choosing import chosen, weigh
from helpers.personas.model.finding import find_personas
from helpers.personas.model.held_out import Customers
from helpers.personas.model.members import model_table
from helpers.personas.model.model_rows import read_model

FOUR = np.array([[6, 2, 1, 1], [1, 6, 2, 1], [1, 1, 6, 2], [2, 1, 1, 6]]) / 10
WAYS = np.array([[8, 2], [5, 5], [2, 8], [8, 2]]) / 10


@pytest.fixture(scope="module")
def before(planted, scored):
    counts, _ = planted
    found = find_personas(scored(counts, np.random.default_rng(1)), counts, seed=1, most=3)
    return read_model(model_table(found, {0: "p-a", 1: "p-b", 2: "p-c"}))


def verdict(counts, scored, before, most=5):
    customers = Customers(scored(counts, np.random.default_rng(1)), counts, None)
    told = weigh(customers, learn_basis(*customers, seed=1), most=most, seed=1)
    return defend(customers, told, chosen(told), before)


def test_other_customers_of_the_same_kinds_keep_the_personas_before(company, scored, before):
    counts, _ = company(np.random.default_rng(2))

    assert verdict(counts, scored, before, most=4) == (("mixture", 3), True, "kept")


def test_a_new_kind_of_customer_brings_new_personas(company, scored, before):
    counts, _ = company(np.random.default_rng(3), 900, 16, FOUR, WAYS)

    told = verdict(counts, scored, before)

    assert told.why == "renewed" and not told.keeps and told.pair[1] == 4


def test_customers_who_are_no_longer_apart_have_none(company, scored, before):
    tastes, ways = np.full((3, 4), 0.25), np.full((3, 2), 0.5)
    tastes[0], ways[0] = [0.28, 0.24, 0.24, 0.24], [0.53, 0.47]
    counts, _ = company(np.random.default_rng(4), 600, 20, tastes, ways)

    told = find_personas(
        scored(counts, np.random.default_rng(1)), counts,
        previous=model_table_of(before), seed=1, most=3,
    )  # fmt: skip

    assert told.model.groups == 1


def model_table_of(stored):
    from helpers.personas.model.model_rows import rows_of

    return rows_of(stored)


def test_without_a_model_before_the_evidence_decides(planted, scored):
    told = verdict(planted[0], scored, None, most=3)

    assert told == (("mixture", 3), False, "found")


def test_a_model_of_something_else_is_not_held_against_this_one(planted, scored, before):
    people = scored(planted[0], np.random.default_rng(1))
    nothing = np.zeros((2, 600, 0))
    counts = Counts(pd.Index(people["customer_id"]), [], nothing, [], nothing)

    assert verdict(counts, scored, before, most=3).why in ("one_cloud", "found")
