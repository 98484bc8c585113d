import numpy as np
import pandas as pd
import pytest
from sklearn.decomposition import PCA

from helpers.evidence.clusters import standardised
from helpers.evidence.knowledge import best_guess
from helpers.evidence.trait_mix import (
    expected_traits,
    forming,
    known_by_traits,
    learn_traits,
)


def spending(rng, rows=400):
    """What customers spend on six things: on three by one taste, on three by another."""
    tastes = rng.normal(size=(rows, 2))
    logs = 3 + np.repeat(tastes, 3, axis=1) * 0.8 + rng.normal(scale=0.4, size=(rows, 6))
    names = ["MntBread", "MntCake", "MntTea", "NumApp", "NumShop", "NumCalls"]
    index = pd.Index([f"c{number:04d}" for number in range(rows)], name="customer_id")
    return pd.DataFrame(np.expm1(np.abs(logs)), index, names)


def test_the_two_planted_tastes_are_found_as_another_library_finds_them():
    traits = spending(np.random.default_rng(1))

    mix = learn_traits(traits, seed=1)

    points = standardised(traits[mix.names])
    other = PCA(2).fit(points)
    each = (len(points) - 1) / len(points)  # its variances are divided by one less
    assert mix.directions == 2
    assert mix.noise == pytest.approx(other.noise_variance_ * each)
    explained = (other.components_.T * (other.explained_variance_ - other.noise_variance_)) * each
    np.testing.assert_allclose(
        mix.loadings @ mix.loadings.T, explained @ other.components_, atol=1e-9
    )


def test_traits_that_have_nothing_in_common_make_no_direction():
    rng = np.random.default_rng(2)
    traits = spending(rng).apply(lambda column: rng.permutation(column))

    assert learn_traits(traits, seed=1) is None
    assert learn_traits(traits * 0 + 7, seed=1) is None


def test_in_which_order_customers_stand_changes_nothing():
    traits = spending(np.random.default_rng(3))

    first, again = learn_traits(traits, seed=1), learn_traits(traits[::-1], seed=1)

    np.testing.assert_array_equal(first.loadings, again.loadings)
    assert first.noise == again.noise


def test_words_yes_and_no_and_what_somebody_is_form_nothing():
    traits = spending(np.random.default_rng(4), rows=5000)
    traits = traits.assign(
        word=[f"word {number}" for number in range(5000)], flag=np.arange(5000) % 2 * 1.0,
        Year_Birth=1950 + np.arange(5000) % 50, hardly=np.where(np.arange(5000) < 40, 1.0, np.nan),
    )  # fmt: skip

    assert forming(traits) == sorted(spending(np.random.default_rng(4), rows=5))


def test_a_missing_or_hidden_trait_tells_nothing():
    traits = spending(np.random.default_rng(5))
    mix = learn_traits(traits, seed=1)
    missing = traits.assign(MntTea=np.nan)

    gone, hidden = known_by_traits(missing, mix), known_by_traits(traits, mix, without="MntTea")
    nothing = known_by_traits(traits * np.nan, mix)

    np.testing.assert_array_equal(best_guess(gone), best_guess(hidden))
    assert not best_guess(nothing).any()
    logs = np.log1p(traits["MntTea"])
    assert np.corrcoef(np.log1p(expected_traits(missing, mix)["MntTea"]), logs)[0, 1] > 0.7
