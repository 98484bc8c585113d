import numpy as np
import pytest

from helpers.single_view.blocking import choose_blocking
from helpers.single_view.linker import names, on_engine
from helpers.single_view.model import every_level, learn_model, levels, without_true_pairs


@pytest.fixture(scope="module")
def learnt(crowd_keys):
    """The models of 500 records, without and with blocking."""
    with on_engine(crowd_keys) as records:
        return {size: learn_model(records, choose_blocking(records, all_pairs=size))
                for size in (0, 10**6)}  # fmt: skip


def bits(model, name):
    """Return the weight of each level of a comparison, the best first."""
    one = model["comparisons"][names(model).index(name)]
    return [np.log2(told["m_probability"] / told["u_probability"]) for told in levels(one)]


@pytest.mark.parametrize("size", [0, 10**6])
def test_agreement_speaks_for_one_person_and_difference_against(learnt, size):
    for name in ("name", "email", "phone"):
        weights = bits(learnt[size], name)
        assert weights[0] > 5
        assert weights[-1] < -2


@pytest.mark.parametrize("size", [0, 10**6])
def test_the_share_of_true_pairs_is_found(learnt, size):
    # 250 of the pairs of 500 records are one person.
    share = learnt[size]["probability_two_random_records_match"]

    assert share == pytest.approx(250 / (500 * 499 / 2), rel=0.3)


def test_each_parameter_has_six_digits(learnt):
    for told in every_level(learnt[0]):
        for side in ("m_probability", "u_probability"):
            assert told[side] == float(f"{told[side]:.6g}")


def test_what_no_true_pair_has_shown_is_thought_rare_and_not_impossible(learnt):
    # Nobody in the crowd has two phones.
    phone = list(levels(learnt[0]["comparisons"][names(learnt[0]).index("phone")]))

    assert phone[-1]["m_probability"] == 0.001
    assert phone[-1]["u_probability"] > 0.9


def test_true_pairs_are_taken_out_of_the_random_ones():
    level = {"m_probability": 0.8, "u_probability": 0.01 * 0.8 + 0.99 * 0.002}
    never = {"m_probability": 0.9, "u_probability": 0.009}
    model = {"probability_two_random_records_match": 0.01,
             "comparisons": [{"comparison_levels": [level, never]}]}  # fmt: skip

    cleaned = [told["u_probability"] for told in every_level(without_true_pairs(model))]

    assert cleaned == pytest.approx([0.002, 0.009 / 20])
    assert level["u_probability"] != cleaned[0]


def test_too_few_records_to_learn_from_weigh_what_they_usually_do(keys, on_the_engine):
    names_of_three = ({"name": name, "phone": "+1206555123"} for name in ("Ana", "Ana", "Ben"))
    few = on_the_engine(keys(*names_of_three))

    model = learn_model(few, choose_blocking(few))

    assert np.diff(bits(model, "name")) == pytest.approx(-15 / 9)
