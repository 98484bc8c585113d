"""Whether it gets better: shares that can be counted, and one deviation per customer."""

import numpy as np
import pandas as pd
import pytest

from helpers.churn.trend import difference, silent_by_quarter, verdict

NOW, BEFORE = pd.Timestamp("2026-06-30"), pd.Timestamp("2025-06-30")


def on(day, left, customers=None):
    who = customers or [f"c{place}" for place in range(len(left))]
    return pd.DataFrame({"customer_id": who, "snapshot_day": day, "left": left})


def test_a_share_is_silent_of_active_and_compared_with_the_same_quarter_a_year_before():
    labelled = pd.concat([
        on(BEFORE, [True] * 6 + [False] * 4), on(pd.Timestamp("2026-03-31"), [True] * 10),
        on(NOW, [True] * 3 + [False] * 7),
    ])  # fmt: skip

    trend = silent_by_quarter(labelled, 91)

    assert trend["share"].tolist() == [0.6, 1.0, 0.3]
    assert trend["year_change"].tolist()[2] == pytest.approx(-0.3)
    assert trend["year_change"].isna().tolist() == [True, True, False]


def test_customers_who_do_the_same_on_both_days_leave_no_doubt():
    now = on(NOW, [True, False] * 50)

    change = difference(now, now.assign(snapshot_day=BEFORE))

    assert change == (0.0, 0.0, 0.0)


def test_for_different_customers_the_interval_is_that_of_two_independent_shares():
    now = on(NOW, [True] * 30 + [False] * 70)
    before = on(BEFORE, [True] * 50 + [False] * 50, [f"d{place}" for place in range(100)])

    change = difference(now, before)

    half = 1.959964 * np.sqrt(0.3 * 0.7 / 100 + 0.5 * 0.5 / 100)
    assert change.estimate == pytest.approx(-0.2)
    assert change.upper - change.estimate == pytest.approx(half, rel=1e-5)


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [(10, 60, "better"), (60, 10, "worse"), (30, 31, "unclear"), (30, None, "unknown")],
)
def test_better_is_said_only_where_the_interval_leaves_out_no_change(now, before, told):
    parts = [on(NOW, [True] * now + [False] * (100 - now))]
    if before is not None:
        who = [f"d{place}" for place in range(100)]
        parts.append(on(BEFORE, [True] * before + [False] * (100 - before), who))

    assert verdict(silent_by_quarter(pd.concat(parts), 91)) == told
