import numpy as np
import pytest

from helpers.evidence import knowledge
from helpers.evidence.knowledge import Knowledge, best_guess, sample_rows


def known_of(told, cases, grams):
    return Knowledge(*(np.array(part, dtype=float) for part in (told, cases, grams)))


def test_a_guess_in_one_direction_can_be_worked_out_by_hand():
    known = known_of([[6.0], [6.0], [0.0]], [[2], [5], [0]], [[[1.0]]])

    # told / (cases + 1): the same evidence from more cases speaks for a place nearer to 0.
    assert best_guess(known)[:, 0] == pytest.approx([2.0, 1.0, 0.0])


def test_blocks_add_up_to_what_is_certain():
    known = known_of([[1.0, 1.0]], [[1, 2]], [[[1, 0], [0, 0]], [[0, 0], [0, 1]]])

    assert known.certainty()[0].tolist() == [[1, 0], [0, 2]]
    assert best_guess(known)[0] == pytest.approx([1 / 2, 1 / 3])
    assert known.sureness == pytest.approx([1.5])


def test_with_much_evidence_the_guess_is_the_true_place():
    place = np.array([0.7, -1.2])
    gram = np.array([[2.0, 0.5], [0.5, 1.0]])
    known = known_of([1e6 * gram @ place], [[1e6]], [gram])

    assert best_guess(known)[0] == pytest.approx(place, abs=1e-5)


def test_guesses_do_not_depend_on_how_many_are_worked_on_at_a_time(monkeypatch):
    rng = np.random.default_rng(1)
    known = known_of(rng.normal(size=(7, 2)), rng.poisson(3, (7, 1)), [np.eye(2)])
    whole = best_guess(known)

    monkeypatch.setattr(knowledge, "AT_A_TIME", 3)

    np.testing.assert_array_equal(best_guess(known), whole)


def test_a_sample_has_no_row_twice_and_is_in_order():
    drawn = sample_rows(1_000, 100, seed=3)

    assert len(set(drawn)) == 100 and (np.diff(drawn) > 0).all()
    np.testing.assert_array_equal(drawn, sample_rows(1_000, 100, seed=3))
