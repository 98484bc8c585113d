"""Personas under the ids, names and decisions of the quarters before, and the table of them."""

from typing import Any, NamedTuple

import pandas as pd

from helpers.evidence.lasting import Before, Lasting, settle
from helpers.personas.card.names import Name, choose_names
from helpers.personas.card.portraits import portraits
from helpers.workspace import Desk, contracts
from helpers.workspace.group_decisions import TABLE, Decided, decided, waiting_lines

KIND, PREFIX = "persona", "p"
STEP, FEW = 5, 10  # to which sizes are rounded on pages, and below which none is told


class Settled(NamedTuple):
    """Personas that stand, what analysts decided about them, and what the quarter before left.

    `waiting` are the lines of decisions that wait for a persona which is not there; `earlier`
    is the table `personas` of the quarter before.
    """

    lasting: Lasting
    decided: Decided
    waiting: list[int]
    earlier: pd.DataFrame


def settle_personas(desk: Desk, found: Any) -> Settled:
    """Return found personas under the ids of the quarter before, as analysts decided.

    Parameters
    ----------
    desk : Desk
        Where the quarter before and `group_decisions` are read.
    found : Found
        As from `find_personas`.
    """
    decisions, earlier = desk.read(f"{TABLE}?"), desk.read("personas@previous?")
    told = decided(decisions, KIND)
    lasting = settle(
        found.labels, found.features, found.degrees, _before(desk, earlier),
        period=str(desk.period), prefix=PREFIX, pinned=told.pinned, vetoed=told.vetoed,
        kept=found.kept,
    )  # fmt: skip
    waiting = waiting_lines(decisions, KIND, set(lasting.found.values()))
    return Settled(lasting, told, waiting, earlier)


def _before(desk: Desk, earlier: pd.DataFrame) -> Before:
    members = desk.read("persona_members@previous?")
    main = members[members["is_main"].astype(bool)].set_index("customer_id")["persona_id"]
    long = desk.read("persona_profiles@previous?")
    names = earlier.set_index("persona_id").rename(columns={"title_features": "features"})
    return Before(
        main.astype("str"), names, long.pivot(index="persona_id", columns="feature", values="apart")
    )


def profiles_table(settled: Settled) -> pd.DataFrame:
    """Return the table `persona_profiles`."""
    wide = settled.lasting.profiles.rename_axis("persona_id").reset_index()
    return wide.melt("persona_id", var_name="feature", value_name="apart").dropna()


def personas_table(
    settled: Settled, facts: pd.DataFrame, economics: pd.DataFrame, *, year: int
) -> pd.DataFrame:
    """Return the table `personas`, the largest first.

    Parameters
    ----------
    settled : Settled
        As from `settle_personas`.
    facts, economics : DataFrame
        The tables `persona_facts` and `persona_economics`.
    year : int
        The year of the period, from which names that fit an age group are counted back.
    """
    lasting, told = settled.lasting, settled.decided
    drawn = portraits(pd.Series(lasting.ids, dtype="str"), facts)
    given = {name: Name(row.name_en, row.name_zh) for name, row in told.names.iterrows()}
    named = choose_names(drawn, year=year, before=settled.earlier, decided=given)
    sizes = lasting.members.value_counts().reindex(lasting.ids)
    frame = drawn.merge(named, on="persona_id").assign(
        customers=sizes.to_numpy(), share=(sizes / max(sizes.sum(), 1)).to_numpy(),
        share_before=_shares(settled.earlier).reindex(lasting.ids).to_numpy(),
        renamed=[name in given for name in lasting.ids],
        pinned=[name in told.pinned for name in lasting.ids],
    )  # fmt: skip
    names = lasting.names.rename(columns={"features": "title_features"})
    frame = frame.join(names, on="persona_id")
    frame = frame.merge(economics[["persona_id", "role"]], on="persona_id")
    return frame[list(contracts.load("personas").columns)]


def _shares(earlier: pd.DataFrame) -> pd.Series:
    """Return the shares of an earlier quarter as its page told them, by id; of few nothing."""
    size = earlier.set_index("persona_id")["customers"].astype(float)
    rounded = (size / STEP).round() * STEP
    return (rounded / rounded.sum()).where(size >= FEW)
