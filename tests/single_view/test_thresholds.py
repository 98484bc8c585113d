import math

import pandas as pd
import pytest

from helpers.single_view.judgements import Judged
from helpers.single_view.linkage import NO_PAIRS, Linkage
from helpers.single_view.thresholds import people_range, thresholds, why_not_judged

NOBODY = pd.DataFrame({"record_l": [], "record_r": []}, dtype="str")
NOTHING = Judged(NOBODY, NOBODY, 0, [])


def linkage(people, *pairs):
    """What was found: who is whose record, and pairs with their bits."""
    found = pd.DataFrame(list(pairs), columns=["record_l", "record_r", "weight"])
    index = pd.Index(list(people), name="record_id")
    return Linkage(pd.Series(list(people.values()), index), found, NOBODY, None, None, {}, None)


@pytest.fixture
def found():
    # One bit for: a probability of two thirds; four bits: sixteen seventeenths.
    return linkage(dict(zip("abcd", "aacc", strict=True)), ("a", "b", 1.0), ("c", "d", 4.0))


def test_a_higher_threshold_finds_more_people_counted_by_hand(found):
    table = thresholds(found, NOTHING, chosen=0.5).set_index("threshold")

    assert table.loc[[0.1, 0.5, 0.7, 0.9, 0.99], "people"].tolist() == [2, 2, 3, 3, 4]
    assert table.loc[[0.5, 0.7, 0.99], "joined"].tolist() == [1, 0.5, 0]
    assert table.loc[[0.5, 0.7, 0.99], "moved"].tolist() == [0, 0.5, 1]
    assert table["chosen"].tolist() == [threshold == 0.5 for threshold in table.index]


def test_a_lower_threshold_moves_those_whom_it_joins():
    strict = linkage(dict(zip("abcd", "abcd", strict=True)), ("a", "b", 1.0))

    table = thresholds(strict, NOTHING, chosen=0.9).set_index("threshold")

    assert table.loc[[0.5, 0.9], "moved"].tolist() == [0.5, 0]


def test_the_chosen_threshold_is_looked_at_too(found):
    table = thresholds(found, NOTHING, chosen=0.66)

    assert table.loc[table["chosen"], "threshold"].tolist() == [0.66]
    assert people_range(table) == {"fewest": 2, "most": 4, "threshold": 0.66, "people": 2}


def test_judgements_are_held_against_a_linkage_that_has_not_seen_them(found):
    same = pd.DataFrame({"record_l": ["c", "a"], "record_r": ["d", "c"]})
    never = pd.DataFrame({"record_l": ["a"], "record_r": ["b"]})

    table = thresholds(found, Judged(same, never, 0, []), chosen=0.5).set_index("threshold")

    # Found at .5: c and d rightly, a and b wrongly; at .9 the first alone.
    assert table.loc[[0.5, 0.9], "precision"].tolist() == [0.5, 1]
    assert table.loc[[0.5, 0.9], "recall"].tolist() == [0.5, 0.5]
    assert table["judged"].eq(3).all()
    assert why_not_judged(table.reset_index()) is None


def test_without_judgements_precision_and_recall_are_not_known(found):
    table = thresholds(found, NOTHING, chosen=0.5)

    assert table[["precision", "recall"]].isna().all(axis=None)
    assert why_not_judged(table) == "single_view.no_judgements"


def test_without_records_there_is_nothing_and_no_error():
    empty = linkage({})._replace(pairs=NO_PAIRS)

    table = thresholds(empty, NOTHING, chosen=0.5)

    assert table["people"].eq(0).all()
    assert math.isnan(table["joined"].iloc[0])
