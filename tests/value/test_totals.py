import numpy as np
import pandas as pd
import pytest

from helpers.value.totals import levels, not_overlapping, total_interval, with_levels


def table_of(*errors, horizon=91, first="2025-01-01", model="bgnbd", step=91):
    origins = pd.date_range(first, periods=len(errors), freq=f"{step}D")
    return pd.DataFrame({
        "origin": origins, "horizon_days": horizon, "model": model, "total_error": errors,
    })  # fmt: skip


def test_a_level_is_learned_from_outcomes_that_were_known_by_the_origin():
    found = with_levels(table_of(0.1, 0.1, 0.1))

    # The first outcome is known by the second origin: half of its log, being one against one.
    assert found["level"].tolist() == pytest.approx([1, 1.1**-0.5, 1.1 ** -(2 / 3)])
    assert found["corrected_error"].tolist() == pytest.approx(
        [0.1, 1.1**0.5 - 1, 1.1 ** (1 / 3) - 1]
    )


def test_forecasts_that_overlap_count_as_one():
    quarterly = with_levels(table_of(*[0.1] * 5, horizon=365))

    assert quarterly["level"].tolist()[:4] == [1, 1, 1, 1]  # no outcome is known for a year
    assert not_overlapping(quarterly["origin"], 365) == 1
    assert quarterly["level"].iloc[4] == 1  # 364 days after the first: not yet


def test_a_lasting_miss_is_corrected_and_chance_is_not():
    lasting, chance = with_levels(table_of(*[0.2] * 6)), with_levels(table_of(*[0.2, -0.17] * 3))

    assert levels(lasting, "bgnbd")[91] == pytest.approx(1.2 ** -(6 / 7))
    assert levels(chance, "bgnbd") == {}


def test_what_was_never_tested_has_no_level():
    assert levels(with_levels(table_of(0.2)), "bgnbd") == {}
    assert levels(with_levels(table_of(*[0.2] * 6)), "rate") == {}


def test_a_level_that_was_tried_a_few_times_only_is_not_used_yet():
    assert levels(with_levels(table_of(*[0.2] * 4)), "bgnbd") == {}
    assert levels(with_levels(table_of(*[0.2] * 5)), "bgnbd") != {}


def test_without_a_test_the_interval_is_that_of_the_prior():
    found = total_interval(with_levels(table_of(0.1)), "rate", 91, leveled=False)

    # Three forecasts that missed by 0.2; Student's t with 3 degrees of freedom has 3.182.
    assert found.origins == 0
    assert found.upper == pytest.approx(np.exp(3.182 * 0.2), rel=1e-3)
    assert found.lower == pytest.approx(1 / found.upper)


def test_the_interval_can_be_worked_out_by_hand():
    found = total_interval(with_levels(table_of(np.e**0.1 - 1)), "bgnbd", 91, leveled=False)

    # (3 x 0.04 + 1 x 0.01) / 4 is the variance; Student's t with 4 degrees of freedom has 2.776.
    assert found.upper == pytest.approx(np.exp(2.776 * (0.13 / 4) ** 0.5), rel=1e-3)


def test_small_misses_narrow_the_interval_and_large_ones_widen_it():
    widths = [
        total_interval(with_levels(table_of(*errors)), "bgnbd", 91, leveled=False).upper
        for errors in ([0.01] * 8, [0.01], [0.5] * 8)
    ]

    assert widths == sorted(widths)


def test_two_years_are_less_sure_than_the_year_that_was_tested():
    told = with_levels(table_of(0.1, 0.1, horizon=365, step=365))

    one, two = (np.log(total_interval(told, "bgnbd", days, leveled=False).upper)
                for days in (365, 730))  # fmt: skip

    assert two / one == pytest.approx(2**0.5)


def test_the_interval_holds_19_of_20_planted_misses():
    rng = np.random.default_rng(8)
    held = []
    for _ in range(150):
        *past, now = rng.normal(0, 0.15, 9)
        found = total_interval(table_of(*np.expm1(past)), "bgnbd", 91, leveled=False)
        held.append(found.lower <= np.exp(now) <= found.upper)

    assert np.mean(held) >= 0.92


def test_a_forecast_of_no_order_at_all_leaves_every_level_and_interval_finite():
    table = with_levels(table_of(*[-1.0] * 6, model="last_window"))

    found = total_interval(table, "last_window", 91, leveled=True)

    assert table[["level", "corrected_error"]].notna().all(axis=None)
    assert np.isfinite(found.lower) and np.isfinite(found.upper)
