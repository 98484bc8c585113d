import numpy as np
import pandas as pd
import pytest

from helpers.drivers import questions
from helpers.workspace import contracts, engine


def effects(*rows):
    base = {"effect": "own_price", "by": "value_tier", "part": "high", "lines": 900,
            "estimate": -1.5, "lower": -1.8, "upper": -1.2, "difference": 0.4,
            "difference_lower": 0.1, "difference_upper": 0.7}  # fmt: skip
    return pd.DataFrame([base | row for row in rows])


ALL = {"by": "all", "part": "all"}


@pytest.mark.parametrize(("low", "high", "verdict"), [
    (0.1, 0.7, "weaker"), (-0.7, -0.1, "stronger"), (-0.1, 0.7, "alike"),
])  # fmt: skip
def test_high_end_customers_are_held_against_all_others(low, high, verdict):
    told = questions.high_end(effects({"difference_lower": low, "difference_upper": high}))

    assert told.verdict == verdict and told.grade == "B" and told.told["number"] == -1.5


def test_without_tiers_high_end_customers_cannot_be_told():
    assert questions.high_end(effects(ALL)).grade == "refused"


def test_regions_differ_only_if_one_of_them_surely_does():
    told = [questions.regions(effects(ALL, *(
        {"by": "region", "part": part, "estimate": estimate, "difference": apart,
         "difference_lower": apart - half, "difference_upper": apart + half}
        for part, estimate, apart, half in (
            ("CN/GD", -1.0, 0.8, half_gd), ("CN/SH", -2.0, -0.4, 0.5), ("other", -0.2, 1.0, 3.0)
        )
    ))) for half_gd in (0.3, 2.0)]  # fmt: skip

    assert [one.verdict for one in told] == ["differ", "alike"]
    assert told[0].told["part"] == "CN/GD" and told[0].told["other"] == "CN/SH"
    assert told[0].told["count"] == 1 and told[0].told["of"] == 3


def test_one_region_alone_tells_nothing():
    assert questions.regions(effects(ALL, {"by": "region"})).verdict == "unknown"


def rivals(**given):
    row = {"category": "shoes", "cut": 0.1, "verdict": "rivals_matter", "sales": -0.06,
           "sales_lower": -0.1, "sales_upper": -0.02, "answer": "stay"}  # fmt: skip
    return pd.DataFrame([row | given, row | {"category": "tents", "sales": -0.01}])


@pytest.mark.parametrize(("given", "verdict", "grade"), [
    ({}, "stay", "B"), ({"answer": "follow"}, "follow", "B"),
    ({"answer": "unclear"}, "unclear", "C"), ({"answer": "no_costs"}, "no_costs", "B"),
])  # fmt: skip
def test_the_answer_to_competitors_is_that_of_the_category_that_they_move_most(
    given, verdict, grade
):  # fmt: skip
    told = questions.rivals(rivals(**given), effects({"effect": "rival_price"}))

    assert (told.verdict, told.grade) == (verdict, grade)
    assert told.told["part"] == "shoes" and told.told["number"] == -0.06


def test_competitors_that_nobody_notices_need_no_answer():
    told = questions.rivals(rivals().assign(verdict="none_seen"), effects(ALL))

    assert told.verdict == "none_seen" and told.told["of"] == 2


def goods(*payback):
    weeks = np.array(payback)
    return pd.DataFrame({
        "product_id": [f"p{n}" for n in range(len(weeks))], "pieces": 100, "payback_weeks": weeks,
        "payback_weeks_lower": weeks * 0.9, "payback_weeks_upper": weeks * 1.1,
        "margin_per_week": 5.0, "margin_lower": 4.0, "margin_upper": 6.0,
    })  # fmt: skip


def test_the_fastest_product_is_clear_if_the_next_is_slower_for_sure():
    clear, leaning = (questions.fastest(goods(*weeks)) for weeks in ((5.0, 9.0), (5.0, 5.5)))

    assert (clear.grade, leaning.grade) == ("B", "C")
    assert clear.told["part"] == "p0" and clear.told["other_number"] == 7


def test_without_stock_the_product_that_earns_most_is_told():
    table = goods(np.nan, np.nan).assign(margin_per_week=[3.0, 8.0])

    assert questions.fastest(table).told["part"] == "p1"
    assert questions.fastest(table).verdict == "earns"
    assert questions.fastest(table.iloc[:0]).verdict == "unknown"


def test_a_launch_is_told_by_whom_it_reached_beyond_the_usual():
    table = pd.DataFrame({
        "product_id": "p", "launched": pd.Timestamp("2026-01-05"), "part": ["high", "low"],
        "customers": [30, 20], "share": [0.6, 0.4], "usual": [0.3, 0.7], "times": [2.0, 0.57],
    })  # fmt: skip

    told = questions.launches(table, any_tiers=True)

    assert told.verdict == "reached" and told.told["other"] == "high"
    assert questions.launches(table.iloc[:0], any_tiers=True).verdict == "none"
    assert questions.launches(table.iloc[:0], any_tiers=False).verdict == "unknown"


def offers(*verdicts):
    return pd.DataFrame({
        "promotion": [f"o{n}" for n in range(len(verdicts))], "depth": 0.1, "lines": 500,
        "returned": [1.2 - 0.2 * n for n in range(len(verdicts))], "given": 1000.0, "gain": 200.0,
        "gain_lower": 50.0, "gain_upper": 350.0, "verdict": verdicts,
    })  # fmt: skip


@pytest.mark.parametrize(("verdicts", "verdict", "grade"), [
    (("pays", "costs"), "pays", "B"), (("costs", "costs"), "all_cost", "B"),
    (("unclear", "costs"), "none_surely", "C"),
])  # fmt: skip
def test_the_best_promotion_decides_the_answer(verdicts, verdict, grade):
    told = questions.promotions(offers(*verdicts))

    assert (told.verdict, told.grade) == (verdict, grade)
    assert told.told["lower"] == pytest.approx(1.05) and told.told["part"] == "o0"


def test_promotions_without_costs_are_not_ranked():
    table = offers("no_costs").assign(returned=np.nan, gain_lower=np.nan)

    assert questions.promotions(table).verdict == "no_costs"
    assert questions.promotions(table.iloc[:0]).verdict == "unknown"


@pytest.mark.parametrize(("verdict", "grade"), [("less", "B"), ("more", "B"), ("unclear", "C"),
                                                ("too_few", "refused")])  # fmt: skip
def test_the_programme_is_answered_by_its_table(verdict, grade):
    table = pd.DataFrame([{"verdict": verdict, "joined": 60, "odds": 0.7, "odds_lower": 0.5,
                           "odds_upper": 0.9, "hidden_reason": 2.0}])  # fmt: skip

    told = questions.loyalty(table)

    assert (told.verdict, told.grade) == (verdict, grade)
    assert ("other_number" in told.told) == (verdict == "less")


def test_answers_make_a_table_under_its_contract():
    told = [questions.high_end(effects({})), questions.unknown("launch", "none"),
            questions.regions(effects(ALL))]  # fmt: skip

    table, contract = questions.answer_table(told), contracts.load("driver_questions")

    contracts.validate(engine.in_memory(table).cast(contract.schema), contract)
    assert table["grade"].tolist() == ["B", "refused", "refused"]
