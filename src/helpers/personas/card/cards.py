"""Put together a persona's card: everything on it, as sentences made of cells of tables."""

from typing import Any, NamedTuple

import pandas as pd

from helpers.personas.card.advice import AVOID, SAY, advice
from helpers.personas.card.answers import Answer, answers
from helpers.personas.card.card_facts import (
    Fact,
    Words,
    choose,
    known_facts,
    question_words,
    said_answer,
)
from helpers.personas.card.face import face
from helpers.personas.card.portraits import look
from helpers.personas.card.story import story, story_table
from helpers.personas.card.titles import items, title
from helpers.workspace.cells import Cell, Said

ROLES = ("ideal", "serve", "do_not_pursue", "cannot_tell")
MOST_QUOTES = 3
AGREEMENT = "consistency"  # the measure of quality that a card tells


class Strip(NamedTuple):
    """How much is done by which channel in which part of the day: a share for each of both."""

    parts: list[str]
    channels: list[str]
    shares: dict[tuple[str, str], Cell]


class Card(NamedTuple):
    """All that a persona's card shows; ``report.cards`` writes it down in words."""

    persona_id: str
    names: dict[str, str]
    title: Said
    role: str
    why: list[Said]
    face: str
    about: list[Said]
    story: list[Said]
    answers: list[Answer]
    quotes: list[dict[str, Any]]
    strip: Strip
    worth: list[Said]
    say: list[Said]
    avoid: list[Said]
    quality: list[Said]


def make_cards(
    personas: pd.DataFrame,
    facts: pd.DataFrame,
    economics: pd.DataFrame,
    quotes: pd.DataFrame,
    strip: pd.DataFrame,
    quality: pd.DataFrame,
    report: Any,
) -> list[Card]:
    """Return the cards of all personas that are large enough to be told of, largest first.

    Parameters
    ----------
    personas, facts, economics, quotes, strip, quality : DataFrame
        The tables `personas`, `persona_facts`, `persona_economics`, `persona_quotes`,
        `persona_strip` and `persona_quality`.
    report : Report
        Says which groups are too small to be told of.
    """
    questions = question_words()
    sizes = report.safe(personas[["persona_id", "customers"]], count="customers")
    large = set(sizes.loc[sizes["customers"].notna(), "persona_id"])
    cards = []
    for persona in personas[personas["persona_id"].isin(large)].itertuples():
        own = {name: frame[frame["persona_id"].eq(persona.persona_id)] for name, frame in
               {"facts": facts, "economics": economics, "quotes": quotes, "strip": strip,
                "quality": quality}.items()}  # fmt: skip
        known = known_facts(
            facts, persona.persona_id, tells_of_few=report.tells_of_few, questions=questions
        )
        cards.append(_card(persona, own, known, questions))
    return cards


def stories(cards: list[Card]) -> pd.DataFrame:
    """Return the table `persona_story`: every sentence of every card's story, with its cells."""
    return story_table({card.persona_id: card.story for card in cards})


def _card(
    persona: Any, own: dict[str, pd.DataFrame], known: list[Fact],
    questions: dict[str, Words],
) -> Card:  # fmt: skip
    names = {"en": persona.name_en, "zh": persona.name_zh}
    worth = _worth(own["economics"], known)
    return Card(
        persona_id=persona.persona_id,
        names=names,
        title=title(persona.title_features),
        role=persona.role,
        why=_why(own["economics"]),
        face=face(persona.persona_id, look(persona, known)),
        about=_about(persona),
        story=story(
            known, _opening(persona, names), _closing(own["economics"], names),
            named=items(persona.title_features),
        ),
        answers=answers(own["facts"], known, questions),
        quotes=_quotes(own["quotes"]),
        strip=_strip(own["strip"]),
        worth=worth,
        say=advice(known, persona.role, SAY),
        avoid=advice(known, persona.role, AVOID),
        quality=_quality(own["quality"]),
    )


def _size(persona: Any) -> dict[str, Cell]:
    """Return how many a persona stands for, and which share of how many that is."""
    row, everybody = (persona.persona_id,), round(persona.customers / persona.share)
    return {
        "customers": Cell(persona.customers, "personas", row, "customers"),
        "share": Cell(persona.share, "personas", row, "share", everybody),
    }


def _opening(persona: Any, names: dict[str, str]) -> Said:
    return Said("personas.story.opening", {"name": names, **_size(persona)})


def _about(persona: Any) -> list[Said]:
    """Return the line under a name: how many, since when, where and how old."""
    told = [Said("personas.card.size", _size(persona))]
    for name in ("since", "region", "age_group"):
        value = getattr(persona, name)
        if not pd.isna(value) and value:
            words = said_answer("age", value) if name == "age_group" else value
            told.append(Said(f"personas.card.{name}", {name: words}))
    return told


def _figures(row: Any, *columns: str) -> dict[str, Cell] | None:
    """Return figures of `persona_economics` with their cells; None where one is not known."""
    if any(pd.isna(getattr(row, name)) for name in columns):
        return None
    key = (row.persona_id,)
    return {name: Cell(getattr(row, name), "persona_economics", key, name) for name in columns}


def _closing(economics: pd.DataFrame, names: dict[str, str]) -> list[Said]:
    told = [_figures(row, "margin") for row in economics.itertuples()]
    return [Said("personas.story.margin", {"name": names, **values}) for values in told if values]


def _why(economics: pd.DataFrame) -> list[Said]:
    """Return the reason of a persona's role, and what to do."""
    told = economics[["reason", "what_to_do"]].to_dict("records")
    return [Said(f"personas.card.{name}", {name: value}) for row in told
            for name, value in row.items() if not pd.isna(value) and value]  # fmt: skip


def _worth(economics: pd.DataFrame, known: list[Fact]) -> list[Said]:
    """Return value and risk as they were observed so far; nothing here is a forecast."""
    told = []
    for row in economics.itertuples():
        for columns in (("margin", "lower", "upper"), ("revenue",), ("discount_share",),
                        ("return_share",)):  # fmt: skip
            values = _figures(row, *columns)
            if values:
                told.append(Said(f"personas.worth.{columns[0]}", values))
    for item in ("recency_days", "lapsed"):
        fact = choose(known, item)
        if fact is not None:
            told.append(Said(f"personas.worth.{item}", {"value": fact.cell()}))
    return told


def _quotes(quotes: pd.DataFrame) -> list[dict[str, Any]]:
    ordered = quotes.sort_values("place").head(MOST_QUOTES)
    return [
        {"text": row.text, "rating": None if pd.isna(row.rating) else float(row.rating)}
        for row in ordered.itertuples()
    ]


def _strip(strip: pd.DataFrame) -> Strip:
    """Return the strip of a persona's day, parts of the day in order, the largest channel first."""
    known = strip.dropna(subset=["share"])
    size = known.groupby("channel")["share"].sum().sort_index()
    channels = size.sort_values(ascending=False, kind="stable").index.tolist()
    shares = {
        (row.channel, row.part_of_day): Cell(
            row.share, "persona_strip", (row.persona_id, row.part_of_day, row.channel), "share"
        )
        for row in known.itertuples()
    }
    parts = [one for one in ("night", "morning", "afternoon", "evening")
             if one in set(known["part_of_day"])]  # fmt: skip
    parts += sorted(set(known["part_of_day"]) - set(parts))
    return Strip(parts, channels, shares)


def _quality(quality: pd.DataFrame) -> list[Said]:
    """Return how far members agree with the card, where that was measured."""
    own = quality[quality["measure"].eq(AGREEMENT) & quality["value"].notna()]
    return [
        Said("personas.card.agreement", {
            name: Cell(getattr(row, name), "persona_quality", (AGREEMENT, row.persona_id), name)
            for name in ("value", "lower", "upper")
        })
        for row in own.itertuples()
        if not pd.isna(row.lower)
    ]  # fmt: skip
