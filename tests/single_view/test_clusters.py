import pandas as pd
import pytest

from helpers.single_view.clusters import people_of


def pairs(*told):
    return pd.DataFrame(list(told), columns=["record_l", "record_r", "weight"])


def links(*told):
    return pd.DataFrame(list(told), columns=["record_l", "record_r"])


def groups(records, found, certain=(), **options):
    people = people_of(pd.Series(list(records)), pairs(*found), links(*certain), **options)
    return sorted("".join(own.index) for _, own in people.groupby(people))


def test_a_likely_pair_is_one_person_named_by_the_smaller_record():
    people = people_of(pd.Series(["b", "a", "c"]), pairs(("a", "b", 3.0)), links())

    assert people.to_dict() == {"a": "a", "b": "a", "c": "c"}


@pytest.mark.parametrize(("threshold", "expected"), [(0.5, ["ab"]), (0.9, ["a", "b"])])
def test_the_threshold_is_a_probability(threshold, expected):
    # One bit for: two to one, a probability of two thirds.
    assert groups("ab", [("a", "b", 1.0)], threshold=threshold) == expected


def test_one_good_pair_does_not_bridge_two_groups_that_nothing_else_joins():
    two = [("a", "b", 9.0), ("a", "c", 9.0), ("b", "c", 9.0),
           ("d", "e", 9.0), ("d", "f", 9.0), ("e", "f", 9.0)]  # fmt: skip

    assert groups("abcdef", [*two, ("c", "d", 4.0)]) == ["abc", "def"]


def test_a_weak_pair_does_not_part_what_the_others_join():
    assert groups("abc", [("a", "b", 9.0), ("a", "c", 9.0), ("b", "c", -2.0)]) == ["abc"]


def test_a_record_goes_where_it_is_likelier():
    found = [("a", "b", 2.0), ("b", "c", 8.0), ("a", "c", -9.0)]

    assert groups("abc", found) == ["a", "bc"]


def test_a_certain_link_outweighs_what_speaks_against_it():
    assert groups("ab", [("a", "b", -6.0)], [("a", "b")]) == ["ab"]


def test_a_certain_link_weighs_the_most_that_a_pair_may():
    found = [("b", "c", 9.0), ("a", "c", -9.0)]

    assert groups("abc", found, [("a", "b")]) == ["abc"]


def test_a_person_that_was_parted_from_another_is_named_by_its_smallest_record_too():
    found = pairs(("a", "b", 2.0), ("b", "c", 8.0), ("a", "c", -9.0))

    people = people_of(pd.Series(list("abc")), found, links())

    assert people.to_dict() == {"a": "a", "b": "b", "c": "b"}


def test_never_together_holds_against_certain_links_and_chains():
    never = links(("a", "c"))

    apart = groups("abc", [("a", "b", 9.0), ("b", "c", 9.0)], [("a", "c")], apart=never)

    assert "a" in {part[0] for part in apart}
    assert not any({"a", "c"} <= set(part) for part in apart)


def test_always_together_holds_against_all_evidence_and_takes_along_what_belongs_to_either():
    found = [("a", "b", -20.0), ("a", "c", 9.0), ("b", "d", 9.0), ("c", "d", -3.0)]

    assert groups("abcde", found, together=links(("a", "b"))) == ["abcd", "e"]


def test_of_records_that_are_together_one_may_be_kept_from_a_third():
    found = [("a", "c", 9.0), ("b", "c", 9.0)]
    always, never = links(("a", "b")), links(("a", "c"))

    assert groups("abc", found, [("b", "c")], together=always, apart=never) == ["ab", "c"]


def test_the_order_of_the_pairs_makes_no_difference():
    found = [("a", "b", 2.0), ("b", "c", 2.0), ("c", "d", 2.0), ("d", "a", 2.0)]

    assert groups("abcd", found) == groups("abcd", found[::-1])


def test_without_pairs_everybody_stands_alone():
    assert groups("abc", []) == ["a", "b", "c"]
