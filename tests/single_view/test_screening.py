from datetime import date

import ibis
import pandas as pd
import pytest

from helpers.single_view.screening import screen
from helpers.workspace import UsageError

DAY = date(2026, 3, 1)


@pytest.fixture
def everybody():
    """Ann and Bob, who ordered, and Eve, who did not."""
    return pd.DataFrame({
        "customer_id": ["ann", "bob", "eve"], "country": ["CN", "CN", "US"],
        "province": ["SH", None, None], "city": ["Shanghai", None, "Boston"],
        "completeness": [0.8, 0.2, 0.4],
    })  # fmt: skip


@pytest.fixture
def lines():
    """Ann kept a bag and a tent, Bob nothing, and somebody unknown a kettle."""
    return ibis.memtable(pd.DataFrame({
        "customer_id": ["ann", "ann", "bob", None], "net_quantity": [2, 3, 0, 1],
        "product_name": ["bag", "tent", "tent", "kettle"], "event_day": [DAY] * 4,
    }))  # fmt: skip


def test_no_condition_leaves_everybody_in_scope(everybody, lines):
    frame, steps = screen(everybody, lines)

    assert frame["in_scope"].all()
    assert steps.empty


@pytest.mark.parametrize(
    ("conditions", "left"),
    [
        ({"keyword": "TENT"}, {"ann"}),
        ({"from_day": "2026-03-01", "to_day": "2026-03-01"}, {"ann"}),
        ({"regions": "us, shanghai"}, {"ann", "eve"}),
        ({"regions": "上海市"}, {"ann"}),
        ({"completeness": 0.4}, {"ann", "eve"}),
        ({"regions": "CN,US", "completeness": 0.8}, {"ann"}),
    ],
)
def test_conditions_narrow_who_is_in_scope(everybody, lines, conditions, left):
    frame, steps = screen(everybody, lines, **conditions)

    assert set(frame.loc[frame["in_scope"], "customer_id"]) == left
    assert steps["customers"].iloc[-1] == len(left)


def test_conditions_that_leave_nobody_are_refused(everybody, lines):
    with pytest.raises(UsageError, match="leave no customer"):
        screen(everybody, lines, keyword="yacht")


def test_a_misspelt_day_is_refused_by_its_name(everybody, lines):
    with pytest.raises(UsageError, match="screen_from: 'March' is not a day"):
        screen(everybody, lines, from_day="March")
