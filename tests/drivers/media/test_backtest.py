import numpy as np
import pandas as pd
import pytest
from drivers.media.planted_series import planted

from helpers.drivers.media import backtest
from helpers.drivers.media.backtest import Tried
from helpers.drivers.media.baseline import Plan
from helpers.drivers.media.foretelling import Stretch, foretell, stretches
from helpers.drivers.media.series import plain_series
from helpers.drivers.media.yearly_events import NO_EVENTS
from helpers.workspace import paths

ROBYN = paths.CODE.parent / "shared" / "data" / "marketing_mix" / "dt_simulated_weekly.csv"
PLANS = (Plan(2, False, False), Plan(0, False, False))


@pytest.fixture(scope="module")
def parts():
    return stretches(planted(swing=0.6))


@pytest.fixture(scope="module")
def tried(parts):
    return backtest.choose_plan(parts, PLANS)


def way(name, losses):
    losses = np.array(losses, dtype=float)
    return Tried(Plan(0, False, False), name, losses, losses, len(losses))


def test_a_planted_season_is_chosen(tried):
    assert tried.to_foretell == tried.to_learn == Plan(2, False, False)
    assert len(tried.tried) == 2


def test_planted_media_lessen_the_error_of_weeks_not_seen(parts, tried):
    ways = backtest.try_ways(parts, tried.to_foretell)
    grade = backtest.grade_media(ways, rng=np.random.default_rng(0))
    table = backtest.media_backtest(tried, ways, grade)

    assert grade.letter in "AB"
    both = table[table["way"].eq("both")].iloc[0]
    assert both["gain"] == pytest.approx(grade.skill)
    assert both["gain_lower"] == grade.lower > 0
    assert table["learns"].sum() == 1
    assert table[table["stage"].eq("media")]["foretells"].sum() == 1


def test_the_simplest_way_within_a_standard_error_is_kept():
    close = way("saturating", [1.0, 2.0, 3.0]), way("both", [1.1, 1.7, 3.1])
    far = way("none", [2.0, 3.0, 4.0])

    assert backtest.chosen_way([far, *close]).way == "saturating"
    assert backtest.clearly_worse(far, close[1])
    assert not backtest.clearly_worse(close[0], close[1])


def test_too_few_stretches_have_no_grade():
    ways = [way("none", [2.0, 3.0]), way("both", [1.0, 1.0])]

    assert backtest.grade_media(ways, rng=np.random.default_rng(0)).letter == "refused"


def test_nothing_to_hold_out_is_refused():
    with pytest.raises(ValueError, match="too few periods to hold any out"):
        backtest.choose_plan([])


@pytest.mark.skipif(not ROBYN.exists(), reason="the weekly data of Robyn are not at hand")
def test_the_last_half_year_of_a_public_series_is_told_within_4_per_cent():
    """Simulated weeks of Meta's Robyn; chosen and learnt within the weeks before alone."""
    series = robyn()
    known = series.until(len(series.sales) - 26)
    parts = stretches(known)

    choice = backtest.choose_plan(parts)
    chosen = backtest.chosen_way(backtest.try_ways(parts, choice.to_foretell))

    part = Stretch(series, len(known.sales), NO_EVENTS)
    came = series.sales.to_numpy()[-26:]
    missed = {
        name: np.abs(foretell(part, choice.to_foretell, name) / came - 1).mean()
        for name in {"none", chosen.way}
    }
    assert missed["none"] <= 0.040
    assert missed[chosen.way] <= 0.040


def robyn():
    """Revenue and spend by week, given the competitor's sales, newsletters and events."""
    rows = pd.read_csv(ROBYN, parse_dates=["DATE"]).set_index("DATE")
    controls = pd.DataFrame({
        "rival": np.log(rows["competitor_sales_B"]), "mail": np.log1p(rows["newsletter"]),
        **{name: rows["events"].eq(name).astype(float) for name in ("event1", "event2")},
    })  # fmt: skip
    spend = rows[[name for name in rows if name.endswith("_S")]]
    return plain_series(rows["revenue"], spend, controls=controls)
