import numpy as np
import pytest

from helpers.drivers.media import budget
from helpers.drivers.media.budget import FACTORS
from helpers.evidence.grades import Grade


def test_the_best_split_equals_marginal_returns_where_limits_leave_room():
    # a * log(factor) with spend s: the best factors are in proportion to a / s.
    gain = np.stack([2.0 * np.log(np.maximum(FACTORS, 0.01)), np.log(np.maximum(FACTORS, 0.01))])

    split = budget.best_split(gain, np.array([10.0, 10.0]), most_change=0.9)

    assert split == pytest.approx([4 / 3, 2 / 3], abs=0.05)


def test_the_total_stays_and_no_limit_is_passed():
    rng = np.random.default_rng(0)
    for _ in range(20):
        spend = rng.uniform(1, 100, 5)
        gain = rng.uniform(0, 50, (5, 1)) * FACTORS / (FACTORS + rng.uniform(0.2, 3, (5, 1)))

        split = budget.best_split(gain, spend, most_change=0.3)

        assert split @ spend == pytest.approx(spend.sum())
        assert split.min() >= 0.7 - 1e-9
        assert split.max() <= 1.3 + 1e-9


def test_no_other_split_brings_more():
    rng = np.random.default_rng(1)
    spend = np.array([30.0, 20.0, 50.0])
    gain = np.array([[20.0], [40.0], [10.0]]) * FACTORS / (FACTORS + 1)
    worth = [np.interp(f, FACTORS, curve) for f, curve in zip(np.ones(3), gain, strict=True)]

    split = budget.best_split(gain, spend, most_change=0.3)

    best = sum(np.interp(f, FACTORS, curve) for f, curve in zip(split, gain, strict=True))
    for _ in range(300):
        other = np.clip(1 + rng.uniform(-0.3, 0.3, 3), 0.7, 1.3)
        other[2] = (spend.sum() - other[:2] @ spend[:2]) / spend[2]
        if 0.7 <= other[2] <= 1.3:
            told = sum(np.interp(f, FACTORS, curve) for f, curve in zip(other, gain, strict=True))
            assert told <= best + 1e-6
    assert best > sum(worth)


def test_the_present_split_gains_nothing_and_no_spend_brings_nothing(learned):
    curves = budget.response_curves(learned)

    assert budget.gain_of(curves, np.ones(3)) == pytest.approx(0, abs=1e-6)
    assert curves.gain[:, :, 0] == pytest.approx(-curves.value_now, rel=1e-4)


def test_the_plan_takes_from_the_channel_that_does_nothing(learned):
    curves = budget.response_curves(learned)

    plan = budget.plan_budget(learned, curves)

    assert not plan.kept
    assert plan.factors[learned.channels.index("posters")] == pytest.approx(0.8)
    assert plan.factors @ curves.spend == pytest.approx(curves.spend.sum())
    assert plan.lower < plan.gain < plan.upper


def test_where_media_made_forecasts_worse_the_present_split_is_kept(learned):
    curves = budget.response_curves(learned)
    worse = Grade(-0.2, -0.3, -0.1, "refused")

    plan = budget.plan_budget(learned, curves, grade=worse)

    assert plan.kept
    assert (plan.factors == 1).all()


def test_twins_keep_their_shares_of_what_they_get(twins):
    plan = budget.plan_budget(twins, budget.response_curves(twins))

    places = [twins.channels.index(name) for name in ("radio", "posters")]
    assert plan.factors[places[0]] == plan.factors[places[1]]


def test_the_tables_tell_the_plan_and_the_curves(learned):
    curves = budget.response_curves(learned)
    plan = budget.plan_budget(learned, curves)

    table = budget.media_plan(learned, curves, plan, letter="B")
    curve = budget.budget_curve(learned, curves)

    assert table["change_in_value"].sum() == pytest.approx(plan.gain)
    assert table["spend_proposed"].sum() == pytest.approx(table["spend_now"].sum())
    assert len(curve) == 3 * len(FACTORS)
    assert curve[curve["factor"].eq(0)]["contribution"].abs().max() < 1e-2
    assert (curve["lower"] <= curve["upper"]).all()


def test_curves_of_twins_are_not_told(twins):
    curve = budget.budget_curve(twins, budget.response_curves(twins))

    assert set(curve["channel"]) == {"search"}
