import numpy as np
import pytest

from helpers.segmentation import choices
from helpers.segmentation.choices import COLUMNS, other_choices
from helpers.segmentation.finding import find_groups


@pytest.fixture
def tried(planted, scored):
    counts, _ = planted
    people = scored(counts, np.random.default_rng(99))
    found = find_groups(people, counts, seed=1, most=4)
    return other_choices(found, people, counts, seed=1).set_index("choice")


def test_another_start_gives_the_same_groups(tried):
    assert tried.loc["another_seed", "rand_index"] > 0.95


def test_what_means_nothing_gives_groups_that_agree_by_chance_only(tried):
    # Recency, order days and spend of the planted customers are drawn at random.
    assert abs(tried.loc["rfm_alone", "rand_index"]) < 0.05


def test_leaving_out_what_forms_the_groups_changes_them_most(tried):
    assert tried.loc["without_category", "rand_index"] < tried.loc["without_channel", "rand_index"]
    assert "without_offer" not in tried.index


def test_the_least_agreement_stands_first(tried):
    assert tried["rand_index"].is_monotonic_increasing


def test_one_group_has_no_other_choices(company, scored):
    counts, _ = company(np.random.default_rng(2), rows=12)
    people = scored(counts, np.random.default_rng(99))

    told = other_choices(find_groups(people, counts, seed=1), people, counts, seed=1)

    assert told.empty and list(told) == COLUMNS


def test_of_very_many_customers_some_are_looked_at(planted, scored, monkeypatch):
    counts, _ = planted
    people = scored(counts, np.random.default_rng(99))
    found = find_groups(people, counts, seed=1, most=4)
    seen = []
    monkeypatch.setattr(choices, "MOST_LOOKED_AT", 400)
    monkeypatch.setattr(choices, "adjusted_rand_score",
                        lambda one, other: seen.append((len(one), len(other))) or 1.0)  # fmt: skip

    told = other_choices(found, people, counts, seed=1)

    assert set(seen) == {(400, 400)} and len(told) == len(seen)


def test_some_customers_say_what_all_say(planted, scored, monkeypatch, tried):
    counts, _ = planted
    people = scored(counts, np.random.default_rng(99))
    found = find_groups(people, counts, seed=1, most=4)
    monkeypatch.setattr(choices, "MOST_LOOKED_AT", 400)

    some = other_choices(found, people, counts, seed=1).set_index("choice")

    assert set(some.index) == set(tried.index)
    assert (some["rand_index"] - tried["rand_index"]).abs().max() < 0.15
