"""Groups by which effects are told: the newest known before, later ones only where asked for."""

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.experiments.groups import groups_of, names_of, part_of
from helpers.workspace.periods import Period


def known(rows):
    table = pd.DataFrame(rows, columns=["customer_id", "known_on", "part"])
    return table.assign(known_on=pd.to_datetime(table["known_on"]))


UNITS = pd.DataFrame({"customer_id": ["a", "b", "c"], "assigned_on": pd.Timestamp("2026-01-05")},
                     index=[7, 8, 9])  # fmt: skip
GROUPS = known([
    ("a", "2025-09-30", "1"), ("a", "2025-12-31", "2"), ("a", "2026-03-31", "3"),
    ("b", "2026-01-05", "4"), ("b", "2026-09-30", "5"),
])  # fmt: skip


def test_a_group_is_that_of_the_newest_day_before_assignment():
    found = part_of(UNITS, GROUPS, later=False)

    # Of b only the day of assignment itself and a later one are known, and of c nothing.
    assert found.loc[7].tolist() == ["2", False]
    assert found.loc[[8, 9], "part"].isna().all() and not found["formed_after"].any()


def test_where_later_groups_count_those_known_before_go_first():
    found = part_of(UNITS, GROUPS, later=True)

    assert found.loc[7].tolist() == ["2", False]
    assert found.loc[8].tolist() == ["5", True]
    assert pd.isna(found.loc[9, "part"]) and not found.loc[9, "formed_after"]


class Desk:
    """Tables by name; what is asked for is kept."""

    period, as_of = Period(2026, 3), date(2026, 9, 30)

    def __init__(self, **tables):
        self.tables, self.asked = tables, []

    def read(self, name):
        self.asked.append(name)
        return self.tables[name.rstrip("?").replace("@", "_")]


def segments(day, ids):
    return pd.DataFrame({"customer_id": ["a", "b"], "snapshot_day": day, "segment_id": ids,
                         "spend_tier": ["high", None]})  # fmt: skip


def test_tiers_are_known_of_every_snapshot_day():
    desk = Desk(segments=segments(date(2026, 6, 30), ["s1", None]))

    found = groups_of(desk, "spend_tier")

    assert found.values.tolist() == [["a", pd.Timestamp("2026-06-30"), "high"]]


def test_segments_are_known_of_today_and_of_the_quarter_before():
    desk = Desk(segments=segments(date(2026, 9, 30), ["s2", "s2"]),
                segments_previous=segments(date(2026, 6, 30), ["s1", None]))  # fmt: skip

    found = groups_of(desk, "segment")

    assert found["part"].tolist() == ["s1", "s2", "s2"]
    assert found["known_on"].dt.month.tolist() == [6, 9, 9]


def test_personas_are_main_ones_of_today_and_of_the_quarter_before():
    members = pd.DataFrame({"customer_id": ["a", "a"], "persona_id": ["p1", "p2"],
                            "is_main": [True, False]})  # fmt: skip
    before = members.assign(is_main=[False, True])
    desk = Desk(persona_members=members, persona_members_previous=before)

    found = groups_of(desk, "persona")

    assert found.values.tolist() == [
        ["a", pd.Timestamp("2026-06-30"), "p2"], ["a", pd.Timestamp("2026-09-30"), "p1"],
    ]  # fmt: skip
    assert desk.asked == ["persona_members@previous?", "persona_members?"]


def test_a_cut_that_is_not_known_is_refused():
    with pytest.raises(ValueError, match="cut 'shoe_size' is not known: choose one of spend_tier"):
        groups_of(Desk(), "shoe_size")


def test_readers_meet_names_and_no_ids():
    report = SimpleNamespace(wording=SimpleNamespace(language="en"), group_name=str.upper)
    named = pd.DataFrame({"segment_id": ["s1", "s2", "s3"], "name_en": ["Best", None, None],
                          "features": ["x", "by app", "by app"]})  # fmt: skip
    personas = pd.DataFrame({"persona_id": ["p1"], "name_en": ["Ada"]})

    assert names_of(named, personas, report) == {
        "p1": "Ada", "s1": "Best", "s2": "BY APP", "s3": "BY APP (s3)"
    }  # fmt: skip
