import numpy as np
import pytest

from helpers.evidence.knowledge import Knowledge
from helpers.personas.model import continuum
from helpers.personas.model.continuum import beyond_one_population

GRAM = np.array([[[1.0, 0.3], [0.3, 0.5]]])


def evidence(rng, true, sureness=6.0):
    """Evidence on customers at some places, more of some than of others."""
    cases = rng.poisson(sureness, len(true))[:, None].astype(float)
    root = np.linalg.cholesky(GRAM[0])
    told = cases * (true @ GRAM[0]) + np.sqrt(cases) * (rng.normal(size=true.shape) @ root.T)
    return Knowledge(told, cases, GRAM)


def exactly(points):
    return Knowledge(1e6 * points, np.ones((len(points), 1)), 1e6 * np.eye(2)[None])


@pytest.mark.parametrize("exact", [True, False])
def test_groups_that_were_planted_stand_far_apart(exact):
    rng = np.random.default_rng(1)
    true = np.array([[-1.3, -1], [1.3, -1], [0, 1.5]])[rng.integers(0, 3, 600)]
    known = exactly(true + rng.normal(scale=0.3, size=true.shape)) if exact else evidence(rng, true)

    beyond = beyond_one_population(known, exact=exact, most=4, seed=1)

    assert list(beyond) == [2, 3, 4]
    assert beyond[3] > 8


def test_one_normal_population_does_not_stand_apart_from_itself():
    found = []
    for seed in range(6):
        rng = np.random.default_rng(seed)
        known = evidence(rng, rng.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], size=500))
        found += beyond_one_population(known, exact=False, most=5, seed=seed).values()

    assert np.mean(found) == pytest.approx(0, abs=1) and max(found) < 3.5


def test_figures_of_one_cloud_do_not_stand_apart_however_their_values_lie():
    found = []
    for seed in range(4):
        rng = np.random.default_rng(seed)
        cloud = rng.multivariate_normal([0, 0], [[1, 0.7], [0.7, 1]], size=600)
        skewed = np.column_stack([np.exp(cloud[:, 0]), np.floor(2 * np.exp(cloud[:, 1]))])
        found += beyond_one_population(exactly(skewed), exact=True, most=5, seed=seed).values()

    assert max(found) < 3.5


def test_the_population_is_measured_through_the_chance_in_what_is_known():
    rng = np.random.default_rng(7)
    spread = np.array([[1.5, -0.4], [-0.4, 0.8]])
    known = evidence(rng, rng.multivariate_normal([0.3, -0.2], spread, size=6_000))

    middle, measured = continuum._population(known, known.certainty())

    assert middle == pytest.approx([0.3, -0.2], abs=0.08)
    np.testing.assert_allclose(measured, spread, atol=0.2)


def test_a_handful_of_customers_is_not_looked_at():
    assert beyond_one_population(exactly(np.eye(2)), exact=True, most=5, seed=1) == {}
