from datetime import date
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from helpers.evidence.basis import BEHAVIOUR, learn_basis, points_of
from helpers.evidence.clusters import Choice
from helpers.segmentation.finding import Found
from helpers.segmentation.lasting import name_segments
from helpers.segmentation.moves import (
    Known,
    blocks_of,
    find_moves,
    moves_of_quarter,
    replacing,
    smallest_sets,
)
from helpers.segmentation.snapshots import Snapshots
from helpers.workspace import contracts

LINE = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]])  # three segments: x, y, z
SHIFTS = {"a": (6, 0), "b": (4, 0), "c": (0, 7), "d": (0, 0)}


def adding(start, shifts):
    """Customers whose place is the sum of what each block adds."""

    def place(sets, which):
        moved = [sum((np.array(shifts[block]) for block in some), np.zeros(2)) for some in sets]
        return np.array(moved)[:, None, :] + np.asarray(start, dtype=float)[which]

    return place


def explained(start, wanted, shifts=SHIFTS):
    return smallest_sets(
        adding(start, shifts), sorted(shifts), LINE, list("xyz"), pd.Series(wanted)
    )


def test_the_one_change_that_brings_a_customer_over_explains_the_move():
    # All changes lead from (0, 0) to (10, 7), which is nearest to y; a alone does already.
    assert explained([(0, 0)], ["y"]) == ["a"]


def test_where_no_single_change_does_the_smallest_set_is_found():
    assert explained([(-3, -1)], ["y"]) == ["a;b"]


def test_of_sets_of_one_size_the_one_that_leads_furthest_is_taken():
    assert explained([(2, 0)], ["y"], {"a": (4, 0), "b": (8, 0), "c": (0, 0)}) == ["b"]


def test_a_customer_who_did_not_change_was_moved_by_the_segments():
    assert explained([(9, 0)], ["y"]) == [""]


def test_a_move_that_all_changes_together_do_not_make_is_not_explained():
    assert explained([(0, 0)], ["z"]) == [None]


def test_sets_are_the_smallest_of_all_that_there_are():
    rng = np.random.default_rng(1)
    start, shifts = rng.normal(5, 4, (60, 2)), dict(zip("abcde", rng.normal(0, 4, (5, 2)),
                                                        strict=True))  # fmt: skip
    place = adding(start, shifts)
    ends = place([tuple(shifts)], np.arange(60))[0]
    wanted = ["xyz"[((LINE - end) ** 2).sum(axis=1).argmin()] for end in ends]

    found = explained(start, wanted, shifts)

    for who, (why, goal) in enumerate(zip(found, wanted, strict=True)):
        fitting = [
            len(some) for size in range(6) for some in combinations(sorted(shifts), size)
            if "xyz"[((LINE - place([some], [who])[0, 0]) ** 2).sum(axis=1).argmin()] == goal
        ]  # fmt: skip
        assert min(fitting) == (len(why.split(";")) if why else 0)


@pytest.fixture
def moved(desk, planted, found, scored, next_quarter):
    """A quarter in which two customers of the first segment took to what the second one buys."""
    counts, _ = planted
    first = name_segments(desk, found, seed=1)
    people = scored(counts, np.random.default_rng(99))
    turned = first.of_customers.index[first.of_customers.eq(first.ids[0])][:2]
    model = first.of_customers.index[first.of_customers.eq(first.ids[1])]
    totals, cases = counts.totals.copy(), counts.cases.copy()
    own = [place for place, (block, _) in enumerate(counts.columns) if block == "category"]
    rows = counts.customers.get_indexer(turned)
    like = counts.totals[:, counts.customers.get_indexer(model)][:, :, own].mean(axis=1)
    totals[:, rows[:, None], own] = 20 * like[:, None, :]
    cases[:, rows, counts.blocks.index("category")] = 20 * like.sum(axis=1)[:, None]
    later = counts._replace(totals=totals, cases=cases)
    points = points_of(found.basis, people, later)
    middles = [found.points[found.choice.labels == label].mean(axis=0) for label in range(3)]
    far = np.array([((points - middle) ** 2).sum(axis=1) for middle in middles])
    labels = np.where(found.features.index.isin(turned), far.argmin(axis=0), found.choice.labels)
    now = found._replace(points=points, choice=found.choice._replace(labels=labels))
    segments = name_segments(next_quarter(first), now, seed=1)
    return segments, Known(people, counts), Known(people, later), turned


def test_customers_who_took_to_other_products_moved_for_what_they_buy(moved):
    segments, then, now, turned = moved

    told = find_moves(segments, then, now)

    assert told["customer_id"].tolist() == sorted(turned)
    assert told["why"].tolist() == ["category"] * 2
    assert told["from_id"].nunique() == 1 and told["from_id"].iloc[0] != told["to_id"].iloc[0]
    assert list(told) == list(contracts.load("segment_moves").columns)


def test_with_no_block_replaced_customers_stand_as_then_and_with_all_as_now(moved, found):
    _, then, now, turned = moved
    others = found.features.index[:5].union(turned).rename("customer_id")

    place = replacing(found.basis, others, then, now)
    both = place([(), tuple(blocks_of(found.basis))], np.arange(len(others)))

    for told, known in zip(both, (then, now), strict=True):
        rows = known.scored.set_index("customer_id").loc[others].reset_index()
        np.testing.assert_allclose(told, points_of(found.basis, rows, known.counts), atol=1e-9)


def test_the_days_of_both_quarters_are_taken_from_the_snapshots(moved):
    segments, then, now, turned = moved
    days = [date(2026, 6, 30), date(2026, 9, 30)]
    rows = [known.scored.assign(snapshot_day=pd.Timestamp(day), r_score=1)
            for known, day in zip((then, now), days, strict=True)]  # fmt: skip
    snapshots = Snapshots(pd.concat(rows, ignore_index=True), {})
    counts = dict(zip(days, (then.counts, now.counts), strict=True))

    told = moves_of_quarter(segments, snapshots, counts, days)

    assert told["customer_id"].tolist() == sorted(turned)
    assert moves_of_quarter(segments, snapshots, counts, days[-1:]).empty


def test_without_a_quarter_before_nobody_moved(desk, found, planted, scored):
    counts, _ = planted
    known = Known(scored(counts, np.random.default_rng(99)), counts)

    assert find_moves(name_segments(desk, found, seed=1), known, known).empty


def test_where_recency_orders_and_spend_form_segments_one_of_them_explains_a_move(
    desk, company, scored, next_quarter
):
    rng = np.random.default_rng(7)
    counts, _ = company(rng, rows=90)
    counts = counts._replace(
        columns=counts.columns[4:], totals=counts.totals[:, :, 4:], blocks=counts.blocks[1:],
        cases=counts.cases[:, :, 1:],
    )  # fmt: skip
    people = scored(counts, rng)
    people[BEHAVIOUR] = np.array([[5, 30, 4000], [300, 1, 20]])[np.arange(90) % 2]
    basis = learn_basis(people, counts, seed=1)
    assert blocks_of(basis) == BEHAVIOUR
    late = people.copy()
    late.loc[0, "recency_days"] = 300.0
    late.loc[1, BEHAVIOUR] = [5, 30, 4000]

    def groups(rows, labels):
        points = points_of(basis, rows, counts)
        features = rows.set_index("customer_id")[BEHAVIOUR].astype(float)
        return Found(basis, points, Choice(pd.DataFrame(), 2, labels), features, None)

    labels = np.arange(90) % 2
    first = name_segments(desk, groups(people, labels), seed=1)
    now = labels.copy()
    now[1] = 0
    segments = name_segments(next_quarter(first), groups(late, now), seed=1)

    told = find_moves(segments, Known(people, counts), Known(late, counts))

    assert told["customer_id"].tolist() == [people["customer_id"][1]]
    assert told["why"].iloc[0].count(";") == 1
