"""Qini and uplift curves as scikit-uplift defines them: hand counts, a plain reading, laws."""

import numpy as np
import pytest

from helpers.experiments.uplift.qini import auuc_score, qini_curve, qini_score, uplift_curve

# Eight units in the order of their ranking, two of them tied.
RANKED = np.array([8.0, 7.0, 6.0, 5.0, 5.0, 3.0, 2.0, 1.0])
TREATED = np.array([True, False, True, True, False, False, True, False])
BOUGHT = np.array([1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0])


def test_the_qini_curve_can_be_counted_by_hand():
    # After 1: 1 treated buys. 2: 1 - 0 x 1/1. 3: 2 - 0 x 2/1. The tie takes in 4 and 5:
    # 2 - 1 x 3/2. 6: 2 - 2 x 3/3. 7: 2 - 2 x 4/3. 8: 2 - 2 x 4/4.
    curve = qini_curve(BOUGHT, RANKED, TREATED)

    assert curve.units.tolist() == [0, 1, 2, 3, 5, 6, 7, 8]
    assert curve.gain == pytest.approx([0, 1, 1, 2, 0.5, 0, -2 / 3, 0])


def test_the_uplift_curve_can_be_counted_by_hand():
    # (mean of treated - mean of others) x units; no other yet counts as nought.
    curve = uplift_curve(BOUGHT, RANKED, TREATED)

    expected = [0, 1, 2, 3, (2 / 3 - 1 / 2) * 5, 0, (2 / 4 - 2 / 3) * 7, 0]
    assert curve.gain == pytest.approx(expected)


def test_the_qini_score_can_be_counted_by_hand():
    # Area by trapezoids, less the straight line to the end (here nought). The best ranking takes
    # the 2 treated who buy, then the 4 who do not buy, then the 2 untreated who do.
    gain = [0, 1, 1, 2, 0.5, 0, -2 / 3, 0]
    area = np.trapezoid(gain, [0, 1, 2, 3, 5, 6, 7, 8])
    best = np.trapezoid([0, 2, 2, 0], [0, 2, 6, 8])

    assert qini_score(BOUGHT, RANKED, TREATED).estimate == pytest.approx(area / best)


def plain_score(outcome, expected, treated, *, qini):
    """The definition, unit by unit, for rankings without ties but in the best one."""
    def area(ranking):
        points, heights = [0], [0.0]
        for limit in np.unique(ranking)[::-1]:
            own = ranking >= limit
            arms = [outcome[own & arm] for arm in (treated, ~treated)]
            n_treated, n_others = (len(arm) for arm in arms)
            if qini:
                per_unit = arms[1].sum() / n_others if n_others else 0.0
                height = arms[0].sum() - per_unit * n_treated
            else:
                means = [arm.mean() if len(arm) else 0.0 for arm in arms]
                height = (means[0] - means[1]) * own.sum()
            points.append(int(own.sum()))
            heights.append(height)
        return np.trapezoid(heights, points) - points[-1] * heights[-1] / 2

    if qini:
        best = outcome * treated - outcome * (1 - treated)
    else:
        refused = ((outcome == 1) & ~treated).sum() > ((outcome == 0) & treated).sum()
        best = 2 * (outcome == treated) + (outcome if refused else treated)
    return area(expected) / area(best)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("buy", [0.3, 0.7])
def test_scores_agree_with_the_definition_read_unit_by_unit(seed, buy):
    rng = np.random.default_rng(seed)
    treated, outcome = rng.random(300) < 0.4, (rng.random(300) < buy).astype(float)
    expected = rng.integers(0, 40, 300).astype(float)

    found = (qini_score(outcome, expected, treated).estimate,
             auuc_score(outcome, expected, treated).estimate)  # fmt: skip

    assert found == pytest.approx([
        plain_score(outcome, expected, treated, qini=qini) for qini in (True, False)
    ])  # fmt: skip


def test_the_best_ranking_scores_one_and_a_single_tie_nought():
    best = BOUGHT * TREATED - BOUGHT * ~TREATED

    assert qini_score(BOUGHT, best, TREATED).estimate == pytest.approx(1)
    assert qini_score(BOUGHT, np.ones(8), TREATED).estimate == pytest.approx(0)


def test_only_the_order_of_what_is_expected_counts():
    stretched = np.exp(RANKED)

    for score in (qini_score, auuc_score):
        assert score(BOUGHT, stretched, TREATED)[0] == score(BOUGHT, RANKED, TREATED)[0]


def test_ties_do_not_depend_on_the_order_of_rows():
    order = np.random.default_rng(3).permutation(8)

    turned = qini_score(BOUGHT[order], RANKED[order], TREATED[order]).estimate

    assert turned == pytest.approx(qini_score(BOUGHT, RANKED, TREATED).estimate)


def test_a_ranking_by_chance_has_nought_in_its_interval_and_a_good_one_has_not():
    rng = np.random.default_rng(4)
    treated, likes = rng.random(4_000) < 0.5, rng.random(4_000) < 0.5
    outcome = (rng.random(4_000) < 0.2 + 0.3 * (treated & likes)).astype(float)

    chance = qini_score(outcome, rng.random(4_000), treated, rng=rng, resamples=200)
    good = qini_score(outcome, likes.astype(float), treated, rng=rng, resamples=200)

    assert chance.lower < 0 < chance.upper
    assert 0 < good.lower < good.estimate < good.upper


def test_the_interval_is_that_of_a_plain_bootstrap():
    rng = np.random.default_rng(5)
    treated, expected = rng.random(400) < 0.5, rng.random(400)
    outcome = (rng.random(400) < 0.3).astype(float)
    drawn = [rng.integers(400, size=400) for _ in range(400)]
    plain = [qini_score(outcome[d], expected[d], treated[d]).estimate for d in drawn]

    found = qini_score(outcome, expected, treated, rng=rng, resamples=400)

    assert found.upper - found.lower == pytest.approx(
        np.quantile(plain, 0.975) - np.quantile(plain, 0.025), rel=0.15
    )


def test_an_empty_arm_is_refused():
    with pytest.raises(ValueError, match="an arm is empty"):
        qini_score(BOUGHT, RANKED, np.ones(8, dtype=bool))


def test_what_is_never_bought_cannot_be_ranked():
    with pytest.raises(ValueError, match="no outcome is above nought"):
        qini_score(np.zeros(8), RANKED, TREATED)


def test_arrays_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="8 outcomes, 7 expected effects and 8 arms"):
        qini_score(BOUGHT, RANKED[1:], TREATED)
