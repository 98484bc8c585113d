from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.segmentation.granularity import (
    COLUMNS,
    Held,
    compared,
    losses,
    next_cut,
    one_more,
    ratio_interval,
)
from helpers.segmentation.lasting import name_segments
from helpers.segmentation.snapshots import Snapshots
from helpers.workspace import contracts

DAYS = [date(2026, 6, 30), date(2026, 9, 30)]


def test_the_interval_of_a_ratio_is_that_of_resampled_customers():
    rng = np.random.default_rng(1)
    whole = rng.gamma(2, 1, 800)
    part = 0.3 * whole + rng.normal(0, 0.4, 800)

    ratio, lower, upper = ratio_interval(part, whole)

    drawn = rng.integers(0, 800, (4000, 800))
    again = part[drawn].sum(axis=1) / whole[drawn].sum(axis=1)
    assert ratio == pytest.approx(part.sum() / whole.sum())
    assert (lower, upper) == (
        pytest.approx(np.quantile(again, 0.025), abs=0.003),
        pytest.approx(np.quantile(again, 0.975), abs=0.003),
    )
    assert ratio_interval(np.zeros(3), np.zeros(3)) == (0, 0, 0)


def clouds(rng, middles, rows=600, noise=0.3):
    """Customers around some middles, and what they do elsewhere: the same, with other noise."""
    kind = rng.integers(0, len(middles), rows)
    place = np.array(middles, dtype=float)[kind]
    points, target = (place + rng.normal(0, noise, place.shape) for _ in range(2))
    return Held(points, target, np.ones(target.shape))


def test_where_everybody_is_like_the_segment_nothing_is_lost():
    held = Held(np.array([[0.0], [0.1], [9.0], [9.1]] * 30), np.array([[1], [1], [5], [5.0]] * 30),
                np.ones((120, 1)))  # fmt: skip

    assert losses(held, 2, seed=1).sum() == pytest.approx(0)
    # One segment for all expects the mean, 3, of each who does 1 or 5.
    assert losses(held, 1, seed=1).sum() == pytest.approx(4 * 120, rel=0.02)


def test_what_is_not_known_of_a_customer_counts_for_nothing():
    held = Held(np.zeros((100, 1)), np.arange(100.0)[:, None], (np.arange(100) < 10)[:, None] * 1.0)

    assert (losses(held, 1, seed=1)[10:] == 0).all()


def test_of_a_segment_of_which_nobody_else_is_known_what_everybody_does_is_expected():
    points = np.array([[0.0], [9.0]] * 30) + np.linspace(0, 0.1, 60)[:, None]
    weight = np.ones((60, 1))
    weight[1::2] = 0
    weight[1] = 1  # the only one of the second segment of whom it is known

    lost = losses(Held(points, np.full((60, 1), 5.0), weight), 2, seed=1)

    assert lost == pytest.approx(np.zeros(60))


def test_planted_segments_are_worth_having_and_one_more_is_not():
    told = compared(clouds(np.random.default_rng(2), [(0, 0), (4, 0), (0, 4)]), [2, 3, 4], seed=1)

    gain = told.set_index("groups")
    assert gain.loc[3, "gain_lower"] > 0.1
    assert abs(gain.loc[4, "gain"]) < 0.01
    assert np.isnan(gain.loc[2, "gain"])
    # Noise has a variance of 0.09; what is told apart has one of 64 / 9 over both directions.
    assert gain.loc[3, "fit"] == pytest.approx(1 - 0.18 / (0.18 + 64 / 9), abs=0.01)


def test_segments_that_say_nothing_of_what_is_held_out_remove_no_error():
    rng = np.random.default_rng(3)
    held = clouds(rng, [(0, 0), (4, 0), (0, 4)])._replace(target=rng.normal(size=(600, 2)))

    told = compared(held, [2, 3, 8], seed=1)

    assert told["fit"].max() < 0.005
    assert (told["fit_lower"] < 0).all()


@pytest.fixture
def quarter(desk, found, planted, scored):
    """Segments of planted customers on two days, with spend in between by their kind."""
    counts, kind = planted
    people = scored(counts, np.random.default_rng(99)).assign(r_score=1)
    rows = pd.concat([people.assign(snapshot_day=pd.Timestamp(day)) for day in DAYS])
    spend = pd.DataFrame({
        "customer_id": counts.customers, "event_day": pd.Timestamp("2026-08-01"),
        "spend": 10.0 ** (1 + kind),
    })  # fmt: skip
    segments = name_segments(desk, found, seed=1)
    return segments, Snapshots(rows, {DAYS[1]: spend}), dict.fromkeys(DAYS, counts)


def test_the_number_that_stands_is_held_against_one_less_and_one_more(quarter):
    segments, snapshots, counts = quarter

    told = one_more(segments, snapshots, counts, DAYS, seed=1)

    assert list(told) == COLUMNS == list(contracts.load("granularity").columns)
    days = told[told["outcome"].eq("other_days")].set_index("groups")
    spent = told[told["outcome"].eq("spend")].set_index("groups")
    assert days.index.tolist() == spent.index.tolist() == [2, 3, 4]
    assert days.loc[3, "chosen"] and days["chosen"].sum() == 1
    for outcome in (days, spent):
        assert outcome.loc[3, "gain_lower"] > 0
        assert outcome.loc[4, "gain"] < outcome.loc[3, "gain"] / 3


def test_too_few_customers_and_a_first_snapshot_compare_what_they_can(quarter):
    segments, snapshots, counts = quarter
    few = Snapshots(snapshots.segments.groupby("snapshot_day").head(50), snapshots.days)

    assert one_more(segments, few, counts, DAYS, seed=1).empty
    alone = one_more(segments, snapshots, counts, DAYS[1:], seed=1)
    assert alone["outcome"].unique().tolist() == ["other_days"]


def test_the_segment_that_holds_two_kinds_would_be_cut(desk, found):
    labels = np.minimum(found.choice.labels, 1)
    two = found._replace(choice=found.choice._replace(labels=labels, groups=2))
    segments = name_segments(desk, two, seed=1)

    cut = next_cut(segments, seed=1)

    sizes = np.bincount(found.choice.labels)
    assert cut.segment_id == segments.ids[1]
    assert cut.smaller == (pytest.approx(sizes[2], abs=12), sizes[1] + sizes[2])
    assert len(set(cut.parts)) == 2


def test_too_few_customers_are_not_cut(desk, found):
    few = found._replace(
        points=found.points[:40], features=found.features[:40],
        choice=found.choice._replace(labels=found.choice.labels[:40]),
    )  # fmt: skip

    assert next_cut(name_segments(desk, few, seed=1), seed=1).segment_id is None
