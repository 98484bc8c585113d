import numpy as np
import pytest

from helpers.evidence.mix import (
    expected_share,
    expected_shares,
    learn_mix,
    only_blocks,
    places,
)
from helpers.evidence.signal import centre_and_scale


def test_as_many_directions_are_found_as_were_planted(planted):
    counts, _ = planted

    # Three kinds of customers stand apart in two directions.
    assert learn_mix(counts, seed=1).directions == 2


def test_blocks_of_chance_alone_count_for_nothing(planted):
    counts, _ = planted

    mix = learn_mix(counts, seed=1)

    assert mix.blocks == ["category", "channel"]


def test_who_did_much_stands_further_out_than_who_did_little(planted):
    counts, _ = planted
    mix = learn_mix(counts, seed=1)
    much = counts._replace(totals=counts.totals * 9, cases=counts.cases * 9)

    near, far = (np.linalg.norm(places(own, mix), axis=1) for own in (counts, much))

    assert (far >= near - 1e-9).all()


def test_of_whom_nothing_is_known_the_average_is_expected(planted):
    counts, _ = planted
    mix = learn_mix(counts, seed=1)
    nothing = counts._replace(totals=counts.totals * 0, cases=counts.cases * 0)

    points = places(nothing, mix)

    assert not points.any()
    told = expected_shares(points, nothing, mix)
    assert told["category=m0"].iloc[0] == pytest.approx(
        centre_and_scale(only_blocks(counts, [True, False, True, False]))[0][0]
    )


def test_what_is_expected_comes_nearer_to_the_planted_shares_than_what_was_counted(company):
    tastes = np.array([[6, 2, 1, 1], [1, 6, 2, 1], [1, 1, 6, 2]]) / 10
    counts, kind = company(np.random.default_rng(5), rows=1500, cases=6)
    mix = learn_mix(counts, seed=1)
    own = counts.cases.sum(axis=0)[:, 0] > 0
    with np.errstate(invalid="ignore"):
        share = counts.totals.sum(axis=0)[:, 0] / counts.cases.sum(axis=0)[:, 0]

    expected = expected_shares(places(counts, mix), counts, mix)["category=m0"].to_numpy()

    off_expected = ((expected - tastes[kind, 0])[own] ** 2).mean()
    assert off_expected < 0.5 * ((share - tastes[kind, 0])[own] ** 2).mean()


def test_shares_stay_between_nothing_and_everything(planted):
    counts, _ = planted
    mix = learn_mix(counts, seed=1)

    told = expected_shares(100 * places(counts, mix), counts, mix)

    assert told.min().min() == 0 and told.max().max() == 1


def test_customers_who_differ_by_chance_alone_have_no_directions(company):
    alike = np.full((3, 4), 0.25), np.full((3, 2), 0.5)

    found = [
        learn_mix(company(np.random.default_rng(seed), 400, 10, *alike)[0], seed=1)
        for seed in range(5)
    ]

    assert found == [None] * 5


def test_another_order_of_customers_gives_the_same_places(planted):
    counts, _ = planted
    turned = counts._replace(
        customers=counts.customers[::-1], totals=counts.totals[:, ::-1], cases=counts.cases[:, ::-1]
    )

    first = places(counts, learn_mix(counts, seed=1))
    again = places(turned, learn_mix(turned, seed=1))[::-1]

    assert again == pytest.approx(first, abs=1e-8)


def test_marks_that_were_not_there_before_are_left_out(planted):
    counts, _ = planted
    mix = learn_mix(counts, seed=1)
    later = counts._replace(
        columns=[("category", "new"), *counts.columns],
        totals=np.concatenate([np.zeros((2, 600, 1)), counts.totals], axis=2),
    )

    assert places(later, mix) == pytest.approx(places(counts, mix))


def test_nothing_is_learnt_from_fewer_than_fifty_customers(company):
    counts, _ = company(np.random.default_rng(6), rows=49)

    assert learn_mix(counts, seed=1) is None


def test_the_expected_share_of_one_mark_is_that_among_all(company):
    counts, _ = company(np.random.default_rng(21))
    mix = learn_mix(counts, seed=1)
    points = places(counts, mix)

    told = expected_share(points, mix, ("category", "m0"))

    every = expected_shares(points, counts, mix)["category=m0"]
    np.testing.assert_array_equal(told, every)
