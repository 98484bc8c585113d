"""The causal forest: an extra, said where it is missing, and as good as others where it is not."""

import sys

import numpy as np
import pytest

from helpers.experiments.uplift.forest import FOREST, causal_forest
from helpers.experiments.uplift.learners import learn
from helpers.workspace.errors import UsageError


def test_without_econml_it_is_said_how_to_get_it(make, monkeypatch):
    monkeypatch.setitem(sys.modules, "econml", None)
    monkeypatch.setitem(sys.modules, "econml.dml", None)

    with pytest.raises(UsageError, match="needs econml, which is an extra"):
        causal_forest(make(600))


class Forest:
    """What econml is asked for, without econml."""

    def __init__(self, **options):
        self.options = options

    def fit(self, outcome, treated, X):  # noqa: N803
        self.gain = outcome[treated == 1].mean() - outcome[treated == 0].mean()
        assert set(np.unique(treated)) == {0, 1} and len(X) == len(outcome)
        return self

    def effect(self, rows):
        return np.full((len(rows), 1), self.gain)


def test_effects_come_back_one_per_row_and_by_one_thread(make, monkeypatch):
    made = []
    own = type("dml", (), {"CausalForestDML": lambda **told: made.append(told) or Forest(**told)})
    monkeypatch.setitem(sys.modules, "econml", type("econml", (), {"dml": own}))
    monkeypatch.setitem(sys.modules, "econml.dml", own)
    trial = make(2_000, same=1.0)

    expected = learn(FOREST, trial).expected(trial.known)

    assert expected.shape == (2_000,)
    assert expected == pytest.approx(np.full(2_000, 1.0), abs=0.2)
    assert made[0]["n_jobs"] == 1 and made[0]["random_state"] == 0


def test_a_planted_difference_is_found(make):
    pytest.importorskip("econml", reason="econml is an extra")
    trial = make(2_000, helps=1.0, harms=0.5)

    expected = causal_forest(trial)(trial.known)

    sporty = trial.known["sport"].eq(1).to_numpy()
    assert expected[sporty].mean() == pytest.approx(1.0, abs=0.25)
    assert expected[~sporty].mean() == pytest.approx(-0.5, abs=0.25)
