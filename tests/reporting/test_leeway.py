"""What must be withheld beside small groups, where sums cross one another."""

import numpy as np

from helpers.reporting.leeway import companions

# A table of two rows and two columns, with the sums of each: the cells are 0 1 / 2 3.
KNOWN = [np.array(cells) for cells in ([0, 1], [2, 3], [0, 2], [1, 3])]


def held(*sizes, known=KNOWN, withheld=(0,)):
    secret = [np.array([cell]) for cell in withheld]
    return companions(np.array(sizes, dtype=float), known, secret, withheld, 10)


def test_between_crossing_sums_a_whole_rectangle_goes():
    assert held(4, 30, 20, 50) == {1, 2, 3}


def test_where_nothing_else_is_known_nothing_else_goes():
    assert held(4, 30, 20, 50, known=[]) == set()


def test_of_several_companions_the_smallest_goes():
    assert held(4, 90, 30, 20, known=[np.arange(4)]) == {3}


def test_companions_that_are_there_already_are_enough():
    assert held(4, 7, 20, 50, known=[np.array([0, 1])], withheld=(0, 1)) == set()


def test_an_empty_cell_is_no_companion():
    assert held(4, 0, 20, 50) == set()


def test_a_sum_of_several_cells_keeps_its_leeway():
    sizes, total = np.array([5.0, 4.0, 25.0, 15.0]), [np.arange(4)]

    beside = companions(sizes, total, [np.array([0, 1])], {0, 1}, 10)

    assert len(beside & {2, 3}) == 1
