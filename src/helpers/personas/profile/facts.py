"""The table `persona_facts`: all that is known of each persona, and what is not."""

import numpy as np
import pandas as pd

from helpers.evidence import control_false_discoveries
from helpers.personas.profile.comparing import compare_means, compare_shares
from helpers.personas.profile.items import FEWEST, Item
from helpers.personas.profile.mapping import formed, load_mapping
from helpers.personas.profile.questionnaire import asked
from helpers.workspace import contracts

KNOWN, TOO_FEW, NOT_ASKED = "known", "too_few", "not_asked"
ANY = "any"  # the part of an item of which nothing is known
FIGURES = ["value", "lower", "upper", "elsewhere", "difference", "difference_lower",
           "difference_upper"]  # fmt: skip


def profile(
    items: list[Item], main: pd.Series, blocks: frozenset[str], *, false_share: float = 0.10
) -> pd.DataFrame:
    """Return all that is known of each persona, and how it differs from everybody else.

    What formed the personas is described and not tested. All else is tested at once:
    means by Welch, shares by the score test, false discoveries held at `false_share`.

    Parameters
    ----------
    items : list of Item
        What is known of customers; every frame has one row per customer of `main`.
    main : Series of str
        The main persona of each customer, by customer, sorted.
    blocks : frozenset of str
        What formed the personas: blocks of `acts`, or columns.
    false_share : float
        Share of false discoveries that is accepted among what is called different.

    Returns
    -------
    DataFrame
        The table `persona_facts`.
    """
    names = sorted(main.unique())
    groups = pd.Index(names).get_indexer(main)
    rows = [_rows(item, main.index, groups, names, blocks) for item in items]
    found = pd.concat(rows, ignore_index=True) if rows else empty().assign(subject="", p=0.0)
    tested = _tested(found, false_share)
    every = pd.concat([tested, *(_unknown(tested, name) for name in names)], ignore_index=True)
    ordered = every.sort_values(["persona_id", "item", "part"], ignore_index=True)
    flags = dict.fromkeys(["of_people", "formed", "differs"], bool)
    flags |= dict.fromkeys(["n", "n_elsewhere"], "int64")
    return ordered[list(contracts.load("persona_facts").columns)].astype(flags)


def empty() -> pd.DataFrame:
    """Return the table without rows."""
    return contracts.empty("persona_facts")


def _rows(
    item: Item, customers: pd.Index, groups: np.ndarray, names: list[str], blocks: frozenset[str]
) -> pd.DataFrame:
    """Return for each persona one row per part of an item."""
    subject, compare = item.subject, compare_shares if item.flags else compare_means
    each = compare(item.values.reindex(customers), groups, len(names))
    told = pd.concat(each, ignore_index=True)
    if item.form == "share":
        told[["lower", "upper"]] = told[["lower", "upper"]].clip(0, 1)
    few = told["n"].lt(FEWEST)
    told.loc[few, FIGURES] = np.nan
    told.loc[told["n_elsewhere"].lt(FEWEST), FIGURES[3:]] = np.nan
    return told.assign(
        persona_id=np.repeat(names, [len(one) for one in each]), item=item.name,
        kind=subject.kind, conclusion=subject.conclusion, card_item=subject.card_item,
        form=item.form, formed=item.name in blocks or formed(subject, blocks),
        of_people=item.flags, source=item.source, status=np.where(few, TOO_FEW, KNOWN),
        question=np.where(few, subject.question, ""), subject=subject.name,
        p_adjusted=np.nan, differs=False,
    )  # fmt: skip


def _tested(found: pd.DataFrame, false_share: float) -> pd.DataFrame:
    """Return facts with what is left of their p-values once their number is allowed for."""
    tested = ~found["formed"].astype(bool) & found["difference"].notna()
    if not tested.any():
        return found
    told = control_false_discoveries(found.loc[tested, "p"].to_numpy(), rate=false_share)
    found.loc[tested, "p_adjusted"] = told.adjusted
    found.loc[tested, "differs"] = told.found
    return found


def _unknown(found: pd.DataFrame, persona: str) -> pd.DataFrame:
    """Return a row for each question of the questionnaire of which nothing is told of a persona."""
    told = set(found.loc[found["persona_id"].eq(persona), "subject"])
    subjects, rows = load_mapping().subjects, {}
    for question in asked():
        subject = subjects[question.subject]
        if subject.name in told | set(rows) or question.kind == "text":
            continue
        rows[subject.name] = {
            "persona_id": persona, "item": subject.name, "part": ANY, "kind": subject.kind,
            "conclusion": subject.conclusion, "card_item": subject.card_item, "form": "share",
            "n": 0, "n_elsewhere": 0, "of_people": False, "formed": False, "differs": False,
            "source": "", "status": NOT_ASKED, "question": question.id,
        }  # fmt: skip
    return pd.DataFrame(rows.values(), columns=list(contracts.load("persona_facts").columns))


def completeness(facts: pd.DataFrame) -> pd.DataFrame:
    """Return for each persona which questions of the card have an answer.

    Returns
    -------
    DataFrame
        `persona_id`, `card_item`, `answered` (flag), `facts` (how many are known).
    """
    known = facts[facts["status"].eq(KNOWN)]
    counted = known.groupby(["persona_id", "card_item"]).size()
    pairs = pd.MultiIndex.from_product(
        [sorted(facts["persona_id"].unique()), load_mapping().card_items],
        names=["persona_id", "card_item"],
    )
    told = counted.reindex(pairs, fill_value=0).rename("facts").reset_index()
    return told.assign(answered=told["facts"].gt(0))
