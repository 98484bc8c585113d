import pandas as pd
import pytest

from helpers.reporting.suppression import drawable, suppress, withhold_shares


def groups(*sizes, **columns):
    names = [f"group {number}" for number in range(len(sizes))]
    return pd.DataFrame({"group": names, "customers": sizes, **columns})


def hidden(*sizes, minimum=10):
    return suppress(groups(*sizes), "customers", minimum).hidden["customers"].tolist()


def test_groups_at_the_minimum_are_all_shown():
    assert hidden(10, 11, 500) == [False, False, False]


def test_the_next_smallest_group_is_hidden_with_a_single_small_one():
    assert hidden(4, 500, 12, 99) == [True, False, True, False]


def test_two_small_groups_that_leave_each_other_room_need_no_third():
    assert hidden(5, 7, 12, 99) == [True, True, False, False]


def test_two_small_groups_that_leave_each_other_too_little_room_take_a_third_with_them():
    assert hidden(4, 7, 12, 99) == [True, True, True, False]


def test_groups_of_one_each_are_not_given_away_by_their_number():
    assert hidden(*[1] * 8, 12, 99) == [True] * 9 + [False]


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


def test_rows_in_the_order_of_a_figure_do_not_bound_the_withheld_ones():
    # By spend b would stand between 500 and 100, so that its own were known within these.
    frame = pd.DataFrame({
        "group": ["d", "b", "c", "a"], "customers": [50, 4, 40, 12], "spend": [500, 300, 100, 50],
    })  # fmt: skip

    shown = suppress(frame, "customers", 10)

    assert shown.frame["group"].tolist() == ["d", "c", "a", "b"]
    assert shown.hidden["spend"].tolist() == [False, False, True, True]


def test_rows_in_the_order_of_their_names_stay_where_they_are():
    frame = groups(12, 4, 99).assign(part=["x", "x", "y"])

    assert suppress(frame, "customers", 10).frame["group"].tolist() == frame["group"].tolist()


def test_within_totals_withheld_rows_go_to_the_end_of_their_own():
    frame = pd.DataFrame({
        "cut": ["x", "x", "x", "y", "y"], "part": ["c", "b", "a", "e", "d"],
        "customers": [4, 12, 99, 60, 50],
    })  # fmt: skip

    shown = suppress(frame, "customers", 10, within="cut").frame

    assert shown["part"].tolist() == ["a", "b", "c", "e", "d"]


def test_labels_keep_the_columns_that_name_a_group_by_number():
    frame = pd.DataFrame({"a": [1, 1, 2], "b": [1, 2, 1], "customers": [4, 12, 99]})

    shown = suppress(frame, "customers", 10, labels=["a", "b"]).frame

    assert shown[["a", "b"]].values.tolist() == [[1, 1], [1, 2], [2, 1]]


def test_each_total_has_its_own_companion():
    frame = groups(4, 98, 99, 12, 50, 60).assign(year=[1, 1, 1, 2, 2, 2])

    shown = suppress(frame, "customers", 10, within="year")

    assert shown.hidden["customers"].tolist() == [True, True, False, False, False, False]
    assert shown.frame["year"].tolist() == [1, 1, 1, 2, 2, 2]


def test_words_behind_the_sizes_are_figures_and_words_before_them_are_names():
    frame = pd.DataFrame({
        "group": ["a", "b", "c"], "rule": ["x", "y", "z"], "customers": [4, 12, 99],
        "spend": ["high", "low", "low"],
    })  # fmt: skip

    shown = suppress(frame, "customers", 10).frame

    assert shown["rule"].tolist() == ["x", "y", "z"]
    assert shown["spend"].isna().tolist() == [True, True, False]


def test_shares_are_those_of_rounded_sizes_within_each_total():
    frame = groups(103, 96, 12, 28, share=[0.5176, 0.4824, 0.3, 0.7]).assign(year=[1, 1, 2, 2])

    shown = suppress(frame, "customers", 10, within="year").frame

    assert shown["share"].tolist() == pytest.approx([105 / 200, 95 / 200, 10 / 40, 30 / 40])


def test_shares_of_what_was_withheld_before_stay():
    once = drawable(suppress(groups(4, 12, 99, share=[0.1, 0.1, 0.8]), "customers", 10))

    twice = suppress(once, "customers", 10, labels=["group"]).frame

    assert twice["share"].dropna().tolist() == once["share"].dropna().tolist() == [100 / 115]


def test_a_group_whose_amount_one_person_makes_is_withheld_with_a_companion():
    # Of 15 customers one spent 900 and another 95: the second knows the first's within 10 %.
    frame = groups(15, 40, 99, spend=[1000.0, 700.0, 990.0]).assign(
        contributed=[1000, 700, 990], largest=[900, 30, 20], second_largest=[95, 30, 20]
    )

    shown = suppress(frame, "customers", 10)

    assert list(shown.frame) == ["group", "customers", "spend"]
    assert shown.hidden["spend"].tolist() == [True, True, False]


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


def test_a_column_of_shares_is_rounded_and_withheld_where_few_are_meant_or_left():
    frame = groups(1000, 1000, 1000, changed=[0.009, 0.123, 0.995])

    shown = withhold_shares(suppress(frame, "customers", 10), {"changed": 1000}, 10)

    assert shown.hidden["changed"].tolist() == [True, False, True]
    assert shown.frame["changed"].dropna().tolist() == [125 / 1000]
