import numpy as np
import pandas as pd
import pytest

from helpers.segmentation import rules
from helpers.segmentation.rules import COLUMNS, Condition, say_rule, shortened, tree_rules


def customers(rows=400):
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({
        "recency_days": rng.integers(0, 400, rows), "monetary": rng.gamma(2, 200, rows),
    })  # fmt: skip
    return frame, (frame["recency_days"] > 180).to_numpy().astype(int)


def test_a_rule_that_was_planted_is_found_and_holds_on_others():
    frame, labels = customers()

    rules = tree_rules(frame, labels, seed=1).table.set_index("cluster")

    assert rules.loc["A", "rule"].startswith("recency_days <= 1")
    assert rules.loc["B", "rule"].startswith("recency_days > 1")
    assert (rules[["coverage", "purity"]] > 0.95).all(axis=None)


def test_labels_without_meaning_give_rules_that_do_not_hold():
    frame, labels = customers()
    shuffled = np.random.default_rng(2).permutation(labels)

    rules = tree_rules(frame, shuffled, seed=1).table

    # What a rule catches holds no more of its group than the customers as a whole do.
    held = (shuffled == 0).mean(), (shuffled == 1).mean()
    assert (rules["purity"] - held).abs().max() < 0.15


def test_a_feature_is_named_once_with_both_its_bounds():
    frame, _ = customers()
    labels = frame["recency_days"].between(100, 200).to_numpy().astype(int)

    rules = tree_rules(frame, labels, seed=1).table.set_index("cluster")

    assert rules.loc["B", "rule"].count("recency_days") == 1
    assert rules.loc["B", "rule"].count("<") == 2


def test_rules_count_only_customers_that_the_tree_has_not_seen():
    frame, labels = customers()

    assert tree_rules(frame, labels, seed=1).table["customers"].sum() <= 200


def test_one_group_or_a_group_of_three_has_no_rules():
    frame, _ = customers(100)

    for labels in (np.zeros(100, dtype=int), np.array([1] * 3 + [0] * 97)):
        rules = tree_rules(frame, labels, seed=1)
        assert rules.table.empty
        assert list(rules.table) == COLUMNS
        assert rules.labels.tolist() == labels.tolist()


def test_missing_values_do_not_stop_the_tree():
    frame, labels = customers()

    holed = frame.mask(frame["monetary"] > 900).assign(none=None)

    assert len(tree_rules(holed, labels, seed=1).table) == 2


def test_the_tree_puts_everybody_somewhere_and_agrees_with_what_was_planted():
    frame, labels = customers()

    rules = tree_rules(frame, labels, seed=1)

    assert (rules.labels == labels).mean() > 0.97
    assert rules.agreement > 0.95


def test_a_condition_that_adds_nothing_is_left_out():
    frame, labels = customers()
    late, paid = Condition("recency_days", 180, np.inf), Condition("monetary", -np.inf, 1e6)

    assert shortened([paid, late], frame, labels == 1) == [late]


def test_rules_are_said_with_the_readers_names_and_shares_in_percent():
    way = [
        Condition("category=shoes", 0.221, np.inf), Condition("recency_days", 30, 90),
        Condition("price=mean", -np.inf, 0.125),
    ]  # fmt: skip

    told = say_rule(way, {"category=shoes": "shoes"}, "; ")

    assert told == "shoes > 22%; 30 < recency_days <= 90; price=mean <= 0.125"


def test_on_very_many_customers_the_tree_is_grown_on_some(monkeypatch):
    rng = np.random.default_rng(6)
    features = pd.DataFrame({"spend": rng.gamma(2, 50, 900), "orders": rng.integers(1, 9, 900)})
    labels = (features["spend"] > 100).to_numpy(dtype=int)
    whole = tree_rules(features, labels, seed=1)
    monkeypatch.setattr(rules, "MOST_GROWN", 200)

    some = tree_rules(features, labels, seed=1)

    # Counted on the same half, by a rule of its own.
    assert some.agreement == pytest.approx(whole.agreement, abs=0.03)
    assert some.conditions != whole.conditions
