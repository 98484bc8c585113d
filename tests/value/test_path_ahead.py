from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad

from helpers.value.path_ahead import STEPS, discounted, horizon_day, next_order_day, path_ahead

WHO = pd.Index(["a", "b"], name="customer_id")


class Steady:
    """Order days that come evenly, so many a year."""

    def __init__(self, *per_year):
        self.rates = pd.Series(per_year, WHO, dtype=float)

    def expected(self, histories, days):
        return self.rates * days / 365


def path(*per_year):
    return path_ahead(Steady(*per_year), pd.DataFrame(index=WHO))


def test_a_path_begins_at_nothing_and_never_falls():
    found = path(2.0, 0.1)

    assert found[0].eq(0).all()
    assert list(found.columns) == list(STEPS)
    assert found.diff(axis="columns").iloc[:, 1:].ge(0).all(axis=None)


def test_without_a_rate_nothing_is_discounted():
    found = path(2.0, 0.1)

    assert discounted(found, 365, yearly_rate=0.0).tolist() == pytest.approx([2.0, 0.1])


def test_discounting_agrees_with_the_integral():
    found = path(2.0, 0.1)

    told = discounted(found, 730, yearly_rate=0.1)

    exact, _ = quad(lambda years: 2.0 * 1.1**-years, 0, 2)
    assert told["a"] == pytest.approx(exact, rel=1e-6)


def test_the_day_of_the_next_order_can_be_counted_by_hand():
    found = path(2.0, 1.0)

    told = next_order_day(found, pd.Series(1.0, WHO), date(2026, 9, 30))

    assert told.tolist() == list(pd.to_datetime(["2027-04-01", "2027-09-30"]))


def test_no_day_is_told_of_who_orders_too_seldom_or_has_likely_left():
    rare = next_order_day(path(0.4, 5.0), pd.Series([1.0, 0.4], WHO), date(2026, 9, 30))

    assert rare.isna().all()


def test_a_plain_rule_that_knows_no_leaving_tells_days_all_the_same():
    told = next_order_day(path(2.0, 2.0), pd.Series(np.nan, WHO), date(2026, 9, 30))

    assert told.notna().all()


def test_a_horizon_ends_so_many_days_later():
    assert horizon_day(date(2026, 9, 30), 365) == date(2027, 9, 30)
