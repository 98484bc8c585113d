import re

import pytest

from helpers.personas.card.face import GREY, Look, face

SKIN = "#E3B58F"


def test_the_same_persona_and_look_have_the_same_face_and_another_persona_another():
    look = Look(age=29.5, category="fitness", mood=0.7, region="CN/GD")

    faces = [face(one, look) for one in ("p-7f3a", "p-7f3a", "p-01bc")]

    assert faces[0] == faces[1] != faces[2]


def test_a_face_stays_when_something_else_about_the_persona_becomes_known():
    before, after = (face("p-7f3a", Look(age=30, mood=mood)) for mood in (None, 0.1))

    paths = [set(re.findall(r' d="([^"]+)"', one)) for one in (before, after)]
    assert len(paths[0] & paths[1]) / len(paths[0]) > 0.6


def test_faces_on_one_page_share_no_id():
    ids = [re.findall(r'id="([^"]+)"', face(one, Look())) for one in ("p-1", "p-2")]

    assert ids[0] and not set(ids[0]) & set(ids[1])
    assert len(ids[0]) == len(set(ids[0]))


def test_every_face_has_the_same_skin_whatever_is_known():
    looks = [Look(), Look(region="US/NY"), Look(region="CN/SH", age=70, category="wine", mood=0.0)]

    assert all(SKIN in face(f"p-{number}", look) for look in looks for number in range(20))


def test_who_is_old_is_grey_and_who_is_young_is_not():
    grey = {age: [GREY in face(f"p-{number}", Look(age=age)) for number in range(30)]
            for age in (25, 65)}  # fmt: skip

    assert not any(grey[25])
    assert all(grey[65])


@pytest.mark.parametrize(
    ("one", "other"),
    [({"category": "fitness"}, {"category": "packs_tents"}), ({"mood": 0.9}, {"mood": 0.2})],
)
def test_what_is_known_shows(one, other):
    assert face("p-7f3a", Look(**one)) != face("p-7f3a", Look(**other))


def test_a_category_of_which_nothing_is_known_dresses_by_lot():
    assert face("p-7f3a", Look(category="zzz")) == face("p-7f3a", Look())


def test_a_face_asks_nobody_for_anything():
    plain = face("p-7f3a", Look()).replace("http://www.w3.org/2000/svg", "")

    assert "http" not in plain
    assert set(re.findall(r'href="(.)', plain)) == {"#"}
