import numpy as np
import pytest
from scipy.special import logsumexp
from sklearn.mixture import GaussianMixture

from helpers.evidence.knowledge import Knowledge
from helpers.personas.model.mixture import (
    Mixture,
    _log_total,
    distances,
    fit_mixture,
    mixture_degrees,
)

CENTRES = np.array([[-1.0, -1.0], [1.0, -1.0], [0.0, 1.4]])


def standing(rng, rows=900, sureness=4.0, within=0.05):
    """Evidence on customers around three centres, some known well and some hardly."""
    kind = rng.integers(0, 3, rows)
    true = CENTRES[kind] + rng.normal(scale=np.sqrt(within), size=(rows, 2))
    cases = rng.poisson(sureness, rows)[:, None].astype(float)
    told = cases * true + np.sqrt(cases) * rng.normal(size=(rows, 2))
    return Knowledge(told, cases, np.eye(2)[None]), kind


def test_planted_centres_shares_and_members_are_found():
    known, kind = standing(np.random.default_rng(1), rows=3_000)

    mixture = fit_mixture(known, CENTRES * 0.5)

    np.testing.assert_allclose(mixture.centres, CENTRES, atol=0.08)
    np.testing.assert_allclose(mixture.shares, 1 / 3, atol=0.03)
    sure = known.cases[:, 0] >= 6
    assert (mixture_degrees(mixture, known).argmax(axis=1) == kind)[sure].mean() > 0.95


def test_who_is_not_known_at_all_is_of_each_persona_by_its_share():
    known = Knowledge(np.zeros((1, 2)), np.zeros((1, 1)), np.eye(2)[None])
    mixture = Mixture(np.array([0.7, 0.2, 0.1]), CENTRES, 0.1)

    assert mixture_degrees(mixture, known)[0] == pytest.approx([0.7, 0.2, 0.1])


def test_a_posterior_can_be_worked_out_by_hand():
    known = Knowledge(np.array([[2.0]]), np.array([[4.0]]), np.ones((1, 1, 1)))
    mixture = Mixture(np.array([0.5, 0.5]), np.array([[1.0], [-1.0]]), 0.25)

    # Evidence 2 m - 4 m^2 / 2 is 0 and -4; weighed by 1 / (1 + 0.25 * 4) it is 0 and -2.
    expected = 1 / (1 + np.exp(-2))
    assert mixture_degrees(mixture, known)[0, 0] == pytest.approx(expected)


def test_where_everything_is_known_exactly_it_is_the_mixture_of_another_library():
    rng = np.random.default_rng(2)
    points = np.concatenate([rng.normal(c, 0.3, (300, 2)) for c in CENTRES])
    points = (points - points.mean(axis=0)) / points.std()
    known = Knowledge(1e6 * points, np.ones((900, 1)), 1e6 * np.eye(2)[None])

    mixture = fit_mixture(known, CENTRES)

    theirs = GaussianMixture(3, covariance_type="tied", means_init=CENTRES).fit(points)
    np.testing.assert_allclose(mixture.centres, theirs.means_, atol=0.01)
    np.testing.assert_allclose(mixture.shares, theirs.weights_, atol=0.01)
    assert mixture.within == pytest.approx(np.diag(theirs.covariances_).mean(), rel=0.15)


def test_more_evidence_makes_surer():
    known, _ = standing(np.random.default_rng(3))
    mixture = fit_mixture(known, CENTRES)
    nine = known._replace(told=9 * known.told, cases=9 * known.cases)

    once, often = (mixture_degrees(mixture, own).max(axis=1).mean() for own in (known, nine))

    assert often > once


def test_another_order_of_customers_gives_the_same_mixture():
    known, _ = standing(np.random.default_rng(4))

    turned = fit_mixture(known.of(np.arange(899, -1, -1)), CENTRES)

    np.testing.assert_allclose(turned.centres, fit_mixture(known, CENTRES).centres, atol=1e-8)


def test_members_stand_one_deviation_away_on_average_and_strangers_far():
    known, _ = standing(np.random.default_rng(5), rows=4_000)
    mixture = fit_mixture(known, CENTRES)
    surely = known.cases[:, 0] > 2
    stranger = Knowledge(np.array([[60.0, 60.0]]), np.array([[6.0]]), known.grams)

    own = distances(mixture, known)

    assert np.sqrt((own[surely] ** 2).mean()) == pytest.approx(1, abs=0.15)
    assert distances(mixture, stranger)[0] > np.quantile(own, 0.999)


def test_of_whom_nothing_is_known_nothing_is_far():
    known = Knowledge(np.zeros((1, 2)), np.zeros((1, 1)), np.eye(2)[None])

    assert distances(Mixture(np.full(3, 1 / 3), CENTRES, 0.1), known)[0] < 1e-3


@pytest.mark.parametrize("groups", [2, 3, 8])
def test_logs_are_summed_as_scipy_does(groups):
    logs = np.random.default_rng(groups).normal(scale=4, size=(500, groups))
    logs[0], logs[1, 0] = 2.0, -np.inf

    assert np.array_equal(_log_total(logs), logsumexp(logs, axis=1))
