from datetime import date

import ibis
import numpy as np
import pandas as pd
import pytest

from helpers.segmentation.times import (
    median_key,
    median_words,
    order_time_days,
    order_times,
    seen_on,
    shown_times,
    shown_waits,
    visit_times,
    waiting_times,
)
from helpers.workspace import contracts, engine

DAY = date(2026, 9, 30)


@pytest.fixture
def visits(tmp_path, monkeypatch):
    monkeypatch.setenv("HELPERS_ROOT", str(tmp_path))

    def make(visitor, seconds, place=0):
        frame = pd.DataFrame({"visitor": visitor, "seconds": seconds, "place": place})
        frame = frame.astype({"visitor": "str", "seconds": "int64"})
        return ibis.memtable(frame.assign(
            moments=np.where(frame["seconds"] > 0, 2, 1), customer_id=frame["visitor"],
            source="google", device="mobile", platform="WEB",
        ))  # fmt: skip

    return make


def test_the_median_is_of_visits_that_have_a_length(visits):
    told = visits(range(7), [0, 0, 10, 20, 30, 40, 50], place=[0, 0, 0, 0, 0, 4, 4])

    times = visit_times(told, {}).set_index(["cut", "part"])

    row = times.loc[("all", "all")]
    assert row[["visitors", "visits", "without_length", "median_seconds"]].tolist() == [5, 5, 2, 30]
    assert times.loc[("outcome", "with_purchase"), "median_seconds"] == 45
    assert {"cut", "part", *times.columns} == set(contracts.load("visit_times").columns)
    assert shown_times(times.reset_index())["cut"].tolist()[0] == "all"


def test_visits_of_one_moment_alone_have_no_median_and_without_visits_there_is_nothing(visits):
    told = visits(range(3), [0, 0, 0])

    alone = visit_times(told, {}).set_index(["cut", "part"]).loc[("all", "all")]
    assert alone[["visits", "without_length"]].tolist() == [0, 3]
    assert pd.isna(alone["median_seconds"]) and pd.isna(alone["upper_seconds"])
    assert visit_times(told.filter(told.visitor == "none"), {}).empty


def test_the_median_lies_in_its_interval_as_often_as_it_says(visits):
    rng = np.random.default_rng(3)
    inside = 0
    for _ in range(40):
        own = rng.exponential(200, 120).repeat(3)  # a visitor's visits are alike
        seconds = np.maximum(own * rng.uniform(0.8, 1.2, 360), 1).round()
        row = visit_times(visits(np.arange(120).repeat(3), seconds), {}).iloc[0]
        inside += row["lower_seconds"] <= 200 * np.log(2) * 0.99 <= row["upper_seconds"]

    assert inside >= 34


def days_of(*rows):
    frame = pd.DataFrame(rows, columns=["customer_id", "event_day"])
    return frame.assign(event_day=pd.to_datetime(frame["event_day"]))


DAYS = days_of(("ann", "2026-09-10"), ("ann", "2026-09-20"), ("bob", "2026-09-25"),
               ("cat", "2026-09-01"))  # fmt: skip
SEEN = pd.Series(pd.to_datetime(["2026-09-01", "2026-09-25", "2026-09-01", "2026-09-20"]),
                 index=["ann", "bob", "cat", "dan"])  # fmt: skip


def test_who_was_first_seen_by_ordering_waited_for_nothing(visits):
    waits = waiting_times(DAYS, SEEN, DAY)

    # Ann waited nine days, Dan still waits after ten; Bob and Cat were seen by ordering.
    assert waits["first_order"].to_dict("index") == {
        "ann": {"days": 9, "happened": True}, "dan": {"days": 10, "happened": False},
    }  # fmt: skip
    assert waits["second_order"].loc[["ann", "bob", "cat"], "days"].tolist() == [10, 5, 29]


def test_who_may_still_order_counts_for_as_long_as_there_was_time():
    waits = waiting_times(DAYS, SEEN, DAY)
    curves = order_times(waits)

    # Of Ann, Bob and Cat two were watched for ten days: one of two has ordered.
    second = curves[curves["waited_for"].eq("second_order")].iloc[0]
    assert second[["days", "at_risk", "happened", "share"]].tolist() == [10, 2, 1, 0.5]
    assert set(curves.columns) == set(contracts.load("order_times").columns)
    words = median_words(waits, curves, "second_order")
    assert words == {"customers": 3, "days": 10}
    assert median_key(words) == "segmentation_way.second_median"
    assert median_key({"customers": 3}) == "segmentation_way.second_unreached"


def test_readers_see_the_days_that_somebody_was_watched_for():
    seen = SEEN - pd.Timedelta(days=100)
    waits = waiting_times(DAYS, seen, DAY)
    told = order_time_days(waits, order_times(waits))

    first, second = shown_waits(waits, order_times(waits))
    assert first["days"].tolist() == told["days"].tolist() == [30, 90]
    assert first["rate"].tolist() == [0, 0]
    assert second.empty


def test_since_when_customers_are_known_is_read_for_those_in_scope():
    features = pd.DataFrame({
        "customer_id": ["ann", "ann", "bob"], "first_seen_day": [date(2026, 1, 1)] * 3,
        "snapshot_day": [DAY, date(2026, 6, 30), DAY],
    })  # fmt: skip
    people = pd.DataFrame({"customer_id": ["ann", "bob"], "in_scope": [True, False]})

    class Desk:
        as_of = DAY

        def read(self, name, *, in_engine):
            return engine.in_memory({"features?": features, "customers": people}[name])

    assert seen_on(Desk()).to_dict() == {"ann": pd.Timestamp("2026-01-01")}
