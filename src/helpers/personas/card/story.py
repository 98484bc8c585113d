"""A persona's story: a few sentences, each of them made of cells of tables and nothing else."""

import json
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from helpers.personas.card.card_facts import LESS, MORE, PLAIN, QUESTION, Fact, choose, part_words
from helpers.workspace.cells import Said

LONGEST = 10
ALWAYS, KNOWN = "always", "known"


class Rule(NamedTuple):
    """What may be told and when, see ``story.toml``."""

    key: str
    items: tuple[str, ...]
    told: str
    ways: tuple[str, ...]
    part: str = ""


def story(
    facts: list[Fact], opening: Said, closing: Sequence[Said] = (), *, named: Sequence[str] = ()
) -> list[Said]:
    """Return the sentences of a persona's story.

    Said are whom the persona stands for, what has to be known of it, then the clearest
    differences that were tested, then what describes it; all in the order of a portrait.

    Parameters
    ----------
    facts : list of Fact
        What is known and may be told.
    opening : Said
        Whom the persona stands for.
    closing : sequence of Said
        What it is worth, where that is known.
    named : sequence of str
        Items that the persona is called after, told as well.
    """
    found = [(place, rule, choose(facts, *rule.items, part=rule.part))
             for place, rule in enumerate(_rules())]  # fmt: skip
    told = [one for one in found if one[2] is not None and _way(*one[1:])]
    told.sort(key=lambda one: _importance(one[1], one[2], named), reverse=True)
    room = LONGEST - 1 - len(closing)
    chosen = sorted(told[:room], key=lambda one: one[0])
    return [opening, *(_sentence(rule, fact, facts) for _, rule, fact in chosen), *closing]


def story_table(stories: dict[str, list[Said]]) -> pd.DataFrame:
    """Return the table `persona_story` from the stories by persona.

    Returns
    -------
    DataFrame
        One row per persona and sentence: `persona_id`, `place`, `key`, and `cells`, the
        addresses of all cells that it uses, as a list in JSON.
    """
    rows = [
        (persona, place, said.key, _addresses(said))
        for persona, told in stories.items()
        for place, said in enumerate(told, start=1)
    ]
    frame = pd.DataFrame(rows, columns=["persona_id", "place", "key", "cells"])
    texts = dict.fromkeys(["persona_id", "key", "cells"], "str")
    return frame.astype({**texts, "place": "int64"})


def _addresses(said: Said) -> str:
    addresses = list(dict.fromkeys(cell.address for cell in said.cells()))
    return json.dumps(addresses, ensure_ascii=False)


@cache
def _rules() -> tuple[Rule, ...]:
    told = tomllib.loads(Path(__file__).with_name("story.toml").read_text(encoding="utf-8"))
    return tuple(
        Rule(**one | {name: tuple(one[name]) for name in ("items", "ways")})
        for one in told["sentences"]
    )


def _way(rule: Rule, fact: Fact) -> str:
    """Return how a fact is told by a rule; empty where it is not."""
    if fact.compared in rule.ways:
        return fact.compared
    return PLAIN if PLAIN in rule.ways and rule.told in (ALWAYS, KNOWN) else ""


def _importance(rule: Rule, fact: Fact, named: Sequence[str]) -> tuple[Any, ...]:
    needed = rule.told == ALWAYS or fact.item in named
    return needed, fact.differs, fact.compared in (MORE, LESS), fact.strength[1]


def _sentence(rule: Rule, fact: Fact, facts: list[Fact]) -> Said:
    way = _way(rule, fact)
    values = {"value": fact.cell()}
    if fact.item.startswith(QUESTION):
        values["statement"] = fact.words
    elif fact.form == "share" and not rule.part:
        values["part"] = part_words(fact, facts)
    if way != PLAIN:
        values["elsewhere"] = fact.cell("elsewhere")
    return Said(f"personas.story.{rule.key}_{way}", values)
