from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.value import NotIdentified, histories, models
from helpers.value.backtest import Backtest
from helpers.value.choosing import best, choose

END = date(2026, 6, 30)
ORIGIN = pd.Timestamp("2026-03-31")


def told_of(**ways):
    """A back-test of one origin: for each way its loss, total error and share of the top tenth."""
    noise = np.random.default_rng(4).normal(0, 0.02, (200, len(ways)))
    table = pd.DataFrame([
        {"origin": ORIGIN, "horizon_days": 91, "model": name, "total_error": miss,
         "top_tenth_share": top}
        for name, (_, miss, top) in ways.items()
    ])  # fmt: skip
    losses = pd.DataFrame({
        (ORIGIN, 91, name): loss + noise[:, place] - noise[:, place].mean()
        for place, (name, (loss, _, _)) in enumerate(ways.items())
    })  # fmt: skip
    return Backtest(table, losses)


@pytest.fixture(scope="module")
def small_shop(seasonal_shop):
    return seasonal_shop(customers=500)


@pytest.fixture
def quick(monkeypatch):
    """BG/NBD alone competes, with season and without, beside the plain rules."""
    monkeypatch.setattr(models, "KINDS", {"bgnbd": models.KINDS["bgnbd"]})


def test_the_least_loss_wins_where_the_others_are_clearly_worse():
    found = told_of(bgnbd=(0.6, 0.3, 0.3), rate=(0.9, 0.0, 0.2))

    assert best(found, ["bgnbd", "rate"]) == "bgnbd"


def test_of_those_within_a_standard_error_the_best_total_wins():
    found = told_of(bgnbd=(0.600, 0.30, 0.30), mbgnbd=(0.601, -0.05, 0.30))

    assert best(found, ["bgnbd", "mbgnbd"]) == "mbgnbd"


def test_a_plain_rule_that_wins_is_used():
    found = told_of(bgnbd=(0.9, 0.3, 0.2), last_year=(0.6, 0.1, 0.3))

    assert best(found, ["bgnbd", "last_year"]) == "last_year"


def test_of_equals_the_first_is_used():
    found = told_of(mbgnbd=(0.6, 0.1, 0.3), bgnbd=(0.6, 0.1, 0.3))

    assert best(found, ["bgnbd", "mbgnbd"]) == "bgnbd"


def test_what_is_not_to_be_had_today_is_not_chosen():
    found = told_of(bgnbd=(0.9, 0.3, 0.2), last_year=(0.6, 0.1, 0.3))

    assert best(found, ["bgnbd"]) == "bgnbd"


@pytest.mark.parametrize("seed", range(30))
def test_one_that_another_beats_in_everything_is_never_chosen(seed):
    rng = np.random.default_rng(seed)
    names = [f"way{place}" for place in range(6)]
    ways = {
        name: (rng.uniform(0.6, 0.604), rng.uniform(0, 0.3), rng.uniform(0.2, 0.3))
        for name in names
    }

    chosen = ways[best(told_of(**ways), names)]

    assert not any(
        loss < chosen[0] and miss < chosen[1] and top > chosen[2]
        for loss, miss, top in ways.values()
    )


def test_season_that_could_not_be_tested_is_added_to_the_best_without():
    found = told_of(bgnbd=(0.9, 0.1, 0.2), mbgnbd=(0.6, 0.1, 0.3))

    assert best(found, ["bgnbd", "bgnbd+season", "mbgnbd", "mbgnbd+season"]) == "mbgnbd+season"


def test_without_any_test_the_first_with_season_is_used_or_the_first():
    nothing = Backtest(told_of(bgnbd=(1, 1, 1)).table.iloc[:0], pd.DataFrame())

    assert best(nothing, ["bgnbd", "bgnbd+season", "rate"]) == "bgnbd+season"
    assert best(nothing, ["bgnbd", "rate"]) == "bgnbd"


def test_the_planted_shop_is_forecast_with_its_season(small_shop, quick):
    known = small_shop[small_shop["event_day"].le("2026-03-31")]
    told = histories(known, date(2026, 3, 31))

    found = choose(lambda day: known, date(2026, 3, 31))

    came = len(small_shop[small_shop["event_day"].gt("2026-03-31")
                         & small_shop["customer_id"].isin(told.index)])  # fmt: skip
    interval = found.total_interval(91)
    assert "season" in found.name and found.tested
    assert found.evidence["chosen"].sum() == found.evidence["model"].eq(found.name).sum() > 0
    assert interval.lower < came / found.expected(told, 91).sum() < interval.upper


def test_levels_lie_between_those_of_the_horizons(small_shop, quick):
    known = small_shop[small_shop["event_day"].le("2024-12-31")]
    found = choose(lambda day: known, date(2024, 12, 31))._replace(levels={91: 1.0, 182: 0.5})

    assert found.level(91) == 1 and found.level(30) == 1 and found.level(365) == 0.5
    assert found.level(round(91 * 2**0.5)) == pytest.approx(0.5**0.5, rel=0.01)


def test_an_earlier_day_is_forecast_from_what_was_known_on_it(small_shop, quick):
    found = choose(lambda day: small_shop, END)
    day = date(2024, 9, 30)
    known = small_shop[small_shop["event_day"].le(pd.Timestamp(day))]

    then = found.at(small_shop, day)

    told = histories(known, day)
    pd.testing.assert_series_equal(
        then.expected(told, 91), found.at(known, day).expected(told, 91), check_exact=True
    )
    assert "season" not in then.name and then.levels == {}


def test_customers_who_all_bought_once_are_refused():
    days = pd.DataFrame({
        "customer_id": [f"c{n}" for n in range(100)],
        "event_day": pd.date_range("2026-01-01", periods=100), "spend": 1.0,
    })  # fmt: skip

    with pytest.raises(NotIdentified, match="repeat buyers"):
        choose(lambda day: days, date(2026, 4, 10))


def test_orders_after_the_day_change_no_digit_of_choice_or_forecast(small_shop, quick):
    day = date(2025, 9, 30)
    known = small_shop[small_shop["event_day"].le(pd.Timestamp(day))]
    told = histories(known, day)

    later, then = (choose(lambda _, days=days: days, day) for days in (small_shop, known))

    pd.testing.assert_frame_equal(later.evidence, then.evidence, check_exact=True)
    pd.testing.assert_series_equal(
        later.expected(told, 182), then.expected(told, 182), check_exact=True
    )
    assert later.total_interval(182) == then.total_interval(182)
