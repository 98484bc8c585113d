import numpy as np
import pandas as pd
import pytest
from churn.planted_contracts import drawn

from helpers.churn.contract_models import WAYS, chance_of, fit_way


@pytest.mark.parametrize("way", WAYS)
def test_chances_of_each_way_add_up_to_what_happened(way):
    frame, ended, _ = drawn()

    chance = chance_of(fit_way(way, frame, ended), frame)

    assert chance.sum() == pytest.approx(ended.sum(), rel=0.02)
    assert ((chance >= 0) & (chance <= 1)).all()


def test_by_plan_each_plan_has_its_share():
    frame, ended, _ = drawn()

    chance = pd.Series(chance_of(fit_way("plan", frame, ended), frame))

    by_plan = pd.Series(ended).groupby(frame["plan"]).mean()
    assert chance.groupby(frame["plan"]).mean().tolist() == pytest.approx(by_plan, abs=0.02)
    assert chance.nunique() == 3


def test_the_log_of_the_months_tells_what_a_straight_line_misses():
    frame, ended, truth = drawn(4_000, seed=2)

    miss = {way: np.abs(chance_of(fit_way(way, frame, ended), frame) - truth).mean()
            for way in WAYS}  # fmt: skip

    assert miss["log_months"] < 0.02 < miss["straight"] < miss["plan"] < miss["same_for_all"]
    assert miss["curved"] < 0.03 and miss["boosting"] < 0.06


def test_a_plan_that_was_never_seen_is_no_error():
    frame, ended, _ = drawn()

    chance = [chance_of(fit_way(way, frame, ended), frame.head(3).assign(plan="new"))
              for way in WAYS]  # fmt: skip

    assert np.isfinite(chance).all()


def test_the_same_seed_gives_the_same_chances():
    frame, ended, _ = drawn()

    one, other = (chance_of(fit_way("boosting", frame, ended, seed=3), frame) for _ in range(2))

    np.testing.assert_array_equal(one, other)
