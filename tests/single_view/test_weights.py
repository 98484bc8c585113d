import numpy as np
import pandas as pd
import pytest

from helpers.single_view import weights
from helpers.single_view.linkage import link_records
from helpers.workspace import contracts


@pytest.fixture(scope="module")
def linkage(two_sources):
    """What is found of 250 people in two sources."""
    return link_records(two_sources[0])


@pytest.fixture
def none(people):
    return link_records(people({"name": "Ana Diaz"}, {"phone": "+12065551234"}))


def test_a_weight_is_how_much_oftener_pairs_of_one_person_agree_so_in_bits(linkage):
    table = weights.level_weights(linkage)

    assert list(table) == list(contracts.load("linkage_model").columns)
    assert table["weight"].to_numpy() == pytest.approx(np.log2(table["m"] / table["u"]))
    best = table[table["place"].eq(1)].set_index("comparison")["agreement"]
    assert best[["name", "email", "phone"]].tolist() == ["same_name", "same_mailbox", "same_phone"]
    assert table.groupby("comparison")["m"].sum().between(0.95, 1.05).all()


@pytest.mark.parametrize("example", weights.EXAMPLES)
def test_the_weights_of_an_example_add_up_to_the_weight_of_the_pair(linkage, example):
    examples = weights.example_pairs(linkage, threshold=0.5)
    pair = examples[examples["example"].eq(example)].iloc[0]
    sides = linkage.pairs["record_l"].eq(pair["record"]) & linkage.pairs["record_r"].eq(
        pair["other_record"]
    )

    steps = weights.steps_of(examples, linkage, example)

    assert steps["end"].iloc[-1] == pytest.approx(linkage.pairs.loc[sides, "weight"].iloc[0])
    assert steps["end"].iloc[-2] == pytest.approx(steps["end"].iloc[-1])
    assert steps["begin"].iloc[1:-1].tolist() == pytest.approx(steps["end"].iloc[:-2].tolist())


def test_examples_are_a_clear_pair_the_least_that_was_joined_and_the_most_that_was_not(linkage):
    examples = weights.example_pairs(linkage, threshold=0.5).drop_duplicates("example")
    by = examples.set_index("example")

    assert by["together"].to_dict() == {"clear": True, "only_just": True, "not_quite": False}
    assert by.loc["clear", "probability"] > by.loc["only_just", "probability"] >= 0.5
    assert by.loc["not_quite", "probability"] < 0.5


def test_the_pairs_worth_judging_are_those_nearest_to_the_threshold(linkage):
    table = weights.doubtful_pairs(linkage, threshold=0.5, most=3)

    pairs = table.drop_duplicates(["record", "other_record"])
    assert set(table) == set(contracts.load("linkage_pairs").columns)
    certain = set(linkage.links[["record_l", "record_r"]].itertuples(index=False, name=None))
    told = set(pairs[["record", "other_record"]].itertuples(index=False, name=None))
    assert len(pairs) == 3 and not told & certain
    odds = np.abs(np.log2(pairs["probability"] / (1 - pairs["probability"])))
    others = linkage.pairs[[
        (one, other) not in certain | told
        for one, other in zip(linkage.pairs["record_l"], linkage.pairs["record_r"], strict=True)
    ]]  # fmt: skip
    assert odds.max() <= others["weight"].abs().min() + 1e-9


def test_what_a_rule_links_is_not_worth_judging(linkage):
    sides = ["record_l", "record_r"]
    certain = set(linkage.links[sides].itertuples(index=False, name=None))
    scored = set(linkage.pairs[sides].itertuples(index=False, name=None))

    table = weights.doubtful_pairs(linkage, threshold=0.5, most=1_000_000)

    told = set(table[["record", "other_record"]].itertuples(index=False, name=None))
    assert certain & scored and told == scored - certain


def test_a_detail_that_a_record_lacks_has_no_agreement_and_no_weight(linkage):
    table = weights.doubtful_pairs(linkage, threshold=0.5)

    lacking = table[table["agreement"].isna()]
    assert len(lacking) and lacking["weight"].eq(0).all()


def test_examples_are_masked(linkage, two_sources):
    records = two_sources[0].assign(address=None)
    examples = weights.example_pairs(linkage, threshold=0.5)

    table = weights.masked_examples(examples, records)

    shown = " ".join(table["one"] + table["other"])
    assert "user" not in shown and not any(digit in shown for digit in "0123456789")
    assert table["pair"].unique().tolist() == list(weights.EXAMPLES)


def test_where_nothing_is_compared_there_is_nothing_to_show(none):
    examples = weights.example_pairs(none, threshold=0.5)

    assert weights.level_weights(none).empty
    assert weights.doubtful_pairs(none, threshold=0.5).empty
    assert weights.steps_of(examples, none, "clear").empty
    assert weights.masked_examples(examples, pd.DataFrame({"record_id": []})).empty


def test_few_records_give_no_examples(two_sources):
    few = two_sources[0].iloc[[0, 1, 250, 251]]

    assert weights.example_pairs(link_records(few), threshold=0.5).empty
