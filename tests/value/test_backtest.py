from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from helpers.value.backtest import backtest, origins_before, top_tenth_share
from helpers.value.totals import with_levels
from helpers.workspace import contracts

END = date(2026, 6, 30)


def days_of(*rows):
    frame = pd.DataFrame(rows, columns=["customer_id", "event_day"])
    return frame.assign(event_day=pd.to_datetime(frame["event_day"]), spend=10.0)


def test_origins_lie_a_quarter_apart_and_wait_for_a_quarter_to_have_been_seen():
    days = days_of(("ann", "2025-07-01"))

    assert origins_before(days, END) == [END - timedelta(days=91 * step) for step in (3, 2, 1)]
    assert origins_before(days.iloc[:0], END) == []


def test_a_backtest_can_be_counted_by_hand():
    # By 30 March ann has ordered three times in 12 weeks; bob once. Then ann orders twice.
    days = days_of(
        ("ann", "2026-01-05"), ("ann", "2026-02-02"), ("ann", "2026-03-30"),
        ("bob", "2026-01-05"), ("ann", "2026-05-01"), ("ann", "2026-06-29"),
    )  # fmt: skip
    origin = date(2026, 3, 30)

    found = backtest(lambda day: days, END, origins=[origin], horizons=[91, 182])

    table = found.table.set_index(["horizon_days", "model"])
    assert table.index.tolist() == [(91, "rate"), (91, "last_window")]  # too few for a model
    rate = table.loc[(91, "rate")]
    assert rate["orders_expected"] == pytest.approx(2 * 13 / 12)
    assert rate["orders_happened"] == 2
    assert rate["total_error"] == pytest.approx(13 / 12 - 1)
    assert rate["mae"] == pytest.approx((13 / 6 - 2) / 2)
    assert rate["rmse"] == pytest.approx((13 / 6 - 2) / 2**0.5)
    assert rate["top_tenth_share"] == 1
    # Squared errors over the mean square of what happened: (4 + 0) / 2.
    losses = found.losses[(pd.Timestamp(origin), 91, "rate")]
    assert losses.to_dict() == pytest.approx({"ann": (1 / 6) ** 2 / 2, "bob": 0})


def test_what_is_learned_at_an_origin_comes_from_what_was_known_on_it(shop_days):
    asked = []

    def read(day):
        asked.append(day)
        return shop_days

    origin = date(2025, 6, 30)
    backtest(read, END, origins=[origin], horizons=[91])

    assert asked == [END, origin]


def test_orders_after_the_horizon_change_no_digit(shop_days):
    origin, end = date(2025, 6, 30), date(2025, 9, 29)
    known = shop_days[shop_days["event_day"].le(pd.Timestamp(end))]

    told = backtest(lambda day: shop_days, end, origins=[origin], horizons=[91])

    again = backtest(lambda day: known, end, origins=[origin], horizons=[91])
    pd.testing.assert_frame_equal(told.table, again.table, check_exact=True)


def test_the_table_holds_what_its_contract_names(shop_days):
    found = backtest(lambda day: shop_days, END, origins=[date(2025, 6, 30)], horizons=[91, 365])

    columns = {*with_levels(found.table).columns, "chosen"}
    assert columns == set(contracts.load("value_models").columns)
    assert set(found.table["horizon_days"]) == {91, 365}


def test_with_a_season_the_totals_of_a_planted_shop_are_met(shop_days):
    found = backtest(lambda day: shop_days, END, origins=[date(2025, 12, 31)], horizons=[91])

    error = found.table.set_index("model")["total_error"]
    assert abs(error["bgnbd+season"]) < 0.1
    assert error["bgnbd"] > 0.25  # January to March are low


def test_in_the_top_tenth_those_who_tie_count_for_their_mean():
    came = pd.Series([4.0, 0.0, *[1.0] * 18])

    share = top_tenth_share(pd.Series([2.0, *[1.0] * 19]), came)

    assert share == pytest.approx((4 + 18 / 19) / 22)


def test_a_perfect_order_takes_the_largest_share_there_is():
    rng = np.random.default_rng(3)
    came = pd.Series(rng.poisson(rng.gamma(1, 2, 500)).astype(float))

    shares = [top_tenth_share(pd.Series(rng.permutation(came)), came) for _ in range(20)]

    assert top_tenth_share(came, came) > max(shares)
