"""Effects by group: groups as they were before, planted differences, and none without any."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2, f_oneway

from helpers.experiments.cuts import cuts, moved, p_arms, p_differs, unlike
from helpers.experiments.groups import of_segments
from helpers.workspace import contracts, engine


def segments_of(planted, rng, day=date(2025, 12, 31)):
    """Each customer's tier by lot, on a day before assignment, and another one after it."""
    names = planted.assignments["customer_id"]
    before = pd.DataFrame({
        "customer_id": names, "snapshot_day": day, "spend_tier": rng.choice(["high", "low"], 600),
    })  # fmt: skip
    later = before.assign(snapshot_day=date(2026, 3, 31), spend_tier="later")
    return of_segments(pd.concat([before, later], ignore_index=True), "spend_tier")


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
    low = segments[segments["part"].eq("low")]["customer_id"]
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


def test_unlike_effects_are_tested_as_in_an_analysis_of_variance():
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
    segments["part"] = segments["part"].mask(few, "few")

    found = cuts(doubling.watched(), segments, cut="spend_tier")

    assert "few" not in set(found["part"])


def test_arms_that_differ_in_their_groups_are_tested_as_can_be_counted():
    # Of 100 in each arm, 60 against 40 in a group: chi-square 7.22 with Yates' correction.
    arms = pd.Series(["new"] * 100 + ["control"] * 100)
    parts = pd.Series(["a"] * 60 + [None] * 40 + ["a"] * 40 + [None] * 60)

    assert p_arms(parts, arms) == pytest.approx(chi2.sf(7.22, 1), abs=1e-4)
    assert p_arms(pd.Series(["a"] * 200), arms) == 1.0


def test_segments_of_today_are_told_unless_the_change_moved_customers_between_them(doubling):
    watched = doubling.watched()
    today = segments_of(doubling, np.random.default_rng(6)).assign(
        known_on=pd.Timestamp("2026-09-30")
    ).drop_duplicates("customer_id")  # fmt: skip
    units = watched.units.set_index("customer_id")
    by_change = units["arm"].reindex(today["customer_id"]).eq("new").to_numpy()

    alike = cuts(watched, today, cut="segment")
    apart = cuts(watched, today.assign(part=np.where(by_change, "high", today["part"])),
                 cut="segment")  # fmt: skip

    assert alike["formed_after"].all() and not moved(alike).any()
    assert apart["formed_after"].all() and moved(apart).all()
    # A tier that is known before may differ by chance, and is told all the same.
    assert not moved(apart.assign(formed_after=False)).any()


def test_tiers_that_were_formed_later_do_not_count(doubling):
    later = segments_of(doubling, np.random.default_rng(7)).assign(
        known_on=pd.Timestamp("2026-09-30")
    )  # fmt: skip

    assert cuts(doubling.watched(), later, cut="spend_tier").empty


def test_without_groups_there_are_no_rows_and_with_them_the_contract_is_kept(doubling):
    contract = contracts.load("experiment_cuts")
    segments = segments_of(doubling, np.random.default_rng(5))

    none = cuts(doubling.watched(), segments.iloc[:0], cut="spend_tier")
    found = engine.in_memory(cuts(doubling.watched(), segments, cut="spend_tier"))

    assert none.empty and list(none.columns) == list(contract.columns)
    typed = found.select(*(found[n].cast(t).name(n) for n, t in contract.schema.items()))
    contracts.validate(typed, contract)
