"""What stands of an experiment's readings: by hand, and by law."""

import numpy as np

from helpers.experiments.families import judge


def test_the_smallest_p_value_is_held_against_all_the_next_against_the_rest():
    # Holm's: 3 x .01, then 2 x .024, then .04 itself but not below the one before.
    adjusted, words = judge(np.array([1.0, -2.0, 3.0]), np.array([0.04, 0.01, 0.024]))

    assert adjusted.round(3).tolist() == [0.048, 0.03, 0.048]
    assert words.tolist() == ["works", "harms", "works"]


def test_what_would_stand_alone_may_fall_in_company():
    alone = judge(np.array([1.0]), np.array([0.04]))[1]
    together = judge(np.array([1.0, 1.0]), np.array([0.04, 0.9]))[1]

    assert alone.tolist() == ["works"]
    assert together.tolist() == ["not told apart", "not told apart"]


def test_of_no_readings_nothing_is_said():
    adjusted, words = judge(np.array([]), np.array([]))

    assert len(adjusted) == len(words) == 0


def test_an_effect_of_nought_neither_works_nor_harms():
    assert judge(np.array([0.0]), np.array([0.0]))[1].tolist() == ["not told apart"]


def test_even_one_false_word_is_rare_however_many_are_read():
    p_values = np.random.default_rng(1).random((4000, 5))
    wrong = [(judge(np.ones(5), row)[1] == "works").any() for row in p_values]

    assert 0.04 < np.mean(wrong) < 0.06
