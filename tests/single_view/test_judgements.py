from datetime import date

import pandas as pd
import pytest

from helpers.single_view.judgements import judged
from helpers.workspace import InputError

RECORDS = pd.DataFrame({
    "record_id": ["a", "b", "c", "d"], "customer_id": ["na", "nb", "nc", "nd"],
    "source": "customer",
})  # fmt: skip


def decisions(*told):
    """One decision per (record, other, same) or (record, other, same, day), from line 2 on."""
    rows = [(*one, "2026-01-01")[:4] for one in told]
    frame = pd.DataFrame(rows, columns=["record", "other_record", "same", "day"])
    frame["day"] = [date.fromisoformat(day) for day in frame["day"]]
    return frame.set_axis(pd.Index(range(2, len(rows) + 2), name="line", dtype="int64"))


def pairs(frame):
    return [tuple(row) for row in frame[["record_l", "record_r"]].to_numpy()]


def test_decisions_part_into_together_and_never():
    found = judged(decisions(("b", "a", True), ("c", "d", False)), RECORDS)

    assert pairs(found.together) == [("a", "b")]
    assert pairs(found.apart) == [("c", "d")]


def test_of_two_decisions_about_a_pair_the_later_holds_and_of_one_day_the_lower():
    by_day = judged(decisions(("a", "b", True, "2026-02-01"), ("b", "a", False)), RECORDS)
    by_line = judged(decisions(("a", "b", True), ("a", "b", False)), RECORDS)

    assert pairs(by_day.together) == [("a", "b")] and by_day.apart.empty
    assert pairs(by_line.apart) == [("a", "b")] and by_line.together.empty
    assert by_day.replaced == by_line.replaced == 1


def test_a_record_that_is_not_there_is_told_by_its_line_and_waits():
    found = judged(decisions(("a", "gone", True), ("a", "b", True)), RECORDS)

    assert found.unknown == [2]
    assert pairs(found.together) == [("a", "b")]


def test_a_number_that_has_got_a_contact_since_is_that_contacts():
    assert pairs(judged(decisions(("nb", "c", False)), RECORDS).apart) == [("b", "c")]


@pytest.mark.parametrize(
    ("told", "lines"),
    [
        ([("a", "b", True), ("b", "c", True), ("a", "c", False)], "2, 3, 4"),
        ([("a", "a", False)], "2"),
        ([("c", "d", True), ("a", "b", True), ("nb", "d", True), ("a", "c", False)], "2, 3, 4, 5"),
    ],
)
def test_decisions_that_cannot_all_hold_are_refused_by_their_lines(told, lines):
    with pytest.raises(InputError, match=f"same_person.csv: what line {lines} says cannot all"):
        judged(decisions(*told), RECORDS)


def test_without_decisions_nothing_holds():
    found = judged(decisions(), RECORDS)

    assert found.together.empty and found.apart.empty
    assert (found.replaced, found.unknown) == (0, [])
