import numpy as np
import pandas as pd
import pytest

from helpers.evidence.knowledge import best_guess
from helpers.evidence.trait_mix import (
    expected_traits,
    forming,
    is_demographic,
    known_by_traits,
    learn_traits,
)


@pytest.fixture
def traits():
    """Two directions: wine with meat, games with snacks; age is known and forms nothing."""
    rng = np.random.default_rng(1)
    one, other = rng.normal(size=(2, 500))
    chance = rng.normal(scale=0.4, size=(4, 500))
    frame = pd.DataFrame({
        "MntWine": one + chance[0], "MntMeat": one + chance[1], "games": other + chance[2],
        "snacks": other + chance[3], "Age": rng.integers(18, 80, 500).astype(float),
        "Complain": rng.integers(0, 2, 500).astype(float),
    })  # fmt: skip
    frame["word"] = "yes"
    return frame.set_index(pd.Index([f"c{n:03d}" for n in range(500)], name="customer_id"))


def test_numbers_form_groups_and_flags_words_and_demographics_do_not(traits):
    assert forming(traits) == ["MntMeat", "MntWine", "games", "snacks"]


@pytest.mark.parametrize(
    "name", ["Year_Birth", "Age", "年龄", "Kidhome", "maritalStatus", "月收入"]
)
def test_what_somebody_is_is_known_by_its_name(name):
    assert is_demographic(name)


@pytest.mark.parametrize("name", ["MntWines", "NumWebVisitsMonth", "average", "语文", "stage"])
def test_what_somebody_does_is_not_taken_for_it(name):
    assert not is_demographic(name)


def test_as_many_directions_are_found_as_were_planted(traits):
    assert learn_traits(traits, seed=1).directions == 2


def test_traits_of_chance_alone_have_no_direction():
    rng = np.random.default_rng(2)
    found = [
        learn_traits(pd.DataFrame(rng.normal(size=(300, 5)), columns=list("vwxyz")), seed=1)
        for _ in range(10)
    ]

    assert sum(mix is not None for mix in found) <= 1


def test_principal_directions_are_those_of_another_library(traits):
    from sklearn.decomposition import PCA

    mix = learn_traits(traits, seed=1)
    logs = traits[mix.names].pipe(lambda own: np.sign(own) * np.log1p(own.abs()))
    pca = PCA(4).fit((logs - logs.mean()) / logs.std(ddof=0))

    strength = (mix.loadings**2).sum(axis=0) + mix.noise
    expected = pca.explained_variance_[:2] * 499 / 500
    assert strength == pytest.approx(expected, rel=1e-6)
    assert mix.noise == pytest.approx(pca.explained_variance_[2:].mean() * 499 / 500)


def test_who_is_not_known_stands_in_the_middle_and_a_missing_trait_says_nothing(traits):
    mix = learn_traits(traits, seed=1)
    unknown = traits.iloc[:2].copy()
    unknown.loc["c000", mix.names] = np.nan
    unknown.loc["c001", "games"] = np.nan

    places = best_guess(known_by_traits(unknown, mix))

    assert places[0].tolist() == [0, 0]
    hidden = best_guess(known_by_traits(traits.iloc[:2], mix, without="games"))
    assert places[1] == pytest.approx(hidden[1])


def test_what_is_expected_is_in_the_traits_own_units(traits):
    mix = learn_traits(traits, seed=1)

    told = expected_traits(traits, mix)

    assert list(told) == mix.names
    assert np.corrcoef(told["MntWine"], traits["MntWine"])[0, 1] > 0.9


def test_a_constant_trait_is_left_out(traits):
    mix = learn_traits(traits.assign(same=7.0, Complain=0.0), seed=1)

    assert "same" not in mix.names


def test_a_single_trait_is_no_direction(traits):
    assert learn_traits(traits[["games"]], seed=1) is None
