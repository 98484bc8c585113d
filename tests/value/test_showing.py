from types import SimpleNamespace

import pandas as pd
import pytest
from value.tested import TOTALS, held_against

from helpers.reporting import catalogue
from helpers.value import showing


def test_ways_to_forecast_are_summed_up_with_the_one_in_use_first():
    shown = showing.shown_models(held_against())

    assert shown["model"].tolist() == ["bgnbd", "rate"]
    assert shown["total_error"].tolist() == pytest.approx([-0.1, 0.3])
    assert shown["worst_total_error"].tolist() == pytest.approx([0.3, 0.4])
    assert shown["origins"].tolist() == [2, 2]


def test_totals_are_shown_with_their_bounds():
    told = TOTALS.assign(through=pd.Timestamp("2027-09-30"), orders_expected=1.0)

    assert showing.shown_totals(told)["value_upper"].tolist() == [120, 600]


def test_ways_that_were_hardly_tested_are_left_out_but_never_the_one_in_use():
    rare, usual = held_against(), held_against()
    rows = [usual.evidence, usual.evidence.iloc[:1].assign(model="mbgnbd", rmse=0.5)]
    usual.evidence = rare.evidence = pd.concat(rows, ignore_index=True)
    rare.name = "mbgnbd"

    assert showing.shown_models(usual)["model"].tolist() == ["bgnbd", "rate"]
    assert showing.shown_models(rare)["model"].tolist() == ["mbgnbd", "bgnbd", "rate"]


def test_names_given_by_analysts_go_first_and_namesakes_carry_their_ids():
    report = SimpleNamespace(
        wording=SimpleNamespace(language="en"), group_name=lambda features: features.title()
    )
    segments = pd.DataFrame({
        "segment_id": ["s-1", "s-2", "s-3"], "features": ["trail", "trail", "gym"],
        "name_en": [None, None, "Lifters"],
    })  # fmt: skip
    personas = pd.DataFrame({"persona_id": ["p-1"], "name_en": ["Ann"]})

    assert showing.names_of(segments, personas, report) == {
        "p-1": "Ann", "s-1": "Trail (s-1)", "s-2": "Trail (s-2)", "s-3": "Lifters",
    }  # fmt: skip


def test_every_column_that_is_called_its_own_way_has_a_heading():
    assert all(catalogue.has(key, "zh") for key in showing.HEADERS.values())


def test_a_cross_is_guarded_by_the_largest_amount_of_each_cell():
    value = pd.DataFrame({
        "value_tier": ["low", "low"], "historic_clv": [-7.0, -9.0], "predicted_clv_365": 1.0,
    })  # fmt: skip
    cross = pd.DataFrame({"historic_tier": ["none"], "value_tier": ["low"], "customers": [2]})

    shown = showing.shown_cross(cross, value)

    assert shown[["contributed", "largest", "second_largest"]].iloc[0].tolist() == [16, 9, 7]
