import pandas as pd
import pytest

from helpers.drivers.channel_questions import channel_return, mass_or_direct, reach_high_end


def media(*rows, grade="B"):
    columns = ["channel", "return_per_spend", "return_lower", "return_upper", "separable"]
    table = pd.DataFrame(rows, columns=columns)
    spend = 100.0
    brought = {f"contribution{end}": table[f"return{end or '_per_spend'}"].astype(float) * spend
               for end in ("", "_lower", "_upper")}  # fmt: skip
    return table.assign(
        return_pooled=table["return_per_spend"], spend=spend, grade=grade, together_with="",
        group_contribution=None, group_lower=None,
        group_upper=None, **brought,
    )  # fmt: skip


TWO = (("a", 3.0, 2.0, 4.0, True), ("b", 1.0, 0.5, 1.5, True))


@pytest.mark.parametrize(("rows", "verdict"), [
    (TWO, "best"),
    ((("a", 3.0, 1.0, 4.0, True), ("b", 2.0, 0.5, 3.5, True)), "leads"),
    ((("a", None, None, None, False), ("b", None, None, None, False)), "inseparable"),
])  # fmt: skip
def test_the_channel_that_returns_most_is_told_as_surely_as_it_is_known(rows, verdict):
    told = channel_return(media(*rows))

    assert told.verdict == verdict
    assert told.told.get("part") == (None if verdict == "inseparable" else "a")


def test_a_model_that_held_out_time_refuses_has_no_clear_grade():
    assert channel_return(media(*TWO)).grade == "B"
    assert channel_return(media(*TWO, grade="refused")).grade == "C"


def test_channels_are_ranked_by_returns_that_are_drawn_to_one_another():
    told = channel_return(media(*TWO).assign(return_pooled=[1.5, 1.6]))

    assert told.told["part"] == "b" and told.told["number"] == 1.0


def test_without_advertising_nothing_is_told():
    for told in (channel_return(None), channel_return(media()), mass_or_direct(None, None),
                 reach_high_end(None)):  # fmt: skip
        assert told.grade == "refused" and told.verdict == "unknown"


def direct(value, lower, upper):
    return pd.DataFrame({
        "channel": ["all", "email", "email"], "campaign": ["", "", "C1"], "contacted": 900,
        "return_per_spend": [value, 9.0, 9.0], "return_lower": [lower, 8.0, 8.0],
        "return_upper": [upper, 10.0, 10.0],
    })  # fmt: skip


@pytest.mark.parametrize(("ends", "verdict", "grade"), [
    ((5.0, 4.0, 6.0), "direct", "B"), ((0.5, 0.1, 0.9), "mass", "B"),
    ((2.5, 1.0, 4.0), "unclear", "C"),
])  # fmt: skip
def test_own_messages_are_held_against_all_advertising_together(ends, verdict, grade):
    told = mass_or_direct(media(*TWO), direct(*ends))

    assert (told.verdict, told.grade) == (verdict, grade)
    assert told.told["other_number"] == 2 and told.told["other_lower"] == 1.25
    assert told.told["number"] == ends[0]


def test_channels_that_ran_together_count_once_with_what_they_brought_together():
    table = media(("a", None, None, None, False), ("b", None, None, None, False), *TWO[:1])
    table.loc[:1, ["together_with", "group_contribution", "group_lower", "group_upper"]] = [
        "a, b", 500.0, 200.0, 800.0]  # fmt: skip

    told = mass_or_direct(table, direct(5.0, 4.0, 6.0)).told

    assert told["other_number"] == pytest.approx((500 + 300) / 300)


def test_without_anybody_held_out_direct_is_not_known():
    assert mass_or_direct(media(*TWO), direct(1, 1, 1).iloc[:0]).verdict == "no_direct"


def reach(**given):
    base = {"grp": ["high", "high", "all"], "channel": ["a", "b", "b"], "orders": 900,
            "moved": [0.1, 0.04, 0.05], "moved_lower": 0.02, "moved_upper": 0.2,
            "times_usual": [1.3, 1.6, 1.0], "differs": [True, False, False]}  # fmt: skip
    return pd.DataFrame(base | given)


def test_the_channel_that_surely_moves_high_end_customers_more_is_told():
    told = reach_high_end(reach())

    assert told.verdict == "most" and told.told["part"] == "a" and told.grade == "B"
    assert told.told["other_number"] == 1.3 and told.told["number"] == 0.1


def test_where_no_channel_surely_does_the_largest_leans():
    told = reach_high_end(reach(differs=False))

    assert told.verdict == "alike" and told.told["part"] == "b" and told.grade == "C"


def test_without_high_end_customers_no_reach_is_told():
    assert reach_high_end(reach(grp="low")).verdict == "unknown"
