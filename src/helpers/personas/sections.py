"""What the page shows of personas: tables for readers, made from the tables that are written."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.personas.fact_words import figure_words, item_words, question_words
from helpers.personas.profile.facts import KNOWN, NOT_ASKED
from helpers.personas.profile.items import OTHER
from helpers.personas.profile.mapping import load_mapping
from helpers.personas.profile.quality import perception
from helpers.personas.worth.ranking import UNKNOWN

FORMATS = {
    **dict.fromkeys(("revenue", "goods", "parcels", "returns", "payment", "service", "margin",
                     "discounts", "spend_answered", "spend_others"), "money"),
    **dict.fromkeys(("role", "reason", "action", "persona", "verdict", "measure", "construct",
                     "part_of_day", "kind", "known_to_differ", "card_item", "scale", "change"),
                    "term"),
    "discount_share": "percent0", "return_share": "percent0", "share": "percent0",
    "share_before": "percent0",
    "tickets_per_year": "number2", "value": "number2", "correlation": "number2",
    "declared_reversed": "yesno",
}  # fmt: skip
ROLE_FORMATS = FORMATS | {"lower": "money", "upper": "money"}
QUALITY_FORMATS = FORMATS | {"lower": "number2", "upper": "number2"}  # fmt: skip


def strength(facts: pd.DataFrame) -> pd.Series:
    """Return how clearly each fact sets a persona apart: its difference over what chance leaves."""
    half = (facts["difference_upper"] - facts["difference_lower"]) / 2
    told = facts["difference"].abs() / half.where(half > 0)
    return told.fillna(0.0)


def section(
    facts: pd.DataFrame,
    named: pd.Series,
    report: Any,
    *,
    by: str,
    of: str,
    most: int = 4,
) -> pd.DataFrame:
    """Return the clearest facts of each persona in one kind of profile, or for one conclusion.

    Of an item the part that sets the persona most apart; what is known to differ first, then
    what formed the personas, then the rest.

    Parameters
    ----------
    facts : DataFrame
        The table `persona_facts`.
    named : Series of str
        The name of each persona as readers know it, by persona, in order.
    report : Report
        Says what items are called.
    by, of : str
        Which column is taken (*kind*, *conclusion* or *card_item*), and at which value.
    most : int
        Facts per persona.

    Returns
    -------
    DataFrame
        `persona`, `feature`, `here`, `elsewhere`, `known_to_differ`, `customers` (of whom it
        is known).
    """
    known = facts["status"].eq(KNOWN) & facts[by].eq(of) & facts["part"].ne(OTHER)
    own = facts[known & facts["value"].notna()]
    place = np.where(own["differs"], 0, np.where(own["formed"], 1, 2))
    own = own.assign(clear=strength(own), rank=place, order=own["persona_id"].map(_order(named)))
    own = own.sort_values(["order", "clear", "item", "part"], ascending=[True, False, True, True])
    own = own.drop_duplicates(["persona_id", "item"])
    own = own.sort_values(["order", "rank", "clear"], ascending=[True, True, False], kind="stable")
    shown = own[own.groupby("persona_id").cumcount() < most].to_dict("records")
    rows = [_told(row, named, report) for row in shown]
    columns = ["persona", "feature", "here", "elsewhere", "known_to_differ", "customers"]
    return pd.DataFrame(rows, columns=columns)


def _worth_a_row(row: dict, report: Any) -> bool:
    """Return whether a fact may be told, and differs by as much as its words can show."""
    few = row["of_people"] and report.tells_of_few(round(row["value"] * row["n"]), row["n"])
    if few:
        return False
    alone = f"personas_facts.figure.{'share' if row['of_people'] else row['form']}"
    here, there = (report.words(alone, value=float(row[side])) for side in ("value", "elsewhere"))
    return here != there


def _order(named: pd.Series) -> dict[str, int]:
    return {persona: place for place, persona in enumerate(named.index)}


def _told(row: dict, named: pd.Series, report: Any) -> tuple:
    differs = "differs" if row["differs"] else "formed_it" if row["formed"] else "cannot_tell"
    return (
        named[row["persona_id"]], item_words(row["item"], row["part"], row["source"], report),
        figure_words(row, report), figure_words(row, report, elsewhere=True), differs, row["n"],
    )  # fmt: skip


def to_ask(facts: pd.DataFrame, report: Any) -> pd.DataFrame:
    """Return the questions of the questionnaire of which nothing is known, by the card's order.

    Returns
    -------
    DataFrame
        `card_item`, `question` in the report's language.
    """
    order = {name: place for place, name in enumerate(load_mapping().card_items)}
    own = facts[facts["status"].eq(NOT_ASKED)].drop_duplicates("question")
    own = own.assign(place=own["card_item"].map(order).fillna(len(order)))
    own = own.sort_values(["place", "question"])
    return pd.DataFrame({
        "card_item": own["card_item"].where(own["card_item"].ne(""), "none_of_them").to_list(),
        "question": [question_words(one, report) for one in own["question"]],
    })  # fmt: skip


def roles(economics: pd.DataFrame, named: pd.Series) -> pd.DataFrame:
    """Return personas from the best margin down: margin, role, reason and what to do."""
    own = economics.sort_values("place")
    return pd.DataFrame({
        "persona": own["persona_id"].map(named), "customers": own["customers"],
        "margin": own["margin"], "lower": own["lower"], "upper": own["upper"],
        "role": own["role"].to_numpy(),
        "reason": own["reason"].to_numpy(), "action": own["what_to_do"].to_numpy(),
    }).reset_index(drop=True)  # fmt: skip


def parts(economics: pd.DataFrame, named: pd.Series) -> pd.DataFrame:
    """Return what each persona brings and costs, per customer and year, the best first."""
    own = economics.sort_values("place", ignore_index=True)
    shown = ["revenue", "goods", "parcels", "returns", "payment", "service", "margin", "discounts",
             "discount_share", "return_share", "tickets_per_year"]  # fmt: skip
    told = own[["customers", *shown]]
    told.insert(0, "persona", own["persona_id"].map(named).to_numpy())
    return told.drop(columns=["goods", "margin"]) if own["role"].eq(UNKNOWN).all() else told


def placed(prospects: pd.DataFrame, named: pd.Series) -> pd.DataFrame:
    """Return how many prospects are like each persona, like none, or too little known."""
    like = prospects["verdict"].eq("like_persona")
    where = prospects["persona_id"].map(named).where(like, prospects["verdict"])
    order = [*named, "unlike_any", "too_little_known"]
    told = where.value_counts().reindex(order).dropna().astype("int64")
    return told.rename("customers").rename_axis("persona").reset_index()


def qualities(quality: pd.DataFrame, named: pd.Series) -> pd.DataFrame:
    """Return measures of quality for readers: of all together first, then by persona."""
    order = {"": -1} | _order(named)
    own = quality.assign(place=quality["persona_id"].map(order))
    own = own.sort_values(["measure", "place"], ignore_index=True)
    names = own["persona_id"].map(named).where(own["persona_id"].ne(""), "all_together")
    return pd.DataFrame({"measure": "quality_" + own["measure"], "persona": names}).join(
        own[["value", "lower", "upper"]]
    )


def perceived() -> pd.DataFrame:
    """Return the constructs of the Persona Perception Scale, each with what is computed of it."""
    told = perception()
    computed = ("quality_" + told["measure"]).where(told["measure"].ne(""), "only_by_asking")
    return pd.DataFrame({"construct": "asked_" + told["construct"], "measure": computed})


def conclusions(
    facts: pd.DataFrame, named: pd.Series, report: Any, *, most: int = 2
) -> pd.DataFrame:
    """Return the clearest facts of each persona for each of the five conclusions.

    Returns
    -------
    DataFrame
        As from `section`, with `conclusion` behind `persona`; by persona, conclusions in order.
    """
    told = {
        name: section(facts, named, report, by="conclusion", of=name, most=most)
        for name in load_mapping().conclusions
    }
    every = pd.concat(told, names=["conclusion"]).reset_index("conclusion")
    place = every["persona"].map({name: place for place, name in enumerate(named)})
    words = [report.words(f"personas_facts.conclusion.{name}") for name in every["conclusion"]]
    every = every.assign(place=place, conclusion=words)
    every = every.sort_values("place", kind="stable", ignore_index=True)
    return every[["persona", "conclusion", *told["who"].columns[1:]]]
