"""What to say to a persona, and what not to say: rules, each tied to a fact that is known."""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from helpers.personas.card.card_facts import QUESTION, Fact, choose
from helpers.workspace.cells import Said

SAY, AVOID = "say", "avoid"
DO_NOT_PURSUE = "do_not_pursue"
MOST = 4
# What holds of every persona, whatever is known.
ALWAYS = {SAY: (), AVOID: ("sex",)}
# What holds of personas that cost more than they bring: rules for all, and nobody treated worse.
FAIR = {SAY: (), AVOID: ("win", "worse")}


class Rule(NamedTuple):
    """When a piece of advice holds, see ``advice.toml``."""

    side: str
    key: str
    item: str
    way: str
    part: str = ""
    above: float = float("-inf")
    below: float = float("inf")


def advice(facts: list[Fact], role: str, side: str) -> list[Said]:
    """Return what to say, or what not to say, the most clearly different first.

    Parameters
    ----------
    facts : list of Fact
        What is known of the persona and may be told.
    role : str
        Its role: for one that is not pursued fairness comes first.
    side : {"say", "avoid"}
        Which of both.
    """
    fixed = [*(FAIR[side] if role == DO_NOT_PURSUE else ()), *ALWAYS[side]]
    found = [(fact, rule) for rule in _rules() if rule.side == side
             and (fact := _fact(rule, facts)) is not None]  # fmt: skip
    found.sort(key=lambda one: one[0].strength, reverse=True)
    said = [_said(rule, fact) for fact, rule in found[: MOST - len(fixed)]]
    return [*said, *(Said(f"personas.{side}.{key}") for key in fixed)]


@cache
def _rules() -> tuple[Rule, ...]:
    told = tomllib.loads(Path(__file__).with_name("advice.toml").read_text(encoding="utf-8"))
    return tuple(Rule(**one) for one in told["advice"])


def _fact(rule: Rule, facts: list[Fact]) -> Fact | None:
    """Return the fact that a rule is tied to, if the rule holds of it."""
    fitting = [fact for fact in facts if rule.way in ("any", fact.compared)]
    fact = choose(fitting, rule.item, part=rule.part)
    if fact is None or not rule.above <= fact.value <= rule.below:
        return None
    return fact


def _said(rule: Rule, fact: Fact) -> Said:
    values = {"value": fact.cell()}
    if fact.item.startswith(QUESTION):
        values["statement"] = fact.words
    elif not rule.part and fact.form == "share":
        values["part"] = fact.part
    return Said(f"personas.{rule.side}.{rule.key}", values)
