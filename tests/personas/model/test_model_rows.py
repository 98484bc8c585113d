import numpy as np
import pandas as pd
import pytest

from helpers.evidence.basis import Basis, learn_basis
from helpers.evidence.clusters import Scale
from helpers.evidence.trait_mix import TraitMix
from helpers.personas.model.held_out import Customers
from helpers.personas.model.mixture import Mixture
from helpers.personas.model.model_rows import Stored, read_model, rows_of
from helpers.personas.model.models import Model
from helpers.personas.model.patterns import Patterns
from helpers.workspace import contracts, engine

STANDS = Mixture(np.array([0.7, 0.3]), np.array([[1.0, 0.1], [-1 / 3, 2.0]]), 0.2)
PATTERNS = Patterns(np.array([0.0, -1.5]), np.array([[0.25, 0.75], [1.0, 0.0]]))
NOTHING = Scale(np.zeros(3), np.zeros(3))
TRAITS = TraitMix(["a", "b"], Scale(np.array([1.0, 2]), np.array([0.5, 3])), 0.4, np.eye(2))


def same(one, other):
    """Whether two nested tuples hold the same numbers and words, to the last digit."""
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other)
    if isinstance(one, (tuple, list)):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


@pytest.fixture
def mix(planted, scored):
    counts, _ = planted
    customers = Customers(scored(counts, np.random.default_rng(1)), counts, None)
    return learn_basis(*customers, seed=1)._replace(scale=NOTHING)


def bases(mix):
    rfm = Basis(None, Scale(np.array([1.0, 2, 3]), np.array([0.1, 0.2, 1 / 3])))
    return {"mix": mix, "rfm": rfm, "traits": Basis(None, NOTHING, TRAITS)}


@pytest.mark.parametrize("name", ["mix", "rfm", "traits"])
@pytest.mark.parametrize("model", [Model(STANDS), Model(patterns=PATTERNS)])
def test_a_model_comes_back_from_its_rows_as_it_was_whatever_their_order(mix, name, model):
    stored = Stored(model, bases(mix)[name], ["p-2", "p-1"], STANDS, 2.75)

    again = read_model(rows_of(stored).sample(frac=1, random_state=1))

    assert same(again, stored)


def test_rows_keep_their_contract(mix):
    rows = rows_of(Stored(Model(STANDS), mix, ["p-2", "p-1"], STANDS, 2.75))

    contracts.validate(engine.in_memory(rows), contracts.load("persona_model"))


def test_marks_may_hold_the_sign_that_parts_them_from_their_block(mix):
    turned = mix.mix._replace(columns=[("category", "a=b"), *mix.mix.columns[1:]])
    stored = Stored(Model(STANDS), Basis(turned, NOTHING), ["p-2", "p-1"], STANDS, 2.75)

    assert read_model(rows_of(stored)).basis.mix.columns[0] == ("category", "a=b")


def test_a_table_without_a_model_says_what_to_do():
    rows = pd.DataFrame(columns=["part", "persona_id", "item", "place", "value"])

    with pytest.raises(ValueError, match="holds no model: run chapter 04"):
        read_model(rows)
