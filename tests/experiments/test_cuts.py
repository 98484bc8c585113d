"""Effects by group: groups as they were before, planted differences, and none without any."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.stats import f_oneway

from helpers.experiments.cuts import cuts, p_differs, part_before, unlike
from helpers.workspace import contracts, engine


def segments_of(planted, rng, day=date(2025, 12, 31)):
    """Each customer's tier by lot, on a day before assignment, and another one after it."""
    names = planted.assignments["customer_id"]
    before = pd.DataFrame({
        "customer_id": names, "snapshot_day": day, "spend_tier": rng.choice(["high", "low"], 600),
    })  # fmt: skip
    later = before.assign(snapshot_day=date(2026, 3, 31), spend_tier="later")
    return pd.concat([before, later], ignore_index=True)


def test_groups_are_those_of_the_newest_snapshot_before_assignment():
    units = pd.DataFrame({"customer_id": ["a", "b", "c"],
                          "assigned_on": pd.Timestamp("2026-01-05")}, index=[7, 8, 9])  # fmt: skip
    segments = pd.DataFrame({
        "customer_id": ["a", "a", "a", "b", "c"], "spend_tier": ["1", "2", "3", "4", None],
        "snapshot_day": [date(2025, 9, 30), date(2025, 12, 31), date(2026, 3, 31),
                         date(2026, 1, 5), date(2025, 12, 31)],
    })  # fmt: skip

    found = part_before(units, segments, "spend_tier")

    # Of b only the day of assignment itself is known, and of c no tier.
    assert found.loc[7] == "2" and found.loc[[8, 9]].isna().all()


def test_a_change_that_works_alike_in_all_groups_is_not_told_to_differ(doubling):
    found = cuts(doubling.watched(), segments_of(doubling, np.random.default_rng(1)),
                 cut="spend_tier")  # fmt: skip

    assert found["part"].tolist() == ["high", "low"]
    assert found["verdict"].eq("works").all()
    assert found["p_differs"].gt(0.05).all()
    assert found["n"].sum() == 600


def test_a_change_that_helps_one_group_alone_is_told_to_differ(doubling):
    # Group by what tells it: tiers by lot, and the control's orders put in the place of "low".
    segments = segments_of(doubling, np.random.default_rng(2))
    watched = doubling.watched()
    low = segments[segments["spend_tier"].eq("low")]["customer_id"]
    treated = watched.units["customer_id"].isin(low) & watched.units["arm"].eq("new")
    units = watched.units.copy()
    halved = np.floor(units.loc[treated, "order_days"] / 2)
    units.loc[treated, "order_days"] = halved

    found = cuts(watched._replace(units=units), segments, cut="spend_tier").set_index("part")

    assert found.loc["high", "verdict"] == "works"
    assert found.loc["low", "verdict"] == "not told apart"
    assert found["p_differs"].lt(0.05).all()


def test_the_same_share_is_alike_though_it_is_more_for_who_buys_more():
    # Pieces of 4 against 2, and of 40 against 20: a doubling in both.
    table = pd.DataFrame({
        "relative": [1.0, 1.0, np.nan], "relative_error": [0.01, 0.02, np.nan],
        "effect": [2.0, 20.0, 0.0],
    })  # fmt: skip

    assert unlike(table) == pytest.approx(1.0)
    assert unlike(table.assign(relative=[1.0, 1.5, np.nan])) < 0.001


def testunlike_effects_are_tested_as_in_an_analysis_of_variance():
    # With groups so large that the spread is known, the test of Cochran is the F test.
    rng = np.random.default_rng(3)
    groups = [rng.normal(mean, 1, 4000) for mean in (0.0, 0.02, 0.06)]
    effects = np.array([own.mean() for own in groups])
    errors = np.array([own.std(ddof=1) / len(own) ** 0.5 for own in groups])

    assert p_differs(effects, errors) == pytest.approx(f_oneway(*groups).pvalue, rel=0.05)
    assert p_differs(effects[:1], errors[:1]) == 1.0


def test_groups_of_few_are_left_out(doubling):
    segments = segments_of(doubling, np.random.default_rng(4))
    few = segments["customer_id"].isin(doubling.assignments["customer_id"].iloc[:40])
    segments["spend_tier"] = segments["spend_tier"].mask(few, "few")

    found = cuts(doubling.watched(), segments, cut="spend_tier")

    assert "few" not in set(found["part"])


def test_a_cut_that_is_not_known_by_the_day_is_refused(doubling):
    with pytest.raises(ValueError, match="cut 'segment_id' is not known by the day: choose one of"):
        cuts(doubling.watched(), pd.DataFrame(), cut="segment_id")


def test_without_groups_there_are_no_rows_and_with_them_the_contract_is_kept(doubling):
    contract = contracts.load("experiment_cuts")
    segments = segments_of(doubling, np.random.default_rng(5))

    none = cuts(doubling.watched(), segments.iloc[:0], cut="spend_tier")
    found = engine.in_memory(cuts(doubling.watched(), segments, cut="spend_tier"))

    assert none.empty and list(none.columns) == list(contract.columns)
    typed = found.select(*(found[n].cast(t).name(n) for n, t in contract.schema.items()))
    contracts.validate(typed, contract)
