import pytest

from helpers.personas.card import lots


def test_the_same_id_draws_the_same_and_another_thing_by_another_lot():
    choices = list(range(1000))

    drawn = [lots.draw("p-7f3a", what, choices) for what in ("hair", "hair", "eyes")]

    assert drawn[0] == drawn[1] != drawn[2]


def test_lots_fall_evenly():
    drawn = [lots.draw(f"p-{number}", "hair", "abcd") for number in range(4000)]

    assert {one: drawn.count(one) for one in "abcd"} == pytest.approx(
        dict.fromkeys("abcd", 1000), abs=100
    )


def test_an_order_by_lot_holds_each_choice_once():
    assert sorted(lots.in_order_of_lot("p-1", "name", list("abcdef"))) == list("abcdef")


def test_a_seed_is_a_whole_number_of_the_id_alone():
    assert lots.seed("p-7f3a") == lots.seed("p-7f3a") != lots.seed("p-7f3b")
    assert isinstance(lots.seed("p-7f3a"), int)
