import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from helpers.evidence.basis import learn_basis
from helpers.personas.model.held_out import Customers
from helpers.personas.model.models import (
    KINDS,
    degrees_in,
    degrees_of,
    fit,
    fit_model,
    main,
    materials,
    one_persona,
)


@pytest.fixture(scope="module")
def learnt(planted, scored):
    counts, kind = planted
    customers = Customers(scored(counts, np.random.default_rng(1)), counts, None)
    basis = learn_basis(*customers, seed=1)
    return basis, customers.known(basis), kind


@pytest.mark.parametrize(("kind", "least"), [("mixture", 0.8), ("nmf", 0.6)])
def test_each_kind_finds_planted_groups(learnt, kind, least):
    basis, known, planted = learnt

    model = fit_model(kind, basis, known, 3, seed=1)

    labels = main(degrees_of(model, basis, known))
    assert (model.kind, model.groups) == (kind, 3)
    assert adjusted_rand_score(planted, labels) > least


@pytest.mark.parametrize("kind", KINDS)
def test_the_largest_persona_comes_first_and_degrees_sum_to_one(learnt, kind):
    basis, known, _ = learnt

    degrees = degrees_of(fit_model(kind, basis, known, 3, seed=1), basis, known)

    size = np.bincount(main(degrees), minlength=3)
    assert size.tolist() == sorted(size, reverse=True)
    np.testing.assert_allclose(degrees.sum(axis=1), 1)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_model(learnt, kind):
    basis, known, _ = learnt

    first, again = (
        degrees_of(fit_model(kind, basis, known, 3, seed=5), basis, known) for _ in range(2)
    )

    np.testing.assert_array_equal(first, again)


def test_in_one_persona_is_everybody(learnt):
    basis, known, _ = learnt

    assert (degrees_of(one_persona(known.directions), basis, known) == 1).all()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_at_hand_of_some_customers_makes_the_model_of_those_customers(learnt, kind):
    basis, known, _ = learnt
    some = np.arange(0, len(known.told), 2)

    own = materials(basis, known)[kind].of(some)

    expected = degrees_of(fit_model(kind, basis, known.of(some), 3, seed=2), basis, known.of(some))
    np.testing.assert_array_equal(degrees_in(fit(own, 3, seed=2), own), expected)
