"""The golden record: of what the records of a person say, the one value of each field that counts.

Which word counts is a rule of each field, kept as data. What did not win is kept beside
what did, so that every value of a golden record can be traced and disputed.
"""

import tomllib
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.workspace.source import Source
from helpers.workspace.survivorship import FIELDS, RULES

USUAL = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
# A place is of one piece: what is narrower comes from records that agree on what is wider.
WIDER = {
    "province": ("country",), "city": ("country", "province"),
    "address": ("country", "province", "city"),
}  # fmt: skip
ONLY, TIE = "only", "tie"  # one value without a rival; rivals that no rule tells apart
COLUMNS = ["person_id", "field", "contact_id", "value", "source", "day", "rule", "won"]


class Rules(NamedTuple):
    """For each field its rules in turn, and the kinds of records, the most trusted first."""

    fields: dict[str, tuple[str, ...]]
    source_order: tuple[str, ...]


def rules_of(source: Source) -> Rules:
    """Return a company's rules: what its source.toml declares, the usual ones for all else."""
    declared = source.survivorship.model_dump(exclude_none=True)
    order = declared.pop("source_order", USUAL["source_order"])
    fields = {**USUAL["fields"], **declared}
    return Rules({field: tuple(rules) for field, rules in fields.items()}, tuple(order))


def choose(candidates: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Return the table `field_choices`: every value that a record has, and which one won.

    Each field's rules are asked in turn, then the other rules; what still ties goes to the
    value that is smallest as text, then to the smallest record. Province, city and address are
    chosen among records that agree with the winners of what is wider, or do not tell it.

    Parameters
    ----------
    candidates : DataFrame
        As from `candidates`.
    rules : Rules
        As from `rules_of`.

    Returns
    -------
    DataFrame
        One row per person, field and record. `rule` is what told the winner from the next best
        value: one of the rules, ``only`` where there was no other, ``tie`` where none did.
    """
    own = candidates.pivot(index="contact_id", columns="field", values="value")
    won = pd.DataFrame(index=pd.Index([], dtype="str"))
    parts = []
    for field in FIELDS:
        told = candidates[candidates["field"].eq(field)]
        fits = _agrees(told, own, won, WIDER.get(field, ()))
        chosen = _chosen(told[fits], rules.fields[field], rules.source_order)
        winner = chosen[chosen["won"]].set_index("person_id")["value"]
        won = won.reindex(won.index.union(winner.index)).assign(**{field: winner})
        rule = told["person_id"].map(chosen.groupby("person_id")["rule"].first())
        parts += [chosen, told[~fits].assign(won=False, rule=rule[~fits].fillna(ONLY))]
    every = pd.concat(parts, ignore_index=True)[COLUMNS]
    return every.astype({"won": bool, "rule": "str"}).sort_values(COLUMNS[:3], ignore_index=True)


def _agrees(told: pd.DataFrame, own: pd.DataFrame, won: pd.DataFrame, wider: tuple) -> pd.Series:
    """Return which rows are of records that say nothing else of a wider field than its winner."""
    fits = pd.Series(True, index=told.index)
    for field in wider:
        if field in own:
            mine = told["contact_id"].map(own[field])
            winner = told["person_id"].map(won[field])
            same = mine.str.casefold().eq(winner.str.casefold())
            fits &= mine.isna() | winner.isna() | same
    return fits


def _chosen(told: pd.DataFrame, declared: tuple[str, ...], order: tuple[str, ...]) -> pd.DataFrame:
    """Return the rows of one field, best first, with what won and which rule decided."""
    asked = [*declared, *(rule for rule in RULES if rule not in declared)]
    ranks = _ranks(told, order)
    ranked = told.assign(**ranks).sort_values(["person_id", *asked, "value", "contact_id"])
    first = ~ranked["person_id"].duplicated()
    best = ranked[first].set_index("person_id")
    rivals = ranked[ranked["value"].ne(ranked["person_id"].map(best["value"]))]
    rival = rivals.drop_duplicates("person_id").set_index("person_id").reindex(best.index)
    apart = [best[rule].ne(rival[rule]) for rule in asked]
    decided = np.select([rival["value"].isna(), *apart], [ONLY, *asked], TIE)
    rule = ranked["person_id"].map(pd.Series(decided, index=best.index, dtype="str"))
    return ranked.assign(won=first, rule=rule.astype("str")).drop(columns=list(ranks))


def _ranks(told: pd.DataFrame, order: tuple[str, ...]) -> dict[str, pd.Series]:
    """Return how good each row is by each rule; the smaller, the better."""
    place = {kind: number for number, kind in enumerate(order)}
    age = -(told["day"] - pd.Timestamp(0)).dt.days  # of later days it is smaller
    return {
        "source_order": told["source"].map(place).fillna(len(order)),
        "most_recent": age.fillna(np.inf),
        "most_frequent": -told.groupby(["person_id", "value"])["contact_id"].transform("size"),
        "longest": -told["value"].str.len(),
    }


def golden_records(choices: pd.DataFrame, identities: pd.DataFrame) -> pd.DataFrame:
    """Return the table `customer_details`: one row per person, what is not known missing.

    Parameters
    ----------
    choices : DataFrame
        As from `choose`.
    identities : DataFrame
        `person_id` of everybody, known by orders alone or not.
    """
    everybody = pd.Index(sorted(identities["person_id"].unique()), name="person_id")
    winners = choices[choices["won"]].pivot(index="person_id", columns="field", values="value")
    golden = winners.reindex(index=everybody, columns=list(FIELDS)).astype("str")
    golden["birth_day"] = pd.to_datetime(golden["birth_day"])
    return golden.rename_axis(columns=None).reset_index()


def decided_by(choices: pd.DataFrame) -> pd.DataFrame:
    """Return of how many people each field is known, and what decided where records differ.

    Returns
    -------
    DataFrame
        `field`, `decided` (a rule, ``tie``, or ``only`` where nobody said otherwise), `people`;
        in the order of fields and rules, without what never happened.
    """
    won = choices[choices["won"]]
    counts = (
        won.groupby(["field", "rule"]).size().rename("people").rename_axis(["field", "decided"])
    )
    rules = [ONLY, *RULES, TIE]
    order = pd.MultiIndex.from_product([FIELDS, rules], names=["field", "decided"])
    return counts.reindex(order.intersection(counts.index)).reset_index()
