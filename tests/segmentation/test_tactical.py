from datetime import date

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from helpers.evidence.basis import learn_basis
from helpers.segmentation.lasting import name_segments
from helpers.segmentation.snapshots import Snapshots
from helpers.segmentation.tactical import (
    COLUMNS,
    EVIDENCE,
    NOTHING,
    Goal,
    bought_since,
    rule_features,
    set_goal,
    tactical_segments,
)
from helpers.workspace import UsageError, contracts, engine

DAYS = [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]


def lines(rows):
    """What was bought, as from `categories_bought`: customer, day, category."""
    frame = pd.DataFrame(rows, columns=["customer_id", "event_day", "category"])
    frame["event_day"] = pd.to_datetime(frame["event_day"]).dt.date
    return engine.in_memory(frame)


@pytest.fixture
def quarter(desk, planted, found, scored):
    """Planted customers on three days who buy of m0 by their kind, and what they bought."""
    counts, kind = planted
    rng = np.random.default_rng(5)
    people = scored(counts, np.random.default_rng(99)).assign(r_score=1)
    rows = pd.concat([people.assign(snapshot_day=pd.Timestamp(day)) for day in DAYS])
    chance = np.array([0.6, 0.1, 0.05])[kind]
    bought = [
        (who, day, "m0")
        for day in ("2026-05-01", "2026-08-01")
        for who in counts.customers[rng.random(len(kind)) < chance]
    ]
    sold = lines([*bought, ("c0001", "2026-08-02", "m1")])
    segments = name_segments(desk, found, seed=1)
    return sold, segments, Snapshots(rows, {}), dict.fromkeys(DAYS, counts), people, kind


def goal_of(quarter, category="", days=DAYS):
    sold, segments, snapshots, counts, *_ = quarter
    return set_goal(sold, category, segments, snapshots, counts, days, seed=1)


def test_rules_may_name_figures_what_is_expected_and_what_is_counted(quarter):
    _, segments, _, counts, people, _ = quarter

    known = rule_features(segments, people, counts[DAYS[-1]])

    assert {"recency_days", "category=m0", "offer=m0", "segment_id"} <= set(known)
    assert known.columns.is_unique
    own = tactical_segments(f"segment_id == {segments.ids[0]}", known, NOTHING)
    assert set(own["customer_id"]) == set(
        segments.of_customers.index[segments.of_customers.eq(segments.ids[0])]
    )


def test_who_meets_the_rule_and_whom_the_goal_picks_are_written_side_by_side():
    known = pd.DataFrame({"spend": range(40)}, index=[f"c{n:02d}" for n in range(40)])
    chance = pd.Series(0.5, index=known.index).mask(known["spend"].eq(30), 0.9)

    told = tactical_segments("spend >  37", known, Goal("tea", chance, NOTHING.evidence))

    by_rule, by_goal = (told[told["tactical"].eq(way)] for way in ("rule", "goal"))
    assert by_rule["customer_id"].tolist() == ["c38", "c39"]
    assert by_rule["declared"].unique().tolist() == ["spend > 37"]
    # A tenth; who has the same chance comes by id.
    assert by_goal["customer_id"].tolist() == ["c30", "c00", "c01", "c02"]
    assert by_goal["chance"].tolist() == [0.9, 0.5, 0.5, 0.5]
    assert list(told) == COLUMNS
    assert set(COLUMNS) == set(contracts.load("tactical_segments").columns)


def test_without_rule_and_goal_there_are_no_tactical_segments():
    assert tactical_segments(" ", pd.DataFrame({"spend": [1]}), NOTHING).empty


def test_the_goal_finds_who_is_likeliest_to_buy(quarter):
    *_, kind = quarter

    goal = goal_of(quarter)

    assert goal.category == "m0"
    assert roc_auc_score(kind == 0, goal.chance) > 0.85
    found = goal.evidence.set_index("way")
    assert found.loc["chance_of_buying", "lower"] > found.loc["at_random", "share"]
    assert found.loc["chance_of_buying", "share"] > found.loc["latest_order", "upper"]
    assert found.loc["at_random", "share"] == pytest.approx(0.1)
    assert list(goal.evidence) == EVIDENCE
    assert set(EVIDENCE) == set(contracts.load("tactical_evidence").columns)


def test_the_judgement_knows_nothing_of_the_last_quarter(quarter, company, scored):
    sold, segments, *others = quarter
    counts, _ = company(np.random.default_rng(77))
    later = learn_basis(scored(counts, np.random.default_rng(78)), counts, seed=1)
    told = goal_of(quarter)

    other = goal_of((sold, segments._replace(found=segments.found._replace(basis=later)), *others))

    assert other.evidence.equals(told.evidence)
    assert not other.chance.equals(told.chance)


def test_chances_are_as_frequent_as_they_say(quarter):
    *_, kind = quarter

    goal = goal_of(quarter, "m0")

    # Six in ten of the first kind buy, one in ten of the second, one in twenty of the third.
    expected = goal.chance.groupby(kind).mean()
    np.testing.assert_allclose(expected, [0.6, 0.1, 0.05], atol=0.07)


def test_where_only_chance_decides_who_buys_nothing_is_found_beyond_chance(quarter):
    rng = np.random.default_rng(8)
    customers = quarter[3][DAYS[0]].customers
    at_random = lines([
        (who, day, "m0") for day in ("2026-05-01", "2026-08-01")
        for who in customers[rng.random(len(customers)) < 0.3]
    ])  # fmt: skip

    evidence = goal_of((at_random, *quarter[1:]), "m0").evidence.set_index("way")

    assert evidence.loc["chance_of_buying", "lower"] < 0.1


def test_what_nobody_buys_is_refused_with_what_is_bought(quarter):
    with pytest.raises(UsageError, match="nothing is bought of 'tea'; there are m0, m1"):
        goal_of(quarter, "tea")


@pytest.mark.parametrize(("category", "days"), [("none", DAYS), ("", DAYS[1:]), ("m1", DAYS)])
def test_no_goal_is_set_without_need_or_evidence(quarter, category, days):
    assert goal_of(quarter, category, days).category is None


def test_purchases_that_lie_too_early_do_not_count():
    sold = lines([("a", "2026-05-01", "tea"), ("b", "2026-03-31", "tea")])

    told = bought_since(sold, date(2026, 3, 31))

    assert told.to_dict("records") == [
        {"customer_id": "a", "event_day": pd.Timestamp("2026-05-01"), "category": "tea"}
    ]
