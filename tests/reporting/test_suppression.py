from collections import defaultdict
from itertools import product

import pandas as pd
import pytest

from helpers.reporting.suppression import cannot_be_derived, drawable, hidden_places, suppress


def groups(*sizes, **columns):
    names = [f"group {number}" for number in range(len(sizes))]
    return pd.DataFrame({"group": names, "customers": sizes, **columns})


def hidden(*sizes, minimum=10):
    return suppress(groups(*sizes), "customers", minimum).hidden["customers"].tolist()


def test_groups_at_the_minimum_are_all_shown():
    assert hidden(10, 11, 500) == [False, False, False]


def test_the_next_smallest_group_is_hidden_with_a_single_small_one():
    assert hidden(4, 500, 12, 99) == [True, False, True, False]


def test_two_small_groups_that_reach_the_minimum_together_need_no_third():
    assert hidden(4, 7, 12, 99) == [True, True, False, False]


def test_two_small_groups_below_the_minimum_together_take_a_third_with_them():
    assert hidden(4, 3, 12, 99) == [True, True, True, False]


def test_groups_of_one_each_are_not_given_away_by_their_number():
    assert hidden(*[1] * 10, 12, 99) == [True] * 11 + [False]


def test_groups_just_below_the_minimum_are_not_given_away_by_their_sum():
    assert hidden(9, 9, 12, 99) == [True, True, True, False]


def test_companions_of_the_same_size_are_hidden_together():
    assert hidden(4, 12, 99, 12) == [True, True, False, True]


def test_an_empty_group_is_shown_and_protects_nobody():
    assert hidden(0, 4, 12, 99) == [False, True, True, False]


def test_a_group_of_unknown_size_is_hidden():
    assert hidden(None, 500, 40) == [True, False, True]


def test_all_figures_of_a_hidden_group_go_and_its_name_stays():
    frame = groups(4, 12, 99, spend=[1.5, 2.5, 3.5], orders=[9, 8, 7])

    shown = suppress(frame, "customers", 10).frame

    assert shown["group"].tolist() == ["group 0", "group 1", "group 2"]
    assert shown[["customers", "spend", "orders"]].isna().all(axis=1).tolist() == [1, 1, 0]


def test_the_first_column_names_a_group_even_where_it_is_a_number():
    frame = pd.DataFrame({"score": [1, 2, 3], "orders": [7, 8, 9], "customers": [4, 12, 99]})

    shown = suppress(frame, "customers", 10).frame

    assert shown["score"].tolist() == [1, 2, 3]
    assert shown["orders"].isna().tolist() == [True, True, False]


def test_labels_keep_the_columns_that_name_a_group_by_number():
    frame = pd.DataFrame({"a": [1, 1, 2], "b": [1, 2, 1], "customers": [4, 12, 99]})

    shown = suppress(frame, "customers", 10, labels=["a", "b"]).frame

    assert shown[["a", "b"]].values.tolist() == [[1, 1], [1, 2], [2, 1]]


def test_each_total_has_its_own_companion():
    frame = groups(4, 98, 99, 12, 50, 60).assign(year=[1, 1, 1, 2, 2, 2])

    shown = suppress(frame, "customers", 10, within="year")

    assert shown.hidden["customers"].tolist() == [True, True, False, False, False, False]
    assert shown.frame["year"].tolist() == [1, 1, 1, 2, 2, 2]


@pytest.mark.parametrize(("size", "rounded"), [(10, 10), (12, 10), (13, 15), (98, 100), (0, 0)])
def test_sizes_are_rounded_to_five(size, rounded):
    shown = suppress(groups(size, 500), "customers", 10).frame

    assert shown["customers"].tolist() == [rounded, 500]


def test_no_size_is_rounded_across_the_minimum():
    shown = suppress(groups(12, 500), "customers", 12).frame

    assert shown["customers"].tolist() == [15, 500]


def test_suppressing_again_changes_nothing():
    once = suppress(groups(4, 3, 12, 13, 0), "customers", 10)

    twice = suppress(once.frame, "customers", 10, labels=["group"])

    assert twice.hidden["customers"].tolist() == once.hidden["customers"].tolist()
    assert twice.frame["customers"].dropna().tolist() == once.frame["customers"].dropna().tolist()


def test_the_frame_given_is_left_as_it_was():
    frame = groups(4, 12, 99)

    suppress(frame, "customers", 10)

    assert frame["customers"].tolist() == [4, 12, 99]


@pytest.mark.parametrize(
    ("sizes", "safe"), [((4, 0, 0), False), ((1, 1, 1), False), ((4, 12), True), ((40, 50), True)]
)
def test_a_total_that_gives_a_group_away_is_not_safe(sizes, safe):
    shown = suppress(groups(*sizes), "customers", 3 if sizes == (1, 1, 1) else 10)

    assert shown.total_is_safe is safe


def test_no_hidden_size_can_be_derived_from_the_total_and_the_sizes_shown():
    # Law, over every table of four groups of up to 6 with a minimum of 3: whoever knows the
    # rule, each size shown and the total finds at least two sizes possible for each hidden one.
    # Sizes up to 9 stand for what else could lie behind the same page.
    possible = defaultdict(set)
    pages: dict[tuple, list[int]] = {}
    for sizes in product(range(10), repeat=4):
        hidden = hidden_places(list(sizes), 3)
        page = (tuple(-1 if at in hidden else sizes[at] for at in range(4)), sum(sizes))
        possible[page].add(sizes)
        total_is_shown = cannot_be_derived([sizes[at] for at in hidden], 3)
        if max(sizes) <= 6 and hidden and total_is_shown:
            pages[page] = hidden

    derived = [
        page
        for page, hidden in pages.items()
        for place in hidden
        if len({sizes[place] for sizes in possible[page]}) < 2
    ]

    assert len(pages) > 100
    assert derived == []


def test_a_frame_without_the_column_of_sizes_is_refused():
    with pytest.raises(ValueError, match="no column 'members' with the size of each group"):
        suppress(groups(1, 2), "members", 10)


def test_a_negative_size_is_refused():
    with pytest.raises(ValueError, match="customers: -2 cannot be the size of a group"):
        suppress(groups(-2, 20), "customers", 10)


def test_what_may_be_drawn_is_numbers_with_gaps():
    shown = suppress(groups(4, 12, 99, spend=[1.5, 2.5, 3.5]), "customers", 10)

    frame = drawable(shown)

    assert frame.dtypes[["customers", "spend"]].tolist() == [float, float]
    assert frame["spend"].isna().tolist() == [True, True, False]
    assert frame["group"].tolist() == ["group 0", "group 1", "group 2"]
