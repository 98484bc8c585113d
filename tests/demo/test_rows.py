import numpy as np
import pytest

from helpers.demo.dirt import Damage
from helpers.demo.rows import (
    ACCEPTED,
    CONTINUATION,
    REJECTED,
    REPEATED,
    REPEATS_COME_AFTER,
    Records,
    plan_rows,
)
from helpers.demo.streams import stream


def records(lines, **changes):
    lines = np.array(lines)
    none = np.zeros(len(lines), dtype=bool)
    fields = {
        "included": ~none,
        "known": none,
        "spared": none,
        "first_line": np.cumsum(lines) - lines,
        "lines": lines,
    }
    return Records(**{name: np.array(value) for name, value in {**fields, **changes}.items()})


def plan(given, *, damages=(), repeated=0.0):
    return plan_rows(given, damages, repeated=repeated, rng=stream(7, "test"))


def damage(rows, rate):
    return Damage("broken", rows, rate, list)


def test_sound_records_are_accepted_with_their_further_lines():
    rows = plan(records([1, 3]))

    assert rows.record.tolist() == [0, 1, 1, 1]
    assert rows.line.tolist() == [0, 1, 2, 3]
    assert rows.outcome.tolist() == [ACCEPTED, ACCEPTED, CONTINUATION, CONTINUATION]


def test_records_left_out_have_no_rows_and_known_ones_are_repeated():
    rows = plan(records([2, 1, 2], included=[False, True, True], known=[False, False, True]))

    assert rows.record.tolist() == [1, 2, 2]
    assert rows.line.tolist() == [2, 3, 4]
    assert rows.outcome.tolist() == [ACCEPTED, REPEATED, REPEATED]


def test_a_record_that_stands_twice_is_accepted_once_and_stands_whole_further_down():
    rows = plan(records([2] * 200), repeated=0.01)

    assert len(rows.record) == 404
    assert (rows.outcome == REPEATED).sum() == rows.again.sum() == 4
    for record in np.unique(rows.record[rows.again]):
        places = np.flatnonzero(rows.record == record)
        assert rows.again[places].tolist() == [False, False, True, True]
        assert places[2] - places[0] >= 2 * REPEATS_COME_AFTER or places[2] >= 400


def test_a_broken_first_row_rejects_its_record_and_no_other():
    rows = plan(records([3] * 100), damages=[damage("first", 0.02)])

    broken = np.flatnonzero(rows.damage >= 0)

    assert len(broken) == 6
    assert rows.first[broken].all()
    assert set(rows.record[rows.outcome == REJECTED]) == set(rows.record[broken])
    assert (rows.outcome == REJECTED).sum() == 18


def test_a_broken_further_row_rejects_itself_alone():
    rows = plan(records([3] * 100), damages=[damage("further", 0.02)])

    broken = rows.damage >= 0

    assert broken.sum() > 0
    assert not rows.first[broken].any()
    assert np.array_equal(rows.outcome == REJECTED, broken)


def test_no_record_is_broken_twice():
    rows = plan(records([4] * 50), damages=[damage("any", 0.1), damage("further", 0.1)])

    broken = rows.record[rows.damage >= 0]

    assert len(broken) == len(set(broken)) > 10


@pytest.mark.parametrize("rows", ["first", "any"])
def test_spared_and_repeated_records_stay_sound(rows):
    given = records([1] * 100, spared=[True] * 50 + [False] * 50)

    planned = plan(given, damages=[damage(rows, 0.9)], repeated=0.3)

    sound = np.concatenate([np.arange(50), planned.record[planned.again]])
    assert not np.isin(planned.record[planned.damage >= 0], sound).any()


def test_a_small_file_has_no_broken_row():
    assert (plan(records([1] * 50), damages=[damage("any", 0.01)]).damage == -1).all()
