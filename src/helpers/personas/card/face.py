"""A persona's face as SVG, drawn from what is known of the persona and by lot for the rest.

Nothing is derived of anybody's skin or sex: all faces have one skin, and hair is drawn by lot.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import python_avatars

from helpers.personas.card import lots
from helpers.personas.card.safe_svg import safe_svg

GREY = "#B7BDC2"


class Look(NamedTuple):
    """What a face shows of a persona; whatever is not known is None.

    Attributes
    ----------
    age : float
        Age in years: grey hair and glasses.
    category : str
        What is bought or looked at most: clothes.
    mood : float
        Satisfaction, from 0 to 1: the mouth.
    region : str
        Where most live: the colour behind the face.
    """

    age: float | None = None
    category: str | None = None
    mood: float | None = None
    region: str | None = None


def face(persona_id: str, look: Look) -> str:
    """Return a face as an SVG without title: the same persona and look give the same text.

    Parameters
    ----------
    persona_id : str
        Draws whatever is not known, and begins every id in the picture.
    look : Look
        What is known.

    Examples
    --------
    >>> face("p-7f3a", Look(age=60)) == face("p-7f3a", Look(age=60))
    True
    """
    avatar = python_avatars.Avatar(
        style=python_avatars.AvatarStyle.CIRCLE,
        skin_color=_parts()["skin"],
        background_color=_background(persona_id, look.region),
        clothing=_clothes(persona_id, look.category),
        clothing_color=lots.draw(persona_id, "clothing", _parts()["clothing_colours"]),
        eyebrows=_drawn(persona_id, "eyebrows", python_avatars.EyebrowType),
        nose=python_avatars.NoseType.DEFAULT,
        top=_drawn(persona_id, "hair", python_avatars.HairType),
        facial_hair=python_avatars.FacialHairType.NONE,
        **_of_age(persona_id, look.age),
        **_of_mood(persona_id, look.mood),
    )
    return safe_svg(avatar.render(), persona_id)


@cache
def _parts() -> dict[str, Any]:
    path = Path(__file__).with_name("face.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _drawn(persona_id: str, what: str, kind: Any) -> Any:
    return kind[lots.draw(persona_id, what, _parts()[what])]


def _of_age(persona_id: str, age: float | None) -> dict[str, Any]:
    """Return hair colour and glasses: likelier grey, and likelier there, the older."""
    steps = [step for step in _parts()["ages"] if step["from"] <= (age or 0)]
    grey = lots.lot(persona_id, "grey") < steps[-1]["grey"]
    wears = lots.lot(persona_id, "glasses") < steps[-1]["glasses"]
    accessories = python_avatars.AccessoryType
    colour = lots.draw(persona_id, "hair colour", _parts()["hair_colours"])
    return {
        "hair_color": GREY if grey else colour,
        "accessory": _drawn(persona_id, "glasses", accessories) if wears else accessories.NONE,
    }


def _clothes(persona_id: str, category: str | None) -> Any:
    """Return what somebody wears who likes a category; by lot where its name says nothing."""
    name = (category or "").lower()
    fitting = [one["clothes"] for one in _parts()["wear"] if any(w in name for w in one["words"])]
    chosen = fitting[0] if fitting else lots.draw(persona_id, "clothes", _parts()["clothes"])
    return python_avatars.ClothingType[chosen]


def _of_mood(persona_id: str, mood: float | None) -> dict[str, Any]:
    """Return mouth and eyes; friendly or calm ones by lot where nobody was asked."""
    moods = _parts()["moods"]
    if mood is None:
        chosen = lots.draw(persona_id, "mood", moods[:2])
    else:
        chosen = next(one for one in moods if mood >= one["from"])
    return {
        "mouth": python_avatars.MouthType[chosen["mouth"]],
        "eyes": python_avatars.EyeType[chosen["eyes"]],
    }


def _background(persona_id: str, region: str | None) -> str:
    return lots.draw(region or persona_id, "background", _parts()["backgrounds"])
