import numpy as np
import pytest

from helpers.evidence import grade_skill, resampling


def graded(loss, baseline):
    return grade_skill(np.asarray(loss, float), np.asarray(baseline, float),
                       rng=np.random.default_rng(1))  # fmt: skip


def test_skill_is_the_share_of_the_baselines_loss_that_is_removed():
    grade = graded([3] * 200, [4] * 200)

    assert (grade.skill, grade.lower, grade.upper) == pytest.approx((0.25, 0.25, 0.25))
    assert grade.letter == "A"


def test_a_forecast_that_is_the_baseline_has_no_skill_and_is_refused():
    noise = np.random.default_rng(2).gamma(1, size=300)

    grade = graded(noise, noise)

    assert grade.skill == 0
    assert grade.letter == "refused"


@pytest.mark.parametrize(("gain", "letter"), [(0.5, "A"), (0.06, "B"), (-0.3, "refused")])
def test_letters_follow_the_lower_bound(gain, letter):
    baseline = np.random.default_rng(3).gamma(4, size=2_000)

    grade = graded(baseline * (1 - gain), baseline)

    assert grade.letter == letter


def test_a_gain_that_chance_could_explain_gets_a_c():
    rng = np.random.default_rng(5)
    baseline = rng.gamma(1, size=120)
    noise = rng.normal(scale=0.8, size=120)
    loss = baseline - 0.03 + noise - noise.mean()

    grade = graded(loss, baseline)

    assert grade.skill > 0 > grade.lower
    assert grade.letter == "C"


def test_too_few_customers_are_not_graded():
    grade = graded([1] * 99, [2] * 99)

    assert np.isnan(grade.skill)
    assert grade.letter == "refused"


def test_losses_of_different_customers_are_refused():
    with pytest.raises(ValueError, match="3 losses cannot be held against 2"):
        graded([1, 2, 3], [1, 2])


def test_the_grade_of_very_many_is_that_of_each_drawn_alone(monkeypatch):
    rng = np.random.default_rng(6)
    baseline = rng.gamma(1, size=8_000)
    loss = baseline * rng.uniform(0.6, 1.2, size=8_000)
    alone = graded(loss, baseline)

    monkeypatch.setattr(resampling, "MOST_ALONE", 7_999)
    monkeypatch.setattr(resampling, "BUNDLES", 2_000)
    together = graded(loss, baseline)

    assert together.skill == alone.skill
    assert together.upper - together.lower == pytest.approx(alone.upper - alone.lower, rel=0.1)
