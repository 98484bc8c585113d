import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from helpers.evidence.knowledge import Knowledge
from helpers.personas.model.cloud import foretold_by_place
from helpers.personas.model.held_out import Trial


def trial(rng, slope, rows=4_000):
    """Customers in one direction, known for sure, who do a the more, the further out they stand."""
    place = rng.normal(size=(rows, 1))
    chance = 1 / (1 + np.exp(-slope * place[:, 0]))
    did = rng.binomial(10, chance)
    known = Knowledge(1e9 * place, np.full((rows, 1), 1.0), np.full((1, 1, 1), 1e9))
    outcome = np.stack([did, 10 - did], axis=1).astype(float)
    told = Trial(None, lambda basis: known, np.arange(rows) % 2 == 0, outcome, np.array([0, 0]))
    return told, place, chance


def test_the_slopes_are_those_of_another_library():
    told, place, _ = trial(np.random.default_rng(1), slope=1.2)
    teach = told.teach

    gain, _ = foretold_by_place(told)

    x = np.vstack([place[teach], place[teach]])
    y = np.r_[np.ones(teach.sum()), np.zeros(teach.sum())]
    theirs = LogisticRegression(C=1e9).fit(x, y, sample_weight=told.outcome[teach].T.ravel())
    share = theirs.predict_proba(place)[:, ::-1]
    plain = told.outcome[teach].sum(axis=0) / told.outcome[teach].sum()
    expected = (told.outcome * np.log(share / plain)).sum(axis=1)
    assert gain[~teach] == pytest.approx(expected[~teach], abs=0.01)


def test_what_is_gained_is_what_the_true_chances_gain():
    told, _, chance = trial(np.random.default_rng(2), slope=1.0)

    gain, cases = foretold_by_place(told)

    truth = np.stack([chance, 1 - chance], axis=1)
    best = (told.outcome * np.log(truth / 0.5)).sum(axis=1)[~told.teach].sum()
    assert gain.sum() == pytest.approx(best, rel=0.02)
    assert cases.sum() == 10 * (~told.teach).sum()


def test_places_that_say_nothing_gain_nothing():
    told, _, _ = trial(np.random.default_rng(3), slope=0.0)

    gain, cases = foretold_by_place(told)

    assert abs(gain.sum() / cases.sum()) < 0.001
    assert not gain[told.teach].any()
