import numpy as np
import pytest

from helpers.single_view.blocking import choose_blocking
from helpers.single_view.linker import names, on_engine
from helpers.single_view.model import learn_model
from helpers.single_view.scoring import score_pairs


@pytest.fixture(scope="module")
def scored(crowd_keys):
    """A model and the pairs that it finds."""
    with on_engine(crowd_keys) as records:
        model = learn_model(records, choose_blocking(records))
        return model, score_pairs(records, model)


def test_the_parts_of_a_weight_and_the_prior_add_up_to_it(scored):
    model, pairs = scored

    parts = pairs[[f"weight_{name}" for name in names(model)]].sum(axis="columns")

    share = model["probability_two_random_records_match"]
    weight = pairs["weight"].to_numpy()
    assert (parts + np.log2(share / (1 - share))).to_numpy() == pytest.approx(weight)
    assert 1 / (1 + 2.0**-weight) == pytest.approx(pairs["probability"].to_numpy())


def test_each_pair_stands_once_the_smaller_record_first(scored):
    pairs = scored[1]

    assert (pairs["record_l"] < pairs["record_r"]).all()
    assert not pairs.duplicated(["record_l", "record_r"]).any()
    assert pairs[["record_l", "record_r"]].apply(tuple, axis=1).is_monotonic_increasing


def test_a_common_name_tells_less_than_a_rare_one(keys, on_the_engine):
    common = [{"name": "Ana Diaz", "phone": f"+1206555{n:04}"} for n in range(40)]
    rare = [{"name": "Zoe Quill", "phone": f"+1306555{n:04}"} for n in range(2)]
    twice = [told | {"source": source} for told in common + rare for source in "ab"]
    records = on_the_engine(keys(*twice))

    pairs = score_pairs(records, learn_model(records, choose_blocking(records)), lowest=0.0)

    name = records.keys.set_index("record_id")["name_key"]
    same = pairs[pairs["record_l"].map(name) == pairs["record_r"].map(name)]
    weight = same.groupby(same["record_l"].map(name))["weight_name"].max()
    assert weight["quill zoe"] > weight["ana diaz"] + 3


def test_no_value_that_was_compared_leaves_the_engine(scored):
    model, pairs = scored

    told = {f"{kind}_{name}" for kind in ("level", "weight") for name in names(model)}
    assert set(pairs) == {"record_l", "record_r", "probability", "weight"} | told
