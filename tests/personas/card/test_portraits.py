from types import SimpleNamespace

import pytest

from helpers.personas.card import lots
from helpers.personas.card.portraits import look, portraits


def test_a_portrait_tells_place_and_age_of_most_members(facts, personas):
    told = portraits(personas["persona_id"], facts).set_index("persona_id")

    assert told.loc["p-7f3a", ["region", "age_group"]].tolist() == ["CN/GD", "25-34"]
    assert told.loc["p-90de", "region"] == "United Kingdom"
    assert told.loc["p-90de"].isna()["age_group"]
    assert told["portrait_seed"].tolist() == [lots.seed(one) for one in personas["persona_id"]]


def test_a_face_shows_what_is_known(known):
    row = SimpleNamespace(region="CN/GD", age_group="25-34")

    shown = look(row, known("p-7f3a"))

    assert (shown.age, shown.category, shown.region) == (29.5, "fitness", "CN/GD")
    assert shown.mood == pytest.approx((3.7 - 1) / 4)


def test_what_is_not_known_is_not_shown():
    row = SimpleNamespace(region=None, age_group=None)

    assert look(row, []) == (None, None, None, None)
