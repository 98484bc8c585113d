import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from helpers.value.groups import part_of, value_by_group
from helpers.workspace import contracts

VALUE = pd.DataFrame({
    "customer_id": ["a", "b", "c", "d"], "historic_clv": [10.0, 20.0, -5.0, 7.0],
    "predicted_clv_365": [4.0, 8.0, 1.0, 7.0],
})  # fmt: skip
MEMBERS = pd.DataFrame({
    "customer_id": ["a", "a", "b", "c"], "persona_id": ["p-1", "p-2", "p-1", "p-2"],
    "is_main": [True, False, True, True],
})  # fmt: skip
SEGMENTS = pd.DataFrame({
    "customer_id": ["a", "d", "d"], "segment_id": ["s-1", "s-1", None],
})  # fmt: skip


def test_value_by_group_can_be_counted_by_hand():
    found = value_by_group(VALUE, MEMBERS, SEGMENTS).set_index(["cut", "part"])

    assert found.loc[("persona", "p-1"), ["customers", "mean_historic", "mean_predicted"]].tolist(
    ) == [2, 15, 6]  # fmt: skip
    assert found.loc[("segment", "s-1"), "customers"] == 2
    assert found.loc[("persona", "p-1"), "predicted_share"] == pytest.approx(12 / 13)
    assert found.groupby(level="cut")["predicted_share"].sum().tolist() == pytest.approx([1, 1])


def test_intervals_are_students():
    found = value_by_group(VALUE, MEMBERS, SEGMENTS).set_index("part").loc["p-1"]

    half = t.ppf(0.975, 1) * np.std([4, 8], ddof=1) / 2**0.5
    assert found["predicted_upper"] == pytest.approx(6 + half, abs=0.01)


def test_one_customer_has_no_interval_and_the_dearest_group_stands_first():
    found = value_by_group(VALUE, MEMBERS, SEGMENTS)

    assert found["part"].tolist() == ["p-1", "p-2", "s-1"]
    assert found["historic_lower"].isna().tolist() == [False, True, False]


def test_without_personas_and_segments_there_are_no_groups():
    members, segments = contracts.empty("persona_members"), contracts.empty("segments")

    assert value_by_group(VALUE, members, segments).empty
    assert len(part_of(VALUE, members, segments).obj) == 0


def test_what_is_not_foretold_of_a_group_is_missing():
    found = value_by_group(VALUE.assign(predicted_clv_365=np.nan), MEMBERS, SEGMENTS)

    assert found["mean_historic"].notna().all()
    assert found[["mean_predicted", "predicted_lower", "predicted_share"]].isna().all(axis=None)
