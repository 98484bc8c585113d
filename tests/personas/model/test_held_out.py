import numpy as np
import pandas as pd
import pytest

from helpers.evidence.basis import learn_basis
from helpers.evidence.counts import Counts
from helpers.personas.model.held_out import Customers, Trial, foretold, trials


def trial(outcome, blocks, teach):
    return Trial(None, None, np.array(teach), np.array(outcome, dtype=float), blocks)


def test_a_gain_can_be_worked_out_by_hand():
    # Two teach: one persona does a only, the other b only; the third is of the first, and does a.
    told = trial([[1e6, 0], [0, 1e6], [3, 0]], np.array([0, 0]), [True, True, False])

    gain, cases = foretold(told, np.array([[1.0, 0], [0, 1], [1, 0]]))

    # The plain average gives a one half, the persona nearly one: three times the log of two.
    assert gain == pytest.approx([0, 0, 3 * np.log(2)], abs=1e-4)
    assert cases.tolist() == [0, 0, 3]


def test_one_persona_foretells_what_the_plain_average_does():
    rng = np.random.default_rng(1)
    told = trial(rng.poisson(2, (40, 5)), np.array([0, 0, 0, 1, 1]), np.arange(40) % 2 == 0)

    gain, _ = foretold(told, np.ones((40, 1)))

    assert gain == pytest.approx(0, abs=1e-3)


def test_who_is_of_two_personas_is_foretold_by_both():
    told = trial([[1e6, 0], [0, 1e6], [1, 0]], np.array([0, 0]), [True, True, False])

    gain, _ = foretold(told, np.array([[1.0, 0], [0, 1], [0.75, 0.25]]))

    assert gain[2] == pytest.approx(np.log(0.75 / 0.5), abs=1e-4)


def test_a_wrong_persona_costs():
    told = trial([[90, 10], [10, 90], [5, 0]], np.array([0, 0]), [True, True, False])

    gain, _ = foretold(told, np.array([[1.0, 0], [0, 1], [0, 1]]))

    assert gain[2] < 0


def test_a_figure_is_foretold_by_its_personas_spread():
    values = np.r_[np.full(500, -1.0), np.full(500, 1.0), -1.0]
    degrees = np.zeros((1001, 2))
    degrees[:500, 0] = degrees[500:1000, 1] = degrees[1000, 0] = 1
    told = trial(values[:, None], None, np.arange(1001) < 1000)

    gain, cases = foretold(told, degrees)

    # Normal with spread 0.3, the least that is believed, against spread 1 around 0.
    assert gain[1000] == pytest.approx(np.log(1 / 0.3) + 1 / 2, abs=0.02)
    assert cases[1000] == 1


def test_a_figure_that_is_not_known_is_not_foretold():
    told = trial([[1.0], [2.0], [np.nan]], None, [True, True, False])

    gain, cases = foretold(told, np.ones((3, 1)))

    assert gain[2] == cases[2] == 0


def test_each_customer_is_foretold_once_from_each_half_and_never_teaches_then(planted, scored):
    counts, _ = planted
    customers = Customers(scored(counts, np.random.default_rng(1)), counts, None)
    basis = learn_basis(*customers, seed=1)

    told = trials(customers, basis, seed=1)

    assert len(told) == 4
    assert (sum((~one.teach).astype(int) for one in told) == 2).all()
    for one, half in zip(told, (1, 0, 1, 0), strict=True):
        used = np.isin([block for block, _ in counts.columns], one.basis.mix.blocks)
        np.testing.assert_array_equal(one.outcome, counts.totals[half][:, used])


def test_what_is_foretold_is_not_seen(planted, scored):
    counts, _ = planted
    customers = Customers(scored(counts, np.random.default_rng(1)), counts, None)
    told = trials(customers, learn_basis(*customers, seed=1), seed=1)

    for one, half in zip(told, (0, 1, 0, 1), strict=True):
        own = counts.cases[half][:, [name in one.basis.mix.blocks for name in counts.blocks]]
        np.testing.assert_array_equal(one.seen(one.basis).cases, own)


def test_figures_are_foretold_one_by_one_from_the_others():
    rng = np.random.default_rng(1)
    people = pd.Index([f"c{n:03d}" for n in range(60)])
    nothing = np.zeros((2, 60, 0))
    scored = pd.DataFrame({
        "customer_id": people, "recency_days": rng.integers(0, 99, 60),
        "frequency": rng.integers(1, 9, 60), "monetary": rng.gamma(2, 50, 60),
    })  # fmt: skip
    customers = Customers(scored, Counts(people, [], nothing, [], nothing), None)

    told = trials(customers, learn_basis(*customers, seed=1), seed=1)

    assert len(told) == 6
    for place, one in enumerate(told[:3]):
        assert not one.seen(one.basis).told[:, place].any()
