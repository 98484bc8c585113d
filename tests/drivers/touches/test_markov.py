import numpy as np
import pytest

from helpers.drivers.touches.markov import order_chance, removal_effects, transitions


def counts_of(paths, count):
    """Steps of paths that are told as (sources, converted)."""
    source = np.concatenate([np.array(touches) for touches, _ in paths])
    path = np.repeat(np.arange(len(paths)), [len(touches) for touches, _ in paths])
    converted = np.repeat([ended for _, ended in paths], [len(touches) for touches, _ in paths])
    begin, end, _ = transitions(source, path, converted)
    counts = np.zeros((count + 3, count + 3))
    np.add.at(counts, (begin, end), 1.0)
    return counts


def test_three_paths_counted_by_hand():
    # Start to 0 twice, to 1 once; 0 to 1 once; 1 to an order twice; 0 to nothing once.
    counts = counts_of([([0, 1], True), ([0], False), ([1], True)], 2)

    assert order_chance(counts) == pytest.approx(2 / 3)
    # Without 0 only the path over 1 alone is left; without 1 none is.
    assert removal_effects(counts) == pytest.approx([0.5, 1.0])


def test_a_source_on_every_order_is_lost_with_all_of_them():
    counts = counts_of([([0, 1], True), ([0, 2], True), ([0], False)], 3)

    assert removal_effects(counts)[0] == pytest.approx(1)


def test_sources_that_stand_alone_lose_what_they_brought():
    paths = [([0], True)] * 3 + [([1], True)] + [([1], False)] * 4

    assert removal_effects(counts_of(paths, 2)) == pytest.approx([3 / 4, 1 / 4])


def test_sources_met_by_chance_alone_lose_what_chance_tells():
    """Every touch is source 0 with chance p; after each an order comes with chance c, or none.

    A path goes on with chance g: without source 0, all n touches must be of source 1. So the
    chance of an order is (1 - p) c over 1 - g (1 - p), beside c over 1 - g.
    """
    p, c, g = 0.3, 0.2, 0.5
    counts = np.zeros((5, 5))
    chances = {0: p, 1: 1 - p}
    for source, share in chances.items():
        counts[2, source] = share
        counts[source, 3], counts[source, 4] = c, 1 - c - g
        for following, again in chances.items():
            counts[source, following] = g * again

    whole, without = c / (1 - g), (1 - p) * c / (1 - g * (1 - p))
    assert order_chance(counts) == pytest.approx(whole)
    assert removal_effects(counts)[0] == pytest.approx(1 - without / whole)


def test_a_source_that_comes_again_after_itself_is_solved():
    counts = counts_of([([0, 0, 0], True), ([0], False)], 1)

    assert order_chance(counts) == pytest.approx(1 / 2)


def test_without_any_order_nothing_can_be_lost():
    assert removal_effects(counts_of([([0], False), ([1], False)], 2)).tolist() == [0, 0]


def test_steps_of_a_path_stand_in_its_order():
    begin, end, of = transitions(np.array([1, 0, 1]), np.array([0, 0, 1]),
                                 np.array([True, True, False]))  # fmt: skip

    assert list(zip(begin, end, of, strict=True)) == [
        (2, 1, 0), (1, 0, 0), (0, 3, 0), (2, 1, 1), (1, 4, 1),
    ]  # fmt: skip
