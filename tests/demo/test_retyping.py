import numpy as np
import pyarrow as pa
import pytest

from helpers.demo import retyping


@pytest.fixture(scope="module")
def pairs(large):
    chosen = np.arange(10_000)
    people = large.people.take(pa.array(chosen))
    rng = np.random.default_rng(5)
    return people, retyping.retyped(people, large.customers.chinese[chosen], rng)


def agreement(pairs, field):
    mine, other = (np.array(getattr(people, field).to_pylist()) for people in pairs)
    return (mine == other).mean()


def test_names_agree_about_as_often_as_in_public_sets_of_duplicates(pairs):
    # FEBRL 3: given name .55, surname .55, suburb .62.
    assert 0.5 < agreement(pairs, "first_name") < 0.75
    assert 0.5 < agreement(pairs, "last_name") < 0.8


def test_what_identifies_agrees_about_as_often_as_in_public_sets_of_duplicates(pairs):
    # FEBRL 3: postal code .76, date of birth .87, number of social security .86.
    assert 0.68 < agreement(pairs, "email") < 0.86
    assert 0.75 < agreement(pairs, "phone") < 0.88


def test_a_typo_swaps_two_neighbours_and_spares_the_rest():
    names = pa.array(["Zhang", "Zhang", ""])
    struck = np.array([True, False, True])

    typed = retyping.with_typos(names, struck, np.random.default_rng(1)).to_pylist()

    assert typed[1:] == ["Zhang", ""]
    assert typed[0] != "Zhang" and sorted(typed[0]) == sorted("Zhang") and typed[0][0] == "Z"


def test_some_chinese_names_are_typed_in_pinyin(pairs, large):
    chinese = large.customers.chinese[:10_000]
    typed = np.array(pairs[1].last_name.to_pylist())[chinese]

    assert 0.1 < np.mean([name.isascii() and name != "" for name in typed]) < 0.35
