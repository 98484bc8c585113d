import numpy as np
import pandas as pd

from helpers.segmentation.rules import COLUMNS, tree_rules


def customers(rows=400):
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({
        "recency_days": rng.integers(0, 400, rows), "monetary": rng.gamma(2, 200, rows),
    })  # fmt: skip
    return frame, (frame["recency_days"] > 180).to_numpy().astype(int)


def test_a_rule_that_was_planted_is_found_and_holds_on_others():
    frame, labels = customers()

    rules = tree_rules(frame, labels, seed=1).set_index("cluster")

    assert rules.loc["A", "rule"].startswith("recency_days <= 1")
    assert rules.loc["B", "rule"].endswith("< recency_days")
    assert (rules[["coverage", "purity"]] > 0.95).all(axis=None)


def test_labels_without_meaning_give_rules_that_do_not_hold():
    frame, labels = customers()
    shuffled = np.random.default_rng(2).permutation(labels)

    rules = tree_rules(frame, shuffled, seed=1)

    # What a rule catches holds no more of its group than the customers as a whole do.
    held = (shuffled == 0).mean(), (shuffled == 1).mean()
    assert (rules["purity"] - held).abs().max() < 0.15


def test_a_feature_is_named_once_with_both_its_bounds():
    frame, _ = customers()
    labels = frame["recency_days"].between(100, 200).to_numpy().astype(int)

    rules = tree_rules(frame, labels, seed=1).set_index("cluster")

    assert rules.loc["B", "rule"].count("recency_days") == 1
    assert rules.loc["B", "rule"].count("<") == 2


def test_rules_count_only_customers_that_the_tree_has_not_seen():
    frame, labels = customers()

    assert tree_rules(frame, labels, seed=1)["customers"].sum() <= 200


def test_one_group_or_a_group_of_three_has_no_rules():
    frame, _ = customers(100)

    for labels in (np.zeros(100, dtype=int), np.array([1] * 3 + [0] * 97)):
        rules = tree_rules(frame, labels, seed=1)
        assert rules.empty
        assert list(rules) == COLUMNS


def test_missing_values_do_not_stop_the_tree():
    frame, labels = customers()

    holed = frame.mask(frame["monetary"] > 900).assign(none=None)

    assert len(tree_rules(holed, labels, seed=1)) == 2
