import pandas as pd

from helpers.evidence.lineage import changes
from helpers.evidence.standing import carried, dissolved, standing

BEFORE = pd.DataFrame(
    {"since": ["2025Q4", "2026Q1"], "parent_id": [None, "x"]}, index=["x", "y"], dtype="str"
)


def members(**groups):
    return pd.Series({who: group for group, some in groups.items() for who in some})


def test_at_the_start_every_group_is_a_first_one():
    nobody = pd.Series(dtype="str")

    found = standing(
        ["y", "x"], changes(members(x="a", y="b"), nobody, period="2026Q3"), BEFORE[:0],
        period="2026Q3",
    )  # fmt: skip

    assert found.index.tolist() == ["x", "y"]
    assert found["change"].tolist() == ["first"] * 2 and found["since"].eq("2026Q3").all()


def test_groups_know_since_when_they_stand_and_from_whom_they_come():
    was, now = members(x="abcde", y="fgh", z="ij"), members(x="abc", new="de", y="fghij", other="u")
    previous = pd.concat([BEFORE, BEFORE.loc[["x"]].rename({"x": "z"})])

    found = standing(set(now), changes(now, was, period="2026Q3"), previous, period="2026Q3")

    assert found["change"].to_dict() == {
        "new": "split", "other": "born", "x": "kept", "y": "merged",
    }  # fmt: skip
    assert found["since"].to_dict() == {
        "new": "2026Q3", "other": "2026Q3", "x": "2025Q4", "y": "2026Q1",
    }  # fmt: skip
    assert found["parent_id"].dropna().to_dict() == {"new": "x", "y": "x"}


NEAR = pd.DataFrame({"x": [0.7, 0.2, 0.1], "y": [0.2, 0.5, 0.3], "z": [0.1, 0.3, 0.6]},
                    index=list("abc"))  # fmt: skip
OWN = pd.Series({"a": "x", "b": "y", "c": "z"})


def test_members_of_a_vetoed_group_go_to_the_nearest_that_may_stand_and_nobody_else_moves():
    assert dissolved(NEAR, OWN, ["y"]).to_dict() == {"a": "x", "b": "z", "c": "z"}
    assert dissolved(NEAR, OWN, ["y", "z", "none of these"]).eq("x").all()


def test_who_is_as_near_to_two_groups_goes_to_the_smaller_id():
    even = pd.DataFrame({"z": [0.5], "y": [0.5], "x": [0.0]}, index=["a"])

    assert dissolved(even, pd.Series({"a": "x"}), ["x"])["a"] == "y"


def test_all_groups_stand_where_nothing_or_everything_is_vetoed():
    assert dissolved(NEAR, OWN, []).equals(OWN)
    assert dissolved(NEAR, OWN, ["x", "y", "z"]).equals(OWN)


def test_profiles_of_groups_that_are_waited_for_are_carried_along_while_they_are_absent():
    now = pd.DataFrame({"tea": [1.0]}, index=["x"])
    before = pd.DataFrame({"tea": [2.0, 3.0, 4.0], "milk": [5.0] * 3}, index=["x", "y", "z"])

    kept = carried(now, before, ["x", "y"])

    assert kept["tea"].to_dict() == {"x": 1.0, "y": 3.0}
