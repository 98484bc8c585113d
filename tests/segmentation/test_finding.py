import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from helpers.segmentation.finding import find_groups


def test_planted_groups_are_found_and_said_as_rules(planted, scored):
    counts, kind = planted

    found = find_groups(scored(counts, np.random.default_rng(99)), counts, seed=1, most=5)

    assert found.choice.groups == 3
    assert adjusted_rand_score(kind, found.choice.labels) > 0.75
    assert adjusted_rand_score(kind, found.rules.labels) > 0.70
    assert found.rules.table["rule"].str.contains("category=").all()


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_few_customers_are_one_group_without_rules(company, scored, rows):
    counts, _ = company(np.random.default_rng(2), rows=max(rows, 1))
    counts = counts._replace(
        customers=counts.customers[:rows], totals=counts.totals[:, :rows],
        cases=counts.cases[:, :rows],
    )  # fmt: skip

    found = find_groups(scored(counts, np.random.default_rng(99)), counts, seed=1)

    assert found.choice.groups == 1
    assert found.rules.table.empty


def test_fifty_customers_are_grouped_by_how_they_buy_or_not_at_all(company, scored):
    counts, _ = company(np.random.default_rng(3), rows=45)

    found = find_groups(scored(counts, np.random.default_rng(99)), counts, seed=1)

    assert found.basis.name == "rfm"
    assert len(found.choice.labels) == 45


def test_customers_who_tie_in_everything_are_one_group(company, scored):
    counts, _ = company(np.random.default_rng(4), rows=200)
    same = counts._replace(
        totals=np.broadcast_to(counts.totals[:, :1], counts.totals.shape),
        cases=np.broadcast_to(counts.cases[:, :1], counts.cases.shape),
    )
    people = scored(counts, np.random.default_rng(99)).assign(
        recency_days=5, frequency=1, monetary=9.0
    )

    assert find_groups(people, same, seed=1).choice.groups == 1


def test_finding_repeats_itself(planted, scored):
    counts, _ = planted
    people = scored(counts, np.random.default_rng(99))

    first, again = (find_groups(people, counts, seed=7, most=4) for _ in range(2))

    np.testing.assert_array_equal(first.choice.labels, again.choice.labels)
    assert first.rules.table.equals(again.rules.table)
