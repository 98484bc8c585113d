import numpy as np
import pandas as pd
import pytest

from helpers.personas.model.finding import find_personas
from helpers.personas.model.members import members_table, model_table, score
from helpers.workspace import contracts, engine

IDS = {0: "p-a", 1: "p-b", 2: "p-c"}


@pytest.fixture(scope="module")
def people(planted, scored):
    return scored(planted[0], np.random.default_rng(1))


@pytest.fixture(scope="module")
def found(planted, people):
    return find_personas(people, planted[0], seed=1, most=3)


def test_everybody_has_one_main_persona_and_degrees_that_count(found):
    members = members_table(found, IDS)

    contracts.validate(engine.in_memory(members), contracts.load("persona_members"))
    main = members[members["is_main"]].set_index("customer_id")
    assert main["persona_id"].equals(found.labels.map(IDS).astype("str").rename("persona_id"))
    assert members.loc[~members["is_main"], "degree"].min() >= 0.05
    assert members.groupby("customer_id")["degree"].sum().between(0.85, 1.0001).all()


def test_where_analysts_dissolved_a_persona_nobody_is_of_it(found):
    stands = found.labels.map(IDS).replace("p-c", "p-a")

    members = members_table(found, IDS, stands)

    assert set(members["persona_id"]) == {"p-a", "p-b"}
    assert members["is_main"].sum() == len(found.labels)


def test_known_cases_are_the_acts_that_count(found, planted):
    counts, _ = planted
    used = [name in found.basis.mix.blocks for name in counts.blocks]

    members = members_table(found, IDS).drop_duplicates("customer_id")

    expected = counts.cases[:, :, used].sum(axis=(0, 2))
    assert members["known_cases"].tolist() == expected.astype(int).tolist()


def test_a_model_that_was_written_says_the_same_of_the_same_customers(found, planted, people):
    told = score(model_table(found, IDS), people, planted[0])

    assert told.labels.tolist() == found.labels.map(IDS).tolist()
    np.testing.assert_array_equal(told.degrees.to_numpy(), found.degrees.to_numpy())
    assert told.unlike_any.mean() == pytest.approx(0.01, abs=0.005)


def test_somebody_who_does_what_nobody_does_is_unlike_any(found, planted, people):
    counts, _ = planted
    place = counts.columns.index(("category", "m3"))
    totals, cases = np.zeros((2, 1, len(counts.columns))), np.zeros((2, 1, len(counts.blocks)))
    totals[0, 0, place], cases[0, 0, counts.blocks.index("category")] = 400, 400
    stranger = counts._replace(customers=pd.Index(["zoe"]), totals=totals, cases=cases)

    told = score(model_table(found, IDS), pd.DataFrame({"customer_id": ["zoe"]}), stranger)

    assert told.unlike_any.tolist() == [True]


def test_somebody_of_whom_nothing_is_known_is_like_all_by_their_shares(found, planted):
    counts, _ = planted
    nothing = counts._replace(
        customers=pd.Index(["zoe"]), totals=np.zeros((2, 1, len(counts.columns))),
        cases=np.zeros((2, 1, len(counts.blocks))),
    )  # fmt: skip

    told = score(model_table(found, IDS), pd.DataFrame({"customer_id": ["zoe"]}), nothing)

    assert told.degrees.iloc[0].to_numpy() == pytest.approx(found.stands.shares)
    assert not told.unlike_any.any()
