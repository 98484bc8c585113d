import pandas as pd

from helpers.personas.profile.items import MOST_PARTS, OTHER, choice_item, flag_item, number_item
from helpers.personas.profile.mapping import load_mapping

SUBJECT = load_mapping().subjects["city"]
PEOPLE = pd.Index([f"c{number:04d}" for number in range(6000)])


def test_a_choice_of_five_thousand_parts_has_the_commonest_and_others():
    towns = [f"t{number:04d}" for number in range(5000)]
    chosen = pd.Series(towns + ["t0007"] * 1000, index=PEOPLE)

    item = choice_item("city", SUBJECT, "customers", chosen, PEOPLE)

    assert item.values.shape == (6000, MOST_PARTS + 1)
    assert item.values["t0007"].sum() == 1001
    assert item.values[OTHER].sum() == 6000 - item.values.drop(columns=OTHER).to_numpy().sum()
    assert item.values.sum(axis=1).eq(1).all()


def test_whose_part_is_not_known_is_missing_and_not_nought():
    chosen = pd.Series({"c0000": "oslo", "c0001": None, "stranger": "rome"})

    item = choice_item("city", SUBJECT, "customers", chosen, PEOPLE[:3])

    assert list(item.values) == ["oslo"]
    assert item.values["oslo"].tolist()[0] == 1
    assert item.values["oslo"].isna().tolist() == [False, True, True]


def test_numbers_and_flags_stand_in_the_order_of_the_customers():
    told = pd.Series({"c0002": 3, "c0000": 1})

    number = number_item("age", SUBJECT, "number", "x", told, PEOPLE[:3])
    flag = flag_item("member", SUBJECT, "x", told.gt(2).to_frame("yes"), PEOPLE[:3])

    assert number.values["mean"].fillna(-1).tolist() == [1, -1, 3]
    assert flag.values["yes"].fillna(-1).tolist() == [0, -1, 1]
    assert flag.flags and not number.flags
