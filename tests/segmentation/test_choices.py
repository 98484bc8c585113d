import numpy as np
import pytest

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
