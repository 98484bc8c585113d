from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.segmentation.life_cycle import (
    a_year_before,
    by_rhythm,
    came_back,
    in_scope,
    life_cycle,
    returned_since,
    state_sizes,
)
from helpers.segmentation.snapshots import Snapshots
from helpers.workspace import contracts

DAY = date(2026, 9, 30)


def days_of(**told):
    """Order days: for each customer, how many days before DAY."""
    rows = [(customer, pd.Timestamp(DAY) - pd.Timedelta(days=ago), 10.0)
            for customer, agos in told.items() for ago in sorted(agos, reverse=True)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["customer_id", "event_day", "spend"])
    return frame.sort_values(["customer_id", "event_day"], ignore_index=True)


def people_of(*customers, prospects=(), outside=()):
    every = [*customers, *prospects, *outside]
    return pd.DataFrame({
        "customer_id": every, "is_prospect": [one in prospects for one in every],
        "in_scope": [one not in outside for one in every],
    })  # fmt: skip


def stands(days, people, **options):
    return life_cycle(days, people, DAY, **{"window_days": 365} | options)


def regulars(count=40, seed=1):
    """Customers each of whom has a rhythm of its own, from a few days to half a year."""
    rng = np.random.default_rng(seed)
    gaps = rng.exponential(rng.choice([5, 30, 60, 180], count)[:, None], (count, 8)).round() + 1
    return {f"reg{n:02d}": np.cumsum(own).tolist() for n, own in enumerate(gaps)}


def test_each_customer_stands_in_one_state_by_the_window():
    told = days_of(new=[10], again=[10, 200], back=[10, 500], gone=[365, 400], far=[10, 375])
    found = stands(told, people_of("new", "again", "back", "gone", "far", "none", prospects=["p"]))

    assert found.set_index("customer_id")["state"].to_dict() == {
        "new": "new", "again": "repeat", "back": "regained", "gone": "lapsed", "far": "repeat",
        "none": "nothing_kept", "p": "prospect",
    }  # fmt: skip
    assert set(found.columns) == set(contracts.load("life_cycle").columns)


def test_a_customer_of_the_same_silence_is_late_or_in_time_by_its_own_rhythm():
    weekly, yearly = [60 + 7 * n for n in range(9)], [60, 380, 700, 1040]
    told = days_of(**regulars(), weekly=weekly, yearly=yearly, once=[60])
    found = stands(told, people_of(*told["customer_id"].unique())).set_index("customer_id")

    assert found.loc[["weekly", "yearly", "once"], "rhythm"].tolist() == [
        "late", "in_time", "no_rhythm",
    ]  # fmt: skip
    assert found.loc["weekly", "usual_gap_days"] == 7
    assert pd.isna(found.loc["once", "late_after_days"])
    assert found.loc["weekly", "late_after_days"] < 60 < found.loc["yearly", "late_after_days"]


def test_who_is_out_of_scope_and_what_came_later_does_not_count():
    told = days_of(ann=[10], bob=[10], cat=[-5])

    assert in_scope(told, people_of("ann", outside=["bob"]))["customer_id"].tolist() == ["ann"]
    found = stands(told, people_of("ann", "cat", outside=["bob"]))
    assert found.set_index("customer_id")["state"].to_dict() == {
        "ann": "new", "cat": "nothing_kept",
    }  # fmt: skip


def test_sizes_of_earlier_days_leave_out_who_had_kept_nothing():
    told = days_of(ann=[10])
    now, then = stands(told, people_of("ann", "bob")), stands(told, people_of("ann", "bob"))

    sizes = state_sizes({DAY: now, date(2025, 9, 30): then})

    assert sizes.groupby("snapshot_day")["state"].agg(list).to_dict() == {
        pd.Timestamp(DAY): ["new", "nothing_kept"], pd.Timestamp("2025-09-30"): ["new"],
    }  # fmt: skip


def test_states_and_rhythms_add_up_to_the_customers_with_orders():
    told = days_of(**regulars(), once=[60])

    sizes = by_rhythm(stands(told, people_of(*told["customer_id"].unique(), prospects=["p"])))

    assert sizes["customers"].sum() == 41
    assert sizes.loc[sizes["rhythm"].eq("no_rhythm"), "customers"].tolist() == [1]


def test_who_came_back_is_counted_by_both_rules_over_the_same_customers():
    then = pd.DataFrame({
        "customer_id": list("abcde"), "state": ["lapsed", "repeat", "repeat", "lapsed", "new"],
        "rhythm": ["late", "late", "in_time", "in_time", "no_rhythm"],
    })  # fmt: skip
    days = pd.to_datetime(["2026-10-05"] * 3 + ["2026-09-30"])
    later = pd.DataFrame({"customer_id": ["b", "c", "e", "a"], "event_day": days})

    found = came_back(then, later, DAY).set_index(["rule", "state"])

    assert found["customers"].to_dict() == {
        ("by_window", "active"): 2, ("by_window", "lapsed"): 2,
        ("by_rhythm", "in_time"): 2, ("by_rhythm", "late"): 2,
    }  # fmt: skip
    assert found.loc[("by_window", "active"), "share"] == 1
    assert found.loc[("by_rhythm", "late"), "share"] == pytest.approx(0.5)


def test_without_earlier_days_nothing_is_told_of_them():
    snapshots = Snapshots(pd.DataFrame(), {DAY: days_of(ann=[10])})

    assert a_year_before(snapshots, people_of("ann"), [DAY], 365) == {}
    assert returned_since(snapshots, people_of("ann"), [DAY], window_days=365).empty
