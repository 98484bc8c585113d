import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.single_view.inheritance import inherited
from helpers.workspace import privacy

NOTHING = pd.Series(dtype="str")


def ids(groups, previous=None):
    before = NOTHING if previous is None else pd.Series(previous, dtype="str")
    return inherited(pd.Series(groups, dtype="str"), before, kind="household").to_dict()


def new(member):
    return privacy.pseudonym("household", member)


def test_a_new_group_is_named_by_its_smallest_member():
    assert ids({"b": "g", "a": "g", "c": "h"}) == {"a": new("a"), "b": new("a"), "c": new("c")}


def test_a_group_keeps_its_id_when_somebody_joins_or_its_smallest_member_leaves():
    first = ids({"a": "g", "b": "g", "c": "g"})

    later = ids({"b": "x", "c": "x", "d": "x"}, first)

    assert set(later.values()) == {first["a"]}


def test_of_a_split_the_larger_part_keeps_the_id():
    first = ids({"a": "g", "b": "g", "c": "g"})

    later = ids({"a": "x", "b": "y", "c": "y"}, first)

    # a would be named by itself, but the others still bear that name.
    assert later["b"] == later["c"] == first["a"]
    assert later["a"] == privacy.pseudonym("household", "a 2")


def test_of_a_merge_the_larger_part_gives_the_id_and_a_tie_goes_to_the_smaller_id():
    before = {"a": "i2", "b": "i2", "c": "i1"}

    assert set(ids(dict.fromkeys("abc", "g"), before).values()) == {"i2"}
    assert set(ids({"b": "g", "c": "g"}, before).values()) == {"i1"}


def test_an_id_that_nobody_claims_is_not_given_to_others():
    gone = {"z": new("a")}

    assert ids({"a": "g"}, gone) == {"a": privacy.pseudonym("household", "a 2")}


GROUPS = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("uvw"), min_size=1)


@settings(max_examples=60, deadline=None)
@given(groups=GROUPS, before=GROUPS)
def test_ids_part_what_is_apart_and_join_what_is_together_and_nothing_changes_twice(groups, before):
    first = ids(before)

    later = ids(groups, first)

    assert len({(groups[member], later[member]) for member in groups}) == len(set(groups.values()))
    assert len(set(later.values())) == len(set(groups.values()))
    assert ids(groups, later) == later
    assert ids(dict(sorted(groups.items(), reverse=True)), first) == later
